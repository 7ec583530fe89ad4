import Bytes
@testable import Records
import TestSupport
import Testing

/// What a row is made of is told while it is scanned: whole letters of common scripts, or bytes that have to be looked at.
struct RowLettersTests {
    /// Letters of one to four bytes, and parts of letters.
    private static let pieces: [[UInt8]] = [
        [0x61], [0x61, 0x62, 0x63], [0x2C], [0xC3, 0xA9], [0xDF, 0xBF], [0xE4, 0x80, 0x80], [0xE7, 0x8E, 0x8B],
        [0xEC, 0xBF, 0xBF],
    ]
    private static let oddPieces: [[UInt8]] = [
        [0xC3], [0xE7], [0xE7, 0x8E], [0x80], [0xBF], [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xED, 0x80, 0x80], [0xFF],
        [0xF0, 0x9F, 0x98, 0x80], [0xC3, 0xA9, 0x80],
    ]

    @Test(arguments: ["\n", "\r\n"], QuotedCSVTests.Loop.allCases)
    func `a row is said to be of common letters where it is, and nowhere else`(
        lineEnd: String, loop: QuotedCSVTests.Loop
    ) throws {
        var random = SeededGenerator.announced()
        var (common, others) = (0, 0)
        for _ in 0..<60 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 3...40, using: &random) {
                bytes.append(0x61)
                for _ in 0..<Int.random(in: 0...30, using: &random) {
                    let isOdd = Int.random(in: 0..<40, using: &random) == 0
                    bytes += (isOdd ? Self.oddPieces : Self.pieces).randomElement(using: &random) ?? []
                }
                bytes += Array(lineEnd.utf8)
            }
            let end = bytes.count
            bytes += [UInt8](repeating: 0x61, count: 130)
            var block = RecordBlock()
            block.bytes = bytes
            var scanner = CSVScanner(delimiter: 0x2C, quote: 0x22, width: 0)
            scanner.instructions = loop.instructions
            if loop.isHashed, var hash = RunningSHA256() { scanner.hash = hash.begin(bytes.span, from: 0) }
            _ = scanner.scan(&block, isLast: true)
            var wasCommon = true
            // The last 64 bytes of a file are looked at by themselves.
            for row in block.rows where row.text.upperBound <= end {
                let isCommon = bytes.span.isOfCommonLetters(row.text)
                if isCommon { common += 1 } else { others += 1 }
                // A letter that is cut off by the line end makes the next row one to be looked at, too.
                let isRight = row.isOfCommonLetters == isCommon || isCommon && !wasCommon
                if !isRight { Issue.record("\(Array(bytes[row.text])): \(isCommon)") }
                wasCommon = isCommon
            }
        }
        #expect(common > 100 && others > 100)
    }
}
