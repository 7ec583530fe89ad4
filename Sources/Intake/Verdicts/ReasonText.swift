import Glibc

/// How the reasons of a row share one cell: `code: sentence | code: sentence`.
enum ReasonText {
    static let separator = " | "

    /// Appends one reason's part of the cell.
    static func append(_ reason: Reason, to bytes: inout [UInt8]) {
        append(code: reason.code, to: &bytes)
        let sentence = reason.sentence
        bytes.append(contentsOf: (holdsSeparator(sentence.utf8Span.span) ? clean(sentence) : sentence).utf8)
    }

    /// Appends what stands before a sentence.
    static func append(code: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: code.utf8)
        bytes.append(contentsOf: ": ".utf8)
    }

    /// Appends the suggested value as `field = value`, where there is one.
    static func appendSuggestion(_ reason: Reason, to bytes: inout [UInt8]) {
        guard let suggestion = reason.suggestion, let field = reason.field else { return }
        bytes.append(contentsOf: field.utf8)
        bytes.append(contentsOf: " = ".utf8)
        bytes.append(contentsOf: suggestion.utf8)
    }

    static func parse(_ cell: String) -> [(code: String, sentence: String)] {
        var items: [(code: String, sentence: String)] = []
        var rest = cell[...]
        while !rest.isEmpty {
            let item = rest.prefix { _ in true }
            let end = item.firstRange(ofText: separator)
            let text = end.map { item[..<$0.lowerBound] } ?? item
            rest = end.map { item[$0.upperBound...] } ?? ""
            if let colon = text.firstRange(ofText: ": ") {
                items.append((String(text[..<colon.lowerBound]), String(text[colon.upperBound...])))
            }
        }
        return items
    }

    /// A sentence quotes values; what would read as a separator in one becomes a sign that looks like it.
    private static func clean(_ sentence: String) -> String {
        sentence.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "¦")
    }

    static func holdsSeparator(_ sentence: Span<UInt8>) -> Bool {
        sentence.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return memchr(base, Int32(UInt8(ascii: "|")), bytes.count) != nil
        }
    }
}

extension Substring {
    fileprivate func firstRange(ofText text: String) -> Range<Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
            formIndex(after: &at)
        }
        return nil
    }
}
