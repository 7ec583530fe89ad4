import Records
import TestSupport
import Testing

/// Plain records are read past libxml2, and nobody can tell: rows, texts, lines, columns and faults are the same.
struct XMLPlainRecordTests {
    /// Documents whose records are now plain and now not, with damage in some of them.
    private struct Documents {
        var random = SeededGenerator.announced("XML, plain and not")

        private mutating func one<Element>(of choices: [Element]) -> Element {
            choices[Int.random(in: 0..<choices.count, using: &random)]
        }

        private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

        private mutating func space() -> String {
            chance(70) ? "" : one(of: [" ", "\n", "\n  ", "\t", "\r\n", "\r", "\n\n"])
        }

        private mutating func value() -> String {
            if chance(6) {
                return one(of: [
                    "a &amp; b", "&#233;", "<![CDATA[x<y]]>", "a<!-- c -->b", "]]>", "a>b", "\u{FFFE}", "\u{1}", "a\rb",
                    "a\r\nb", "&unknown;", "<?p i?>", "x<u/>y", "\u{FFFD}", "\u{85}", "a]]",
                ])
            }
            let texts = [
                "", "1", "London", "robin.sample@example.com", "Zoë Ångström", "日本", " padded ", "a\nb", "a\tb", "   ",
                String(repeating: "long ", count: 12), "'quoted' \"too\"", "😀",
            ]
            return one(of: texts)
        }

        private mutating func element(_ depth: Int) -> String {
            var name = one(of: [
                "id", "name", "e-mail", "m:site", "x:site", "a_very_long_name_of_an_element", "Zoë", "g",
            ])
            if chance(1) { name = one(of: ["new\(Int.random(in: 0..<5, using: &random))", "id ", "R", "1a"]) }
            let attribute =
                chance(2) ? one(of: [" k='1'", " xmlns:m='urn:other'", " xmlns='urn:d'", " k='1' k='2'"]) : ""
            if chance(8) { return "<\(name)\(attribute)\(one(of: ["", " "]))/>" }
            let content =
                depth < 3 && chance(15)
                ? (0..<Int.random(in: 1...3, using: &random)).map { _ in space() + element(depth + 1) }.joined()
                    + space()
                : value()
            let end = chance(1) ? one(of: ["id", name + " ", ""]) : name
            return "<\(name)\(attribute)>\(content)</\(end)>"
        }

        private mutating func record(_ prefix: String) -> String {
            let name = prefix + "R"
            let attribute = chance(4) ? one(of: [" id='7'", " xmlns:m='urn:own'", " xmlns='urn:x'"]) : ""
            let count = chance(3) ? 0 : Int.random(in: 1...7, using: &random)
            let content = (0..<count).map { _ in space() + element(0) }.joined()
            return "<\(name)\(attribute)>\(content)\(space())</\(name)>"
        }

        mutating func next() -> [UInt8] {
            let prefix = one(of: ["", "", "p:"])
            var text = one(of: [
                "", "<?xml version='1.0' encoding='UTF-8'?>\n", "<?xml version='1.0' encoding='ISO-8859-1'?>",
            ])
            if chance(5) { text += "<!DOCTYPE Root [<!ATTLIST id kind CDATA 'x'>]>" }
            text += "<\(prefix)Root xmlns:p='urn:p' xmlns:m='urn:m'\(chance(20) ? " xmlns='urn:default'" : "")>"
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                text += space() + record(chance(3) ? "m:" : prefix)
                if chance(2) {
                    text += one(of: ["text", "<Other><id>1</id></Other>", "<!-- c -->", "<![CDATA[ <R></R> ]]>"])
                }
                if chance(1) { text += "<Group xmlns:m='urn:n'>" + record(prefix) + "</Group>" }
            }
            text += space() + "</\(prefix)Root>" + space()
            if chance(3) { text += record(prefix) }
            var bytes = Array(text.utf8)
            if chance(30) {
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes.remove(at: at)
                    case 2: bytes.insert(one(of: Array("<>&/ \n=".utf8)), at: at)
                    default: bytes.removeSubrange(at..<min(bytes.count, at + 9))
                    }
                }
            }
            return bytes
        }
    }

    /// What a reading says of a fault. libxml2 counts end tags in bytes and all else in characters: where names are not
    /// ASCII, columns are no measure.
    private func fault(_ reading: XMLReading, in bytes: [UInt8]) -> String? {
        let isMeasured = !String(decoding: bytes, as: UTF8.self).contains("Zoë>")
        return reading.error.map { isMeasured ? $0.message : $0.message.replacing(/column \d+/, with: "column") }
    }

    private func compare(_ bytes: [UInt8], _ options: XMLOptions, _ blockSize: Int) -> Bool {
        let source = { MemorySource(name: "people.xml", bytes) }
        let short = XMLReading(source(), options, blockSize)
        let long = XMLReading(source(), options, blockSize, takesPlainRecords: false)
        #expect(short.rows == long.rows)
        #expect(short.lines == long.lines)
        #expect(short.forms == long.forms)
        #expect(short.texts == long.texts)
        #expect(short.hold == long.hold)
        #expect(short.header == long.header)
        #expect(short.widths == long.widths)
        #expect(short.facts == long.facts)
        #expect(short.skipped == long.skipped)
        #expect(short.envelope == long.envelope)
        let (shortFault, longFault) = (fault(short, in: bytes), fault(long, in: bytes))
        #expect(shortFault == longFault)
        return short.rows == long.rows && short.texts == long.texts && shortFault == longFault
            && short.lines == long.lines && short.header == long.header && short.hold == long.hold
    }

    @Test(arguments: [40, 150, 600, 2_000, 5_000])
    func `documents of every kind are read as libxml2 reads them`(blockSize: Int) {
        var documents = Documents()
        for _ in 0..<250 {
            let bytes = documents.next()
            var options = XMLOptions(recordPath: ["Root", "R"])
            if bytes.count % 7 == 0 { options.limits.recordBytes = 150 }
            if bytes.count % 11 == 0 { options.limits.depth = 4 }
            if bytes.count % 13 == 0 { options.limits.fields = 6 }
            if bytes.count % 5 == 0 { options.dropped = ["e-mail", "g/id"] }
            if bytes.count % 3 == 0 { options.keyAttributes = ["id": "k"] }
            guard compare(bytes, options, blockSize) else {
                Issue.record(
                    "this document is read in two ways: \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                return
            }
        }
    }
}
