import Foundation
import Records
import TestSupport
import Testing

/// What the fuzzer has found once is never found again.
struct FindingsTests {
    private static let folder = Repository.path("Tests/RecordsTests/Fuzzing/Findings")

    @Test(arguments: Files.names(in: folder).filter { !$0.hasPrefix(".") })
    func `what was found is mended`(name: String) throws {
        let input = try Files.bytes(of: "\(Self.folder)/\(name)")
        #expect(ReaderCheck(input).complaints == [])
    }

    @Test func `small samples in every mode give no complaint`() {
        let texts =
            XMLSamples.all + [
                "a,b\n1,2\n\"x\ny\",3\n", "", "\u{FEFF}a;b\n1;2", "<r xmlns='urn:f'><p><a>1</a><c/></p></r>",
            ]
        for text in texts {
            for mode in UInt8.min...UInt8.max where mode & 128 == 0 {
                let check = ReaderCheck([mode, UInt8(truncatingIfNeeded: text.utf8.count &* 7)] + text.utf8)
                #expect(check.complaints == [], "mode \(mode): \(text)")
            }
        }
    }
}
