import Records
import Testing

/// However a file is cut or damaged, the reader gives the records before the fault and one error, and does not crash.
struct XMLRobustnessTests {
    @Test(arguments: XMLSamples.all)
    func `every size of block gives the same records`(text: String) {
        let whole = XMLReading(text, keys: ["field": "id"])
        #expect(whole.error == nil)
        for blockSize in 1...text.utf8.count {
            let read = XMLReading(text, keys: ["field": "id"], blockSize: blockSize)
            #expect(read.error == nil)
            #expect(read.rows == whole.rows)
            #expect(read.texts == whole.texts)
            #expect(read.lines == whole.lines)
            #expect(read.hold == whole.hold)
            #expect(read.header == whole.header)
            #expect(read.envelope == whole.envelope)
        }
    }

    @Test(arguments: XMLSamples.all)
    func `a file that is cut anywhere gives the records before the cut and an error`(text: String) {
        let whole = XMLReading(text)
        let record = whole.recordPath
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            let read = XMLReading(Array(bytes[..<length]), record: record)
            guard let error = read.error else {
                // Only white space can be missing.
                #expect(bytes[length...].allSatisfy { $0 <= 0x20 })
                continue
            }
            #expect(error.code == .malformed)
            #expect((12...600).contains(error.message.count))
            #expect(read.rows == Array(whole.rows.prefix(read.rows.count)))
            #expect(read.texts == Array(whole.texts.prefix(read.texts.count)))
            let found = XMLReading(Array(bytes[..<length]))
            #expect(found.error != nil)
        }
    }

    @Test func `wherever a file is cut among its records, it is said that it was cut`() {
        let person = "<Person>\r\n  <ID>E1</ID><Name>Zoë</Name><Mail>a@example.com</Mail><Site/>\r\n</Person>\r\n"
        let text = "<?xml version='1.0'?>\r\n<People>\r\n" + person + person + person + "</People>"
        let bytes = Array(text.utf8)
        let first = bytes.count - "</People>".utf8.count - 2 * person.utf8.count
        for length in first..<bytes.count {
            let read = XMLReading(Array(bytes[..<length]), record: ["People", "Person"])
            let message = read.error?.message ?? "no error"
            #expect(message.contains("so it was cut"), "\(bytes.count - length) bytes short: \(message)")
        }
    }

    @Test func `a record is too long at the same place however the file is cut up`() {
        let text = "<r><p i='1'><a>é&amp;</a><b>x<c/>y</b></p><p><a>2</a></p></r>"
        for bound in 1...60 {
            var limits = XMLLimits()
            limits.recordBytes = bound
            let whole = XMLReading(text, record: ["r", "p"], limits: limits)
            #expect(whole.error == nil && whole.rows.count == 2)
            #expect(whole.forms.first == (bound < 46 ? .tooLong : .whole), "\(bound)")
            for blockSize in [1, 2, 5] {
                let small = XMLReading(text, record: ["r", "p"], limits: limits, blockSize: blockSize)
                #expect(small.rows == whole.rows && small.texts == whole.texts && small.forms == whole.forms)
            }
        }
    }

    @Test func `records of every length meet the pieces in which the parser is fed`() {
        // Long enough for several pieces, with values in every place that a boundary can cut.
        for filler in stride(from: 0, to: 40, by: 1) {
            let pad = String(repeating: "x", count: filler)
            let record = "<p i=\"é&amp;\(pad)\"><a>Zoë &lt;\(pad)</a><b><![CDATA[\(pad)]]>1</b>t<c/>u</p>\n"
            let text = "<r xmlns:n='urn:n'>" + String(repeating: record, count: 3000) + "</r>"
            let read = XMLReading(text, record: ["r", "p"])
            #expect(read.error == nil)
            #expect(read.rows.count == 3000)
            let expected = ["@i": "é&\(pad)", "a": "Zoë <\(pad)", "b": "\(pad)1", "text()": "tu"]
            #expect(read.rows.allSatisfy { $0 == expected })
            let first = read.texts.first ?? ""
            #expect(first.hasPrefix("<p xmlns:n=\"urn:n\" i=\"é&amp;"))
            #expect(read.texts.allSatisfy { $0 == first })
        }
    }

    @Test(arguments: [UInt64.random(in: 0...UInt64.max), 1, 2, 3])
    func `damaged files never do more than fail`(seed: UInt64) {
        var random = DamageGenerator(seed)
        let pool: [[UInt8]] = [
            Array("<".utf8), Array(">".utf8), Array("/>".utf8), Array("&".utf8), Array("&#38;".utf8), Array("\"".utf8),
            Array("<!--".utf8), Array("-->".utf8), Array("<![CDATA[".utf8), Array("]]>".utf8), Array("<?x ?>".utf8),
            Array("<!DOCTYPE r [<!ENTITY x 'y'>]>".utf8), [0], [0xFF], [0xC3], Array("é".utf8), Array("\r\n".utf8),
            Array("<a>".utf8), Array("</a>".utf8), Array(" xmlns:q='urn:q'".utf8), Array("x".utf8),
        ]
        for _ in 0..<1500 {
            var bytes = Array((XMLSamples.all.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.insert(contentsOf: pool.randomElement(using: &random) ?? [], at: at)
                case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...60, using: &random)))
                default:
                    let end = min(bytes.count, at + Int.random(in: 1...80, using: &random))
                    bytes.insert(
                        contentsOf: Array(bytes[at..<end]), at: Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            let keys = Bool.random(using: &random) ? ["field": "id", "ID": "type"] : [:]
            let whole = XMLReading(bytes, keys: keys)
            let small = XMLReading(bytes, keys: keys, blockSize: Int.random(in: 1...50, using: &random))
            let made = "seed \(seed): \(String(decoding: bytes, as: UTF8.self))"
            #expect(whole.rows == small.rows, "\(made)")
            #expect(whole.texts == small.texts, "\(made)")
            #expect((whole.error == nil) == (small.error == nil), "\(made)")
            for error in [whole.error, small.error].compactMap({ $0 }) {
                #expect(error.code == .malformed && (12...600).contains(error.message.count), "seed \(seed)")
                #expect(!error.message.contains("has been lost"), "seed \(seed)")
            }
            guard whole.error == nil, !whole.texts.isEmpty else { continue }
            let again = XMLReading(whole.document, record: whole.recordPath, keys: keys)
            #expect(again.rows == whole.rows, "\(made)")
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
private struct DamageGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
