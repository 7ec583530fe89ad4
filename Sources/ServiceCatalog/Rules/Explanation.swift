/// Why a value did not pass, in words for the person who wrote it.
package struct Explanation: Sendable, Hashable {
    /// One of `ReasonCode.all`, for programs.
    package var code: String
    /// What is wrong and what to do, in one or two sentences.
    package var sentence: String
    /// A whole replacement value, only where it is certain to help.
    package var suggestion: String?

    package init(code: String, sentence: String, suggestion: String? = nil) {
        self.code = code
        self.sentence = sentence
        self.suggestion = suggestion
    }

    init(_ code: ReasonCode, _ sentence: String, suggestion: String? = nil) {
        self.init(code: code.code, sentence: sentence, suggestion: suggestion)
    }
}

/// A value that failed, on its way to being explained.
struct RefusedValue {
    /// As it was written.
    let text: String
    /// The label that people see.
    let field: String

    init(_ text: String, field: String) {
        self.text = text
        self.field = field
    }

    var bytes: [UInt8] { Array(text.utf8) }

    /// The field and the value, the start of most sentences.
    var subject: String { "\(field) \(Self.quote(text))" }

    /// Text in quotation marks, on one line and not endless.
    static func quote(_ text: String) -> String {
        if text.utf8.count <= longestQuote, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return "“\(text)”" }
        var shown = "“"
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == longestQuote {
                shown += "…"
                break
            }
            shown.unicodeScalars.append(isControl(scalar) ? " " : scalar)
        }
        shown += "”"
        return shown
    }

    /// In Unicode scalars.
    private static let longestQuote = 60

    /// The general category Cc has these and no others.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// A character as a person can recognise it, also one that cannot be seen.
    static func name(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case " ": return "a space"
        case "\u{A0}", "\u{202F}", "\u{2007}": return "a no-break space"
        case "\t": return "a tab"
        case "\n", "\r": return "a line break"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            let hex = String(scalar.value, radix: 16, uppercase: true)
            return "an invisible character (U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex))"
        default:
            return "“\(scalar)”"
        }
    }

    /// The first scalar for which `isWrong` holds, with its 1-based place among the scalars.
    func first(_ isWrong: (Unicode.Scalar) -> Bool) -> (scalar: Unicode.Scalar, position: Int)? {
        for (index, scalar) in text.unicodeScalars.enumerated() where isWrong(scalar) {
            return (scalar, index + 1)
        }
        return nil
    }
}
