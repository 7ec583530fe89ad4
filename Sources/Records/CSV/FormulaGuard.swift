/// Keeps a spreadsheet from running a cell as a formula, in a way that can be undone byte for byte.
///
/// A spreadsheet takes a cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula (OWASP, "CSV
/// injection"); so does a phone number such as `+14088001500`. An apostrophe in front makes it text. So that nothing is
/// ambiguous on the way back, a cell that already starts with apostrophes followed by such a character gets one more.
package enum FormulaGuard {
    package static let mark = UInt8(ascii: "'")

    /// Whether the value is apostrophes, or none, followed by a character that starts a formula.
    package static func isNeeded(_ value: Span<UInt8>) -> Bool {
        var index = 0
        while index < value.count, value[index] == mark { index &+= 1 }
        guard index < value.count else { return false }
        return switch value[index] {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
        default: false
        }
    }

    /// Whether the value carries the mark, so that its first byte is to be left out.
    package static func isMarked(_ value: Span<UInt8>) -> Bool {
        value.count > 1 && value[0] == mark && isNeeded(value)
    }
}
