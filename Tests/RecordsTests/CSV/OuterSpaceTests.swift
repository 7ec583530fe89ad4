import CBytes
import Records
import TestSupport
import Testing

/// Rows with white space at a value's edge are marked while they are scanned: others need not be asked for it value by value.
/// That is so of ASCII; rows with other bytes are marked by themselves.
struct OuterSpaceTests {
    private static let values: [(value: String, isMarked: Bool)] = [
        ("", false), ("a", false), ("a b", false), ("a\u{7F}b", false), ("a\u{7F}", true), ("\u{1}", true),
        (" a", true), ("a ", true),
        ("\ta", true), (" ", true), ("é", false), ("a\u{A0}", false), ("aéb", false), ("a  b", false),
    ]

    /// The value stands in each of three cells, and at every place around the border of two times 64 bytes.
    @Test(arguments: ["\n", "\r\n"], MusterInstructions.all)
    func `a row is marked by its own values alone`(lineEnd: String, instructions: MusterInstructions) {
        var wrong: [String] = []
        for (value, isMarked) in Self.values {
            for column in 0..<3 {
                for offset in 50...130 {
                    var cells = ["x", "y", "z"]
                    cells[column] = value
                    let rows = [
                        String(repeating: "b", count: offset) + ",c,d", cells.joined(separator: ","), "e,f,g",
                        String(repeating: "h", count: 200) + ",i,j",
                    ]
                    var block = RecordBlock()
                    block.bytes = Array(rows.map { $0 + lineEnd }.joined().utf8)
                    var scanner = CSVScanner(delimiter: 0x2C, quote: 0x22, width: 3)
                    scanner.instructions = instructions
                    _ = scanner.scan(&block, isLast: true)
                    // The last 64 bytes of a file are looked at by themselves.
                    let marks = block.rows.prefix(3).map(\.mayHaveOuterSpace)
                    if marks != [false, isMarked, false] {
                        wrong.append("\(value.debugDescription) in \(column) behind \(offset): \(marks)")
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    /// However few bytes follow, and whoever looks at them.
    @Test(arguments: MusterInstructions.all, ["", "\"q\",r,s\n", "t,u\rv\n"])
    func `no mark is lost where the loop over lines ends`(instructions: MusterInstructions, next: String) {
        var wrong: [String] = []
        for column in 0..<3 {
            // The space is the last of 64 bytes, or of twice as many, at some of these.
            for offset in Array(52...60) + Array(116...124) {
                for count in [0, 1, 2, 20, 55, 60, 61, 62, 63, 64, 65, 70] {
                    var cells = ["x", "y", "z"]
                    cells[column] = "a "
                    var block = RecordBlock()
                    let before = String(repeating: "b", count: offset) + ",c,d\n" + cells.joined(separator: ",")
                    block.bytes = Array((before + "\n" + String(repeating: "h", count: count) + next).utf8)
                    var scanner = CSVScanner(delimiter: 0x2C, quote: 0x22, width: 3)
                    scanner.instructions = instructions
                    _ = scanner.scan(&block, isLast: true)
                    if !block.rows[1].mayHaveOuterSpace { wrong.append("\(column), \(offset), \(count)") }
                }
            }
        }
        #expect(wrong == [])
    }

    /// Where a tab parts the cells it is no white space at their edges.
    @Test func `a delimiter is no white space`() {
        var block = RecordBlock()
        block.bytes = Array(("a\tb\tc\n" + String(repeating: "d", count: 200) + "\te\tf\n").utf8)
        var scanner = CSVScanner(delimiter: 0x09, quote: 0x22, width: 3)
        _ = scanner.scan(&block, isLast: true)
        #expect(block.rows.first?.mayHaveOuterSpace == false)
    }

    /// Quotes are looked at by another loop.
    @Test(arguments: [
        ("\"a\"", false), ("\"a \"", true), ("\" a\"", true), ("\"é\"", false), ("\"a b\"", false), ("a ", true),
    ])
    func `among quoted values, too`(value: String, isMarked: Bool) {
        var wrong: [Int] = []
        for offset in 0...70 {
            var block = RecordBlock()
            let before = "\"" + String(repeating: "b", count: offset) + "\",\"c\"\n"
            block.bytes = Array(
                (before + "\"x\",\(value)\n\"y\",\"z\"\n" + String(repeating: "h", count: 200) + ",i\n").utf8)
            var scanner = CSVScanner(delimiter: 0x2C, quote: 0x22, width: 2)
            _ = scanner.scan(&block, isLast: true)
            if block.rows.map(\.mayHaveOuterSpace)[1] != isMarked, isMarked { wrong.append(offset) }
            if !isMarked, block.rows.allSatisfy(\.mayHaveOuterSpace) { wrong.append(offset) }
        }
        #expect(wrong == [])
    }
}
