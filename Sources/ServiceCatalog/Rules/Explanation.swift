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
    var subject: String {
        var subject = ""
        // A sentence goes on behind it.
        subject.reserveCapacity(field.utf8.count + min(text.utf8.count, 4 * Self.longestQuote) + 128)
        subject += field
        subject += " "
        Self.appendQuote(of: text, to: &subject)
        return subject
    }

    /// Text in quotation marks, on one line and not endless.
    static func quote(_ text: String) -> String {
        var shown = ""
        appendQuote(of: text, to: &shown)
        return shown
    }

    private static func appendQuote(of text: String, to shown: inout String) {
        shown += "“"
        if let end = endOfPlainText(text.utf8Span.span) {
            if end == text.utf8.count {
                shown += text
            } else {
                shown.append(contentsOf: text[..<text.utf8.index(text.startIndex, offsetBy: end)])
                shown += "…"
            }
        } else {
            for (index, scalar) in text.unicodeScalars.enumerated() {
                if index == longestQuote {
                    shown += "…"
                    break
                }
                shown.unicodeScalars.append(isControl(scalar) ? " " : scalar)
            }
        }
        shown += "”"
    }

    /// How many bytes can be shown as they are: the whole text, or its first scalars; `nil` where some of them are
    /// control characters.
    private static func endOfPlainText(_ text: Span<UInt8>) -> Int? {
        var scalars = 0
        for index in text.indices {
            let byte = text[index]
            if byte & 0xC0 == 0x80 { continue }
            if scalars == longestQuote { return index }
            scalars += 1
            if byte < 0x20 || byte == 0x7F { return nil }
            if byte == 0xC2, text[index + 1] < 0xA0 { return nil }
        }
        return text.count
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
