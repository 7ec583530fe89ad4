import ServiceCatalog
import Testing

struct YAMLReaderTests {
    struct Sample: CustomTestStringConvertible {
        var bytes: [UInt8]
        var problem: String
        var testDescription: String { problem }

        init(_ text: String, _ problem: String) {
            self.init(Array(text.utf8), problem)
        }

        init(_ bytes: [UInt8], _ problem: String) {
            self.bytes = bytes
            self.problem = problem
        }
    }

    @Test(arguments: [
        Sample("", "f:1:1: this file is empty"),
        Sample("# only a comment\n", "f:1:1: this file is empty"),
        Sample(
            Array("id: é\nname: M".utf8) + [0xFC, 0x6C],
            "f:2:8: this is not UTF-8 text; save the file with the encoding UTF-8"),
        Sample(
            "a: 1\nb: 2\na: 3\n", "f:1:1: “a” is written more than once in the same group of keys; keep one"),
        Sample("a: 1\n---\nb: 2\n", "f:2:1: a second document begins here (---); keep one document in a file"),
        Sample(
            "a: one: two\n",
            "f:1:7: a colon is not allowed here; put a text that holds “: ” in quotes, or check the indentation"),
        Sample(
            "a:\n  b: 1\n c: 2\n",
            "f:3:2: the indentation does not fit the lines above; keys of one group begin in the same column"),
        Sample(
            "a: [1, 2\nb: 3\n",
            "f:2:2: a list or group that was opened with [ or { is not closed; write a comma or the closing bracket"),
        Sample("a: \"open\n", "f:2:1: the file ends inside quotes; write the closing quote"),
        Sample(
            "a:\n\tb: 1\n",
            "f:2:1: this character cannot begin a value; put the text in quotes, and indent with spaces, not tabs"),
        Sample("a: x\u{1}\n", "f:1:5: this character (U+1) is not allowed in YAML; delete it"),
        Sample(
            "a: &x [1]\nb: *x\n",
            "f:1:4: anchors (&name) and aliases (*name) are not understood here; write the value out, or put it in "
                + "quotes"
        ),
        Sample(
            "a: *x\n",
            "f:1:4: anchors (&name) and aliases (*name) are not understood here; write the value out, or put it in "
                + "quotes"
        ),
        Sample("[a, b]: 1\n", "f:1:1: a key must be a text that is not empty"),
        Sample(
            "a: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "\n",
            "f:1:35: this is nested more than 32 levels deep; write it flatter"),
        Sample(
            "a: " + String(repeating: "[", count: 100_000) + "\n",
            "f:1:5: this is nested more than 32 levels deep; write it flatter"),
        Sample(
            [UInt8](repeating: 0x20, count: (1 << 20) + 1), "f:1:1: this file is larger than 1 MiB; is it a definition?"
        ),
    ])
    func `a file that is no single plain document is refused at its place`(sample: Sample) {
        var reader = YAMLReader(file: "f")
        let root = reader.compose(sample.bytes)
        #expect(reader.problems.map(\.description) == [sample.problem])
        if let root { #expect(root.place.line >= 1) }
    }

    @Test func `a file of aliases that would grow without bound is refused before it is parsed`() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        var reader = YAMLReader(file: "f")
        let root = reader.compose(Array(text.utf8))
        #expect(root?.place == nil)
        #expect(reader.problems.count == 1)
        #expect(reader.problems.first?.line == 2)
    }

    @Test func `lines of asterisks are no aliases`() {
        let stars = "# " + String(repeating: "*", count: 60) + "\n"
        let text = stars + "a: Q&A\n" + stars + "# " + String(repeating: "* ", count: 60) + "\nb: x\n"
        var reader = YAMLReader(file: "f")
        let mapping = mapping(Array(text.utf8), &reader)
        #expect(mapping?["a"]?.text == "Q&A")
        #expect(reader.problems.isEmpty)
    }

    @Test(arguments: [(YAMLReader.Kind.definition, ["_a", "b"]), (.calendar, ["b"])])
    func `a key with an underscore is a note in a calendar alone`(_ kind: YAMLReader.Kind, _ keys: [String]) {
        var reader = YAMLReader(file: "f", kind: kind)
        let mapping = mapping(Array("_a: {x: 1}\nb: 2\n".utf8), &reader)
        #expect(mapping?.entries.map(\.key) == keys)
        #expect(reader.problems.isEmpty)
    }

    @Test func `thousands of problems are told apart quickly`() {
        var reader = YAMLReader(file: "f")
        for line in 1...100_000 { reader.report("x", at: YAMLPlace(line: line % 50_000 + 1, column: 1)) }
        #expect(reader.problems.count == 50_000)
    }

    private func mapping(_ bytes: [UInt8], _ reader: inout YAMLReader) -> YAMLMapping? {
        guard let root = reader.compose(bytes) else { return nil }
        return reader.mapping(root, keys: nil, what: "x")
    }

    @Test func `a byte order mark does not move the columns`() {
        var reader = YAMLReader(file: "f")
        let mapping = mapping([0xEF, 0xBB, 0xBF] + Array("a: 1\n".utf8), &reader)
        #expect(mapping?["a"]?.place == YAMLPlace(line: 1, column: 4))
    }

    @Test func `numbers, truth and quotes stay texts until they are asked for`() {
        var reader = YAMLReader(file: "f")
        let mapping = mapping(Array("n: 007\nt: yes\nq: \"\"\ne:\nm: null\nw: \"null\"\n".utf8), &reader)
        let truth = mapping?["t"].flatMap { reader.boolean($0, what: "t") }
        #expect(mapping?["n"]?.text == "007")
        #expect(truth == true)
        #expect(mapping?["e"]?.isEmpty == true)
        #expect(mapping?["q"]?.isEmpty == false)
        #expect(mapping?["m"]?.isEmpty == true)
        #expect(mapping?["w"]?.isEmpty == false)
        #expect(reader.problems.isEmpty)
    }
}
