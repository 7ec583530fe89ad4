import CBytes
import Records
import TestSupport
import Testing

/// The scanner held against the plain reading of the rules, over all small inputs and many larger ones.
struct PlainCSVComparisonTests {
    private static let alphabet: [UInt8] = [0x61, 0x2C, 0x22, 0x0A, 0x0D]

    /// All texts over the alphabet of a length.
    private static func forEachText(ofLength length: Int, _ body: ([UInt8]) -> Void) {
        var digits = [Int](repeating: 0, count: length)
        var text = [UInt8](repeating: alphabet[0], count: length)
        while true {
            body(text)
            var place = length - 1
            while place >= 0, digits[place] == alphabet.count - 1 {
                digits[place] = 0
                text[place] = alphabet[0]
                place -= 1
            }
            guard place >= 0 else { return }
            digits[place] += 1
            text[place] = alphabet[digits[place]]
        }
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).debugDescription
    }

    /// Compares, and says little when all is well: millions of passed expectations would take their time.
    private static func differences(
        width: Int, lengths: ClosedRange<Int>, longestRecord: Int = 1 << 20, cuts: ([UInt8]) -> [[Int]] = { _ in [[]] }
    ) -> [String] {
        var found: [String] = []
        for length in lengths {
            forEachText(ofLength: length) { text in
                guard found.count < 5 else { return }
                let plain = PlainCSV(bytes: text, width: width, longestRecord: longestRecord).read()
                for cut in cuts(text) {
                    let read = CSVScanner.read(text, width: width, longestRecord: longestRecord, cuts: cut)
                    guard read != plain else { continue }
                    found.append("\(shown(text)) cut at \(cut):\n\(read)\ninstead of\n\(plain)")
                    break
                }
            }
        }
        return found
    }

    @Test(arguments: 0...3)
    func `every small text is read as the rules say`(width: Int) {
        #expect(Self.differences(width: width, lengths: 0...(width == 2 ? 5 : 4)) == [])
    }

    @Test func `every small text is read alike however it is cut in two`() {
        let differences = Self.differences(width: 2, lengths: 1...4) { text in (1..<text.count).map { [$0] } }
        #expect(differences == [])
    }

    @Test func `every small text is read alike byte by byte`() {
        let differences = Self.differences(width: 1, lengths: 1...4) { text in [Array(1..<text.count)] }
        #expect(differences == [])
    }

    @Test(arguments: [1, 2, 3, 4])
    func `every small text is read as the rules say when records must be short`(longestRecord: Int) {
        #expect(Self.differences(width: 2, lengths: 0...4, longestRecord: longestRecord) == [])
    }

    @Test func `longer texts of the same few characters are read as the rules say`() {
        var random = SeededGenerator.announced()
        for _ in 0..<1_500 {
            let text = (0..<Int.random(in: 6...14, using: &random)).map { _ in
                Self.alphabet.randomElement(using: &random) ?? 0
            }
            let width = Int.random(in: 0...3, using: &random)
            let longestRecord = Bool.random(using: &random) ? 1 << 20 : Int.random(in: 1...9, using: &random)
            let plain = PlainCSV(bytes: text, width: width, longestRecord: longestRecord).read()
            let read = CSVScanner.read(text, width: width, longestRecord: longestRecord)
            #expect(read == plain, "\(Self.shown(text)), width \(width), longest \(longestRecord)")
        }
    }

    private static let pieces = [
        "a", "bc", "Müller", "€", ",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "\",", ",\"", "\"\n", "\n\"",
        "\"x\"", "\"x\ny\"", "text without end ", "12345678901234567890123456789012345678901234567890",
    ]

    @Test func `random texts are read as the rules say, in one piece or in many`() {
        var random = SeededGenerator.announced()
        for _ in 0..<150 {
            let text = Array(random.text(of: Self.pieces, count: Int.random(in: 1...60, using: &random)).utf8)
            let width = Int.random(in: 0...4, using: &random)
            let plain = PlainCSV(bytes: text, width: width).read()
            #expect(CSVScanner.read(text, width: width) == plain, "\(Self.shown(text)), width \(width)")
            let cuts = (0..<5).map { _ in Int.random(in: 0..<text.count, using: &random) }.sorted()
            #expect(
                CSVScanner.read(text, width: width, cuts: cuts) == plain,
                "\(Self.shown(text)), width \(width), cut at \(cuts)")
        }
    }

    /// Plain rows are read 64 bytes at a time: what is not plain must be noticed at any place among them.
    @Test(arguments: MusterInstructions.all)
    func `every small text is read as the rules say wherever it stands among plain rows`(
        instructions: MusterInstructions
    ) {
        var found: [String] = []
        for offset in 60...66 {
            let before = [UInt8](repeating: 0x78, count: offset - 5) + Array(",y\nz,".utf8)
            for length in 0...3 {
                Self.forEachText(ofLength: length) { text in
                    let all = before + text + Array("e,f\r\ng,h\n".utf8) + [UInt8](repeating: 0x69, count: 90)
                    let plain = PlainCSV(bytes: all, width: 2).read()
                    let read = CSVScanner.read(all, width: 2, instructions: instructions)
                    guard read != plain, found.count < 5 else { return }
                    found.append("\(Self.shown(text)) at \(offset):\n\(read)\ninstead of\n\(plain)")
                }
            }
        }
        #expect(found == [])
    }

    @Test(arguments: MusterInstructions.all)
    func `long texts that are mostly plain are read as the rules say, in one piece or in many`(
        instructions: MusterInstructions
    ) {
        var random = SeededGenerator.announced()
        for _ in 0..<60 {
            let lineEnd = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
            var text = ""
            for _ in 0..<Int.random(in: 10...60, using: &random) {
                let cells = (0..<3).map { _ in
                    ["", "a", "bc", "Müller", "a longer cell than most", "+15550100"].randomElement(using: &random)
                        ?? ""
                }
                text += cells.joined(separator: ",") + lineEnd
                if Int.random(in: 0..<8, using: &random) == 0 {
                    text += Self.pieces.randomElement(using: &random) ?? ""
                }
            }
            let bytes = Array(text.utf8)
            let plain = PlainCSV(bytes: bytes, width: 3).read()
            let cuts = (0..<5).map { _ in Int.random(in: 0..<bytes.count, using: &random) }.sorted()
            for cuts in [[], cuts] {
                let read = CSVScanner.read(bytes, width: 3, cuts: cuts, instructions: instructions)
                #expect(read == plain, "\(Self.shown(bytes)), cut at \(cuts)")
            }
        }
    }

    @Test func `more cells and rows than there was room for at first are read`() {
        let text = Array((String(repeating: ",", count: 9_000) + "\n" + String(repeating: "a\n", count: 3_000)).utf8)
        let plain = PlainCSV(bytes: text, width: 0).read()
        for instructions in MusterInstructions.all {
            let read = CSVScanner.read(text, width: 0, instructions: instructions)
            #expect(read.rows.map(\.cells.count) == plain.rows.map(\.cells.count))
            #expect(read.nextLine == plain.nextLine)
        }
    }

    @Test func `random records that were written as CSV are read back`() {
        var random = SeededGenerator.announced()
        for _ in 0..<60 {
            let width = Int.random(in: 1...6, using: &random)
            let delimiter = CSVDialect.delimiters.randomElement(using: &random) ?? 0x2C
            let lineEnd = CSVDialect.LineEnd.allCases.randomElement(using: &random) ?? .lf
            var output = OutputBuffer()
            var records: [[[UInt8]]] = []
            for _ in 0..<10 {
                let cells = (0..<width).map { _ in
                    Array(
                        random.text(of: Self.pieces + [";", "\t", "|"], count: Int.random(in: 0...4, using: &random))
                            .utf8)
                }
                guard cells.contains(where: { !$0.isEmpty }) else { continue }
                records.append(cells)
                for (index, cell) in cells.enumerated() {
                    if index > 0 { output.append(delimiter) }
                    output.appendCell(cell.span, delimiter: delimiter)
                }
                output.append(lineEnd.bytes)
            }
            let read = CSVScanner.read(output.bytes, delimiter: delimiter, width: width)
            #expect(read.rows.map(\.cells) == records)
            #expect(read.rows.allSatisfy { $0.form == .whole })
        }
    }
}
