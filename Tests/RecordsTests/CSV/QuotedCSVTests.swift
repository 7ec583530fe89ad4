import CBytes
import Records
import TestSupport
import Testing

/// Rows with quoted cells: simple ones are taken in passing, all others send the scanner the long way, and where the one
/// ends and the other begins must not show.
struct QuotedCSVTests {
    /// What a cell may look like, from good to broken.
    enum CellKind: CaseIterable {
        case bare, bareNonASCII, empty, simple, simpleNonASCII, doubled, onlyQuotes, overLineEnds, quoteInside,
            textBehind,
            open
    }

    /// How often each kind comes: files of nothing but one, and files of all.
    struct Mix: CustomTestStringConvertible {
        var testDescription: String
        var kinds: [CellKind]

        static let all = [
            Mix(testDescription: "simple cells", kinds: [.bare, .simple, .empty]),
            Mix(
                testDescription: "simple cells and others", kinds: [.bare, .simple, .simple, .simpleNonASCII, .doubled]),
            Mix(testDescription: "line ends inside", kinds: [.bare, .simple, .overLineEnds, .bareNonASCII]),
            Mix(testDescription: "quotes everywhere", kinds: [.simple, .doubled, .onlyQuotes, .quoteInside, .empty]),
            Mix(
                testDescription: "doubled quotes and line ends",
                kinds: [.bare, .doubled, .doubled, .onlyQuotes, .overLineEnds]),
            Mix(testDescription: "everything", kinds: CellKind.allCases),
            Mix(
                testDescription: "now and then a broken one",
                kinds: [CellKind](repeating: .bare, count: 12) + [CellKind](repeating: .simple, count: 12)
                    + [.open, .textBehind]),
        ]
    }

    private static func text(_ pieces: [String], _ most: Int, _ random: inout SeededGenerator) -> String {
        random.text(of: pieces, count: Int.random(in: 1...most, using: &random))
    }

    private static func cell(_ kind: CellKind, _ delimiter: String, _ random: inout SeededGenerator) -> String {
        let letters = ["a", "b", "1", " ", ".", "xyz"]
        let inQuotes = letters + [delimiter, delimiter, "; ", "'"]
        let most = Int.random(in: 0..<12, using: &random) == 0 ? 60 : 6
        switch kind {
        case .bare: return text(letters, most, &random)
        case .bareNonASCII: return text(letters + ["é", "王"], most, &random)
        case .empty: return Bool.random(using: &random) ? "" : "\"\""
        case .simple: return "\"\(text(inQuotes, most, &random))\""
        case .simpleNonASCII: return "\"\(text(inQuotes + ["é", "\u{1F600}"], most, &random))\""
        case .doubled: return "\"\(text(inQuotes + ["\"\"", "é"], most, &random))\""
        case .onlyQuotes: return String(repeating: "\"", count: 2 * Int.random(in: 1...4, using: &random))
        case .overLineEnds: return "\"\(text(inQuotes + ["\n", "\r\n", "\r", "\"\"", "é"], most, &random))\""
        case .quoteInside: return "a\(text(letters + ["\"", "\"\"", "é"], most, &random))"
        case .textBehind: return "\"\(text(inQuotes, most, &random))\"x\(text(letters + ["\"", "é"], 2, &random))"
        case .open: return "\"\(text(inQuotes, most, &random))"
        }
    }

    private static func file(
        _ mix: Mix, width: Int, rows: Int, delimiter: UInt8, _ random: inout SeededGenerator
    ) -> [UInt8] {
        let separator = String(UnicodeScalar(delimiter))
        let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        var text = ""
        for _ in 0..<rows {
            // Now and then a row with a cell too many or too few, a blank line, or another line end.
            let isOdd = Int.random(in: 0..<10, using: &random) == 0
            let count = isOdd ? Int.random(in: 0...(width + 1), using: &random) : width
            text += (0..<count).map { _ in
                cell(mix.kinds.randomElement(using: &random) ?? .bare, separator, &random)
            }.joined(separator: separator)
            text += isOdd ? ["\n", "\r\n", "\r", "\n\n"].randomElement(using: &random) ?? "\n" : lineEnd
        }
        if Bool.random(using: &random) { text = String(text.unicodeScalars.dropLast()) }
        return Array(text.utf8)
    }

    /// A file of any width and delimiter.
    private static func file(
        _ mix: Mix, widths: ClosedRange<Int>, rows: ClosedRange<Int>, _ random: inout SeededGenerator
    ) -> (text: [UInt8], width: Int, delimiter: UInt8) {
        let width = Int.random(in: widths, using: &random)
        let delimiter = CSVDialect.delimiters.randomElement(using: &random) ?? 0x2C
        let count = Int.random(in: rows, using: &random)
        return (file(mix, width: width, rows: count, delimiter: delimiter, &random), width, delimiter)
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).debugDescription
    }

    @Test(arguments: Mix.all)
    func `quoted cells are read as the rules say, whole and cut in two at every byte`(mix: Mix) {
        var random = SeededGenerator.announced()
        for _ in 0..<8 {
            let (text, width, delimiter) = Self.file(mix, widths: 1...4, rows: 1...5, &random)
            let plain = PlainCSV(bytes: text, delimiter: delimiter, width: width).read()
            let read = CSVScanner.read(text, delimiter: delimiter, width: width)
            #expect(read == plain, "\(Self.shown(text)), width \(width)")
            for cut in 1..<max(text.count, 1) {
                let read = CSVScanner.read(text, delimiter: delimiter, width: width, cuts: [cut])
                guard read != plain else { continue }
                Issue.record("\(Self.shown(text)), width \(width), cut at \(cut):\n\(read)\ninstead of\n\(plain)")
                return
            }
        }
    }

    @Test(arguments: Mix.all)
    func `quoted cells are read as the rules say byte by byte, and where records must be short`(mix: Mix) {
        var random = SeededGenerator.announced()
        for _ in 0..<15 {
            let width = Int.random(in: 0...3, using: &random)
            let longest = Bool.random(using: &random) ? 1 << 20 : Int.random(in: 1...40, using: &random)
            let text = Self.file(
                mix, width: max(width, 1), rows: Int.random(in: 1...5, using: &random), delimiter: 0x2C, &random)
            let plain = PlainCSV(bytes: text, width: width, longestRecord: longest).read()
            let read = CSVScanner.read(text, width: width, longestRecord: longest)
            #expect(read == plain, "\(Self.shown(text)), width \(width), longest \(longest)")
            guard longest == 1 << 20, !text.isEmpty else { continue }
            let pieces = CSVScanner.read(text, width: width, cuts: Array(1..<text.count))
            #expect(pieces == plain, "\(Self.shown(text)), width \(width), byte by byte")
        }
    }

    /// Files in which cell after cell is taken in C, and what is not has to be noticed at any place.
    @Test(arguments: Mix.all, Loop.allCases)
    func `long files are read as the rules say, whole and in pieces, by each of the loops`(mix: Mix, loop: Loop) {
        var random = SeededGenerator.announced()
        for _ in 0..<12 {
            let (text, width, delimiter) = Self.file(mix, widths: 1...5, rows: 30...150, &random)
            let longest = Bool.random(using: &random) ? 1 << 20 : Int.random(in: 100...300, using: &random)
            let plain = PlainCSV(bytes: text, delimiter: delimiter, width: width, longestRecord: longest).read()
            let cuts = (0..<4).map { _ in Int.random(in: 1..<text.count, using: &random) }.sorted()
            for cuts in longest == 1 << 20 ? [[], cuts] : [[]] {
                let read = CSVScanner.read(
                    text, delimiter: delimiter, width: width, longestRecord: longest, cuts: cuts,
                    instructions: loop.instructions, isHashed: loop.isHashed)
                guard read != plain else { continue }
                let first = zip(read.rows, plain.rows).first { $0 != $1 }
                Issue.record(
                    "\(Self.shown(text)), width \(width), cut at \(cuts), longest \(longest): \(first.map { "\($0)\ninstead of\n\($1)" } ?? "\(read.wrongMarks) wrong marks")"
                )
                return
            }
        }
    }

    /// Which of the loops over the bytes is taken.
    enum Loop: CaseIterable {
        case basic, avx2, avx2Hashed, avx512, avx512Hashed

        var instructions: MusterInstructions {
            switch self {
            case .basic: .basic
            case .avx2, .avx2Hashed: .avx2
            case .avx512, .avx512Hashed: .avx512
            }
        }

        var isHashed: Bool { self == .avx2Hashed || self == .avx512Hashed }
    }

    @Test func `a simple cell at any place of a 64-byte block, and of any length, is taken`() {
        for offset in [0, 1, 30, 61, 62, 63, 64, 65, 127, 128] {
            for length in [0, 1, 2, 60, 61, 62, 63, 64, 65, 66, 126, 127, 128, 129, 200] {
                let before = String(repeating: "x", count: offset)
                let value = String(repeating: ",", count: length)
                for behind in ["\n", "\r\n", ",z\n", ",\"\"\"z\"\r", ",é\n", ",\"z\"\n", "\n\"\",\"a,b\"\n"] {
                    // The last bytes are looked at by another loop.
                    let rest = String(repeating: "y", count: 70)
                    let text = Array("\(before),\"\(value)\"\(behind)1,2\n\(rest)".utf8)
                    let plain = PlainCSV(bytes: text, width: 0).read()
                    let read = CSVScanner.read(text, width: 0)
                    if read != plain { Issue.record("\(Self.shown(text)):\n\(read)\ninstead of\n\(plain)") }
                }
            }
        }
    }

    @Test(arguments: Loop.allCases)
    func `more cells with doubled quotes than there is room for at first are read`(loop: Loop) {
        let rows = (0..<700).map { "\"a\"\"\($0)\",\"\"\"\",\"b\"" }
        let text = Array((rows.joined(separator: "\n") + "\n").utf8)
        let plain = PlainCSV(bytes: text, width: 3).read()
        let read = CSVScanner.read(text, width: 3, instructions: loop.instructions, isHashed: loop.isHashed)
        #expect(read == plain)
    }

    @Test(arguments: Loop.allCases)
    func `only values with doubled quotes are put elsewhere`(loop: Loop) {
        for offset in 0..<70 {
            let text = "\(String(repeating: "x", count: offset)),\"a\"\"\",\"b\",\"c,\"\n"
            var block = RecordBlock()
            block.bytes = Array((text + String(repeating: "y", count: 130)).utf8)
            let end = block.bytes.count
            var scanner = CSVScanner(delimiter: 0x2C, quote: 0x22, width: 4)
            scanner.instructions = loop.instructions
            if loop.isHashed, var hash = RunningSHA256() { scanner.hash = hash.begin(block.bytes.span, from: 0) }
            _ = scanner.scan(&block, isLast: true)
            let cells = block.rows.first.map(block.cells(of:)) ?? []
            #expect(cells.map { block.string(of: $0) }.dropFirst() == ["a\"", "b", "c,"])
            #expect(cells.map { Int($0.start) >= end } == [false, true, false, false])
            #expect(cells.map(\.mayNeedQuotes) == [false, true, false, true])
        }
    }

    @Test func `a row over several lines that is too short stays apart from the next one`() {
        let plain = String(repeating: "1,2,3\n", count: 12)
        for length in 0..<130 {
            for row in ["\"a\nb\"", "\"a\n\",c", "a,\"\n\n\"", "\"a\nb\",c,d,e"] {
                let text = Array("\(plain)\(row)\nf,\(String(repeating: "x", count: length))\n\(plain)\(plain)".utf8)
                let expected = PlainCSV(bytes: text, width: 3).read()
                let read = CSVScanner.read(text, width: 3)
                if read != expected { Issue.record("\(Self.shown(text)):\n\(read)\ninstead of\n\(expected)") }
            }
        }
    }

    @Test func `a row is marked for what is in its quoted cells, too, and its neighbours are not for its sake`() {
        for offset in 0..<140 {
            let before = String(repeating: "x", count: offset)
            for cell in ["\"é\"", "\"\"\"é\"", "\"a\",é", "\"a\nb\",é", "é,\"a\"", "\"é"] {
                let text = "\(before),\(cell)\n" + String(repeating: "b,\"c\"\n", count: 30)
                var block = RecordBlock()
                block.bytes = Array(text.utf8)
                var scanner = CSVScanner(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), width: 0)
                _ = scanner.scan(&block, isLast: true)
                let first = block.rows.first
                if first?.mayHoldNonASCII != true { Issue.record("\(cell) behind \(offset) bytes") }
                if cell != "\"é", block.rows.last?.mayHoldNonASCII != false {
                    Issue.record("the last row is marked, \(cell) behind \(offset) bytes")
                }
            }
        }
    }
}
