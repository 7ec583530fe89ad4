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
        var subject: [UInt8] = []
        Self.appendSubject(text.utf8Span.span, field: field, to: &subject)
        return String(decoding: subject, as: UTF8.self)
    }

    static func appendSubject(_ value: Span<UInt8>, field: String, to sentence: inout [UInt8]) {
        // A sentence goes on behind it.
        sentence.reserveCapacity(field.utf8.count + min(value.count, 4 * longestQuote) + 128)
        sentence.append(contentsOf: field.utf8)
        sentence.append(contentsOf: " ".utf8)
        appendQuote(of: value, to: &sentence)
    }

    /// Text in quotation marks, on one line and not endless.
    static func quote(_ text: String) -> String {
        var shown: [UInt8] = []
        appendQuote(of: text.utf8Span.span, to: &shown)
        return String(decoding: shown, as: UTF8.self)
    }

    private static func appendQuote(of text: Span<UInt8>, to shown: inout [UInt8]) {
        shown.append(contentsOf: "“".utf8)
        var scalars = 0
        var start = 0
        var index = 0
        while index < text.count {
            if text[index] & 0xC0 != 0x80 {
                if scalars == longestQuote { break }
                scalars += 1
                let width = controlWidth(text, at: index)
                if width > 0 {
                    shown.append(text, start..<index)
                    shown.append(UInt8(ascii: " "))
                    index += width
                    start = index
                    continue
                }
            }
            index += 1
        }
        shown.append(text, start..<index)
        if index < text.count { shown.append(contentsOf: "…".utf8) }
        shown.append(contentsOf: "”".utf8)
    }

    /// The length of the control character that starts at a place, 0 where there is none. The general category Cc has
    /// U+0000 to U+001F, U+007F to U+009F and no others.
    private static func controlWidth(_ text: Span<UInt8>, at index: Int) -> Int {
        let byte = text[index]
        if byte < 0x20 || byte == 0x7F { return 1 }
        return byte == 0xC2 && index + 1 < text.count && text[index + 1] < 0xA0 ? 2 : 0
    }

    /// In Unicode scalars.
    private static let longestQuote = 60

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

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
