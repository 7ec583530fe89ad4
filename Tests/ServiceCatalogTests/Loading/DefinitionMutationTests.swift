import ServiceCatalog
import Testing

/// Whatever a definition file holds, reading it ends with a definition or with problems inside the file.
struct DefinitionMutationTests {
    /// SplitMix64: the same numbers on every machine.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let scraps: [String] = [
        ":", "- ", "[", "]", "{", "}", "\"", "'", "\n", "\t", "#", "&a ", "*a", "? ", "|", ">", "%", "!!int ", "---\n",
        "99999999999999999999", "..", "-1..", "9223372036854775807..", "name", "when: ", "fields:\n", "  ", "\u{FEFF}",
        "\u{0}", "é", "\u{2028}", "<<: ", "null", "~", "true",
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `a damaged definition never ends the program`(seed: UInt64) {
        var numbers = Numbers(state: seed)
        for file in ServiceCatalog.builtInFiles() {
            // The comments at the top are not worth damaging.
            let body = file.bytes.drop { $0 != UInt8(ascii: "\n") }.suffix(2500)
            for round in 0..<12 {
                var bytes = round.isMultiple(of: 2) ? file.bytes : Array(body)
                for _ in 0..<Int.random(in: 1...4, using: &numbers) { damage(&bytes, &numbers) }
                let damaged = DefinitionFile(name: "d.yaml", origin: "d.yaml", bytes: bytes, list: file.list)
                do {
                    let folder = DefinitionFolder(path: "d", files: [damaged])
                    _ = try ServiceCatalog(builtIn: [], folder: folder)
                } catch {
                    let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 2
                    #expect(!error.problems.isEmpty, "seed \(seed)")
                    for problem in error.problems {
                        #expect(problem.line >= 1 && problem.column >= 1, "seed \(seed): \(problem)")
                        #expect(problem.line <= lines + 50, "seed \(seed): \(problem)")
                        #expect(!problem.message.isEmpty, "seed \(seed)")
                    }
                }
            }
        }
    }

    private func damage(_ bytes: inout [UInt8], _ numbers: inout Numbers) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<5, using: &numbers) {
        case 0:
            bytes.remove(at: place)
        case 1:
            bytes[place] = UInt8.random(in: .min ... .max, using: &numbers)
        case 2:
            bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...80, using: &numbers)))
        case 3:
            let source = Int.random(in: 0..<bytes.count, using: &numbers)
            bytes.insert(contentsOf: Array(bytes[source..<min(bytes.count, source + 60)]), at: place)
        default:
            bytes.insert(contentsOf: Array((Self.scraps.randomElement(using: &numbers) ?? "").utf8), at: place)
        }
    }
}
