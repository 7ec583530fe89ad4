import Intake
import TestSupport
import Testing

struct CaseIDTests {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private func randomIDs(_ count: Int) -> [CaseID] {
        var random = SeededGenerator.announced()
        let ends = [CaseID(bits: 0), CaseID(bits: .max), CaseID(bits: 1), CaseID(bits: 31)]
        return ends + (0..<count).map { _ in CaseID(bits: random.next()) }
    }

    private func symbols(_ id: CaseID) -> [Character] {
        id.description.filter { $0 != "-" }
    }

    @Test func `the written form reads back`() {
        for id in randomIDs(300) {
            let text = id.description
            #expect(text.utf8.count == CaseID.length)
            #expect(CaseID(text) == id, "\(text)")
            #expect(CaseID(text.lowercased()) == id)
            #expect(CaseID(text.filter { $0 != "-" }) == id)
            #expect(CaseID(" " + text.replacing("-", with: " ")) == id)
            let bytes = id.written.span.withUnsafeBytes { Array($0) }
            #expect(bytes == Array(text.utf8))
        }
    }

    @Test func `the writer for files writes what the id itself does`() {
        let writer = CaseIDWriter()
        // Each symbol by itself, too: the writer takes them in pairs.
        let single =
            (0..<60).map { CaseID(bits: 1 << UInt64($0)) } + (0..<12).map { CaseID(bits: 31 << UInt64($0 * 5)) }
        for id in randomIDs(3_000) + single {
            let words = writer.words(ofBits: id.bits)
            let bytes = [words.0, words.1].flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
            }
            if String(decoding: bytes, as: UTF8.self) != id.description { Issue.record("\(bytes) instead of \(id)") }
        }
    }

    @Test func `it has four groups, the last of one symbol, none of them I, L, O or U`() {
        for id in randomIDs(50) {
            #expect(id.description.split(separator: "-").map(\.count) == [4, 4, 4, 1])
            #expect(symbols(id).allSatisfy { Self.alphabet.contains($0) })
        }
    }

    @Test func `what is easily misread is read as meant`() {
        for id in randomIDs(100) {
            let text = id.description
            #expect(CaseID(text.replacing("0", with: "O")) == id)
            #expect(CaseID(text.replacing("0", with: "o").replacing("1", with: "l")) == id)
            #expect(CaseID(text.replacing("1", with: "I")) == id)
        }
    }

    @Test(arguments: ["", "7K3F", "7K3F-9QXA-2W4T", "7K3F-9QXA-2W4T-CC", "7K3F-9QXA-2W4U-C", "7K3F_9QXA_2W4T_C", "é"])
    func `anything else is no case id`(text: String) {
        #expect(CaseID(text) == nil)
    }

    @Test func `a single wrong symbol is noticed`() {
        var missed: Set<String> = []
        for id in randomIDs(20) {
            let right = symbols(id)
            for place in right.indices {
                for symbol in Self.alphabet where symbol != right[place] {
                    var wrong = right
                    wrong[place] = symbol
                    if CaseID(String(wrong)) != nil {
                        missed.insert("\(min(symbol, right[place]))\(max(symbol, right[place]))")
                    }
                }
            }
        }
        #expect(missed == [])
    }

    @Test func `a swap of neighbours is noticed`() {
        var missed = 0
        for id in randomIDs(100) {
            let right = symbols(id)
            for place in right.indices.dropLast() where right[place] != right[place + 1] {
                var wrong = right
                wrong.swapAt(place, place + 1)
                if CaseID(String(wrong)) != nil { missed += 1 }
            }
        }
        #expect(missed == 0)
    }

    @Test func `an id is made of the hash's upper bits alone`() {
        #expect(CaseID(Hash128(high: 5, low: 1)) == CaseID(Hash128(high: 5, low: 2)))
        #expect(CaseID(Hash128(high: 5, low: 1)) != CaseID(Hash128(high: 6, low: 1)))
    }
}
