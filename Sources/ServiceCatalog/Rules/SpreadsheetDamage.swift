/// What a spreadsheet does to numbers that are really text, recognised so that it can be named.
///
/// Nothing here guesses the lost value back.
enum SpreadsheetDamage: Equatable {
    /// `1.40881E+10`: shortened, the last digits are gone.
    case scientific
    /// `1401.0`: treated as a number, leading zeros are gone.
    case decimal
    /// `#NAME?` and the like: a formula that failed, often because of a leading `+` or `=`.
    case error
    /// `#####`: a column too narrow to show its value.
    case hashes

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        if bytes.count > 1, bytes.allSatisfy({ $0 == UInt8(ascii: "#") }) {
            self = .hashes
        } else if bytes.first == UInt8(ascii: "#"), Self.errors.contains(text.uppercased()) {
            self = .error
        } else if let kind = Self.number(bytes) {
            self = kind
        } else {
            return nil
        }
    }

    private static let errors: Set<String> = [
        "#NAME?", "#VALUE!", "#REF!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    ]

    private static func number(_ bytes: [UInt8]) -> SpreadsheetDamage? {
        var index = 0
        func digits() -> Int {
            let start = index
            while index < bytes.count, ASCII.isDigit(bytes[index]) { index += 1 }
            return index - start
        }
        if let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { index = 1 }
        guard digits() > 0 else { return nil }
        var hasZeroFraction = false
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") {
            index += 1
            let start = index
            guard digits() > 0 else { return nil }
            hasZeroFraction = bytes[start..<index].allSatisfy { $0 == UInt8(ascii: "0") }
            hasZeroFraction = hasZeroFraction && index - start <= 2
        }
        if index == bytes.count { return hasZeroFraction ? .decimal : nil }
        guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
        index += 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard digits() > 0, index == bytes.count else { return nil }
        return .scientific
    }

    /// What happened, as the rest of a sentence whose subject is the value.
    var happened: String {
        switch self {
        case .scientific: "was shortened by a spreadsheet, and its last digits are lost"
        case .decimal: "was turned into a decimal number by a spreadsheet, and leading zeros may be lost"
        case .error: "is the error of a spreadsheet formula, not a value"
        case .hashes: "is how a spreadsheet shows a value that its column is too narrow for"
        }
    }

    /// What to do about it.
    static let remedy = "Format the column as text in the spreadsheet, and enter the value again."

    /// What a cell holds once the wrapping that keeps it text in a spreadsheet is gone: `'0123` or `="0123"`.
    static func unwrapped(_ text: String) -> String? {
        if text.hasPrefix("'"), text.utf8.count > 1 { return String(text.dropFirst()) }
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count > 3 {
            return String(text.dropFirst(2).dropLast())
        }
        return nil
    }
}
