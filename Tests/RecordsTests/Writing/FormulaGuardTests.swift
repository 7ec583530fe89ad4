import Records
import Testing

struct FormulaGuardTests {
    private func isNeeded(_ value: [UInt8]) -> Bool {
        FormulaGuard.isNeeded(value.span)
    }

    private func isMarked(_ value: [UInt8]) -> Bool {
        FormulaGuard.isMarked(value.span)
    }

    private func guarded(_ value: [UInt8]) -> [UInt8] {
        isNeeded(value) ? [FormulaGuard.mark] + value : value
    }

    private func restored(_ value: [UInt8]) -> [UInt8] {
        isMarked(value) ? Array(value.dropFirst()) : value
    }

    @Test(arguments: ["=1", "+1", "-1", "@x", "\tx", "\rx", "=", "+", "'=", "''+1"])
    func `what a spreadsheet could run, or would take for guarded, is guarded`(value: String) {
        let bytes = Array(value.utf8)
        #expect(isNeeded(bytes))
        #expect(guarded(bytes) == Array("'\(value)".utf8))
    }

    @Test(arguments: ["", "a", "'", "''", "'a", "1", "1+1", " =1", "é", "'’=", "\u{2212}1"])
    func `what is no formula is neither guarded nor taken for guarded`(value: String) {
        let bytes = Array(value.utf8)
        #expect(!isNeeded(bytes))
        #expect(!isMarked(bytes))
        #expect(restored(bytes) == bytes)
    }

    @Test func `guarding and restoring gives back all short values of the bytes that matter`() {
        let alphabet: [UInt8] = [0x27, 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A, 0x20, 0x61, 0xC3, 0x00]
        var values: [[UInt8]] = [[]]
        for length in 0..<4 {
            for value in values where value.count == length {
                #expect(restored(guarded(value)) == value)
                values += alphabet.map { value + [$0] }
            }
        }
    }

    @Test func `a guarded value no longer starts with what a spreadsheet runs`() {
        for value in ["=1", "'=1", "\t=1"] {
            #expect(guarded(Array(value.utf8)).first == FormulaGuard.mark)
        }
    }
}
