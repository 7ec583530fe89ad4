/// One of the 21 locales that the target system takes, in their canonical case.
enum LocaleFormat {
    /// Source: the vendor's user API specification.
    static let codes = [
        "da-DK", "de-DE", "en-AU", "en-GB", "en-US", "es-ES", "fi-FI", "fr-BE", "fr-CA", "fr-CH", "fr-FR", "it-IT",
        "ja-JP", "nl-BE", "nl-NL", "no-NO", "pl-PL", "pt-BR", "pt-PT", "sv-SE", "zh-CN",
    ]

    private static let words = WordList(codes.map { Name($0) }, matching: .folded)

    static func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        words.accepts(value, canonical: &canonical)
    }

    static func explain(_ value: RefusedValue) -> Explanation {
        let suggestion = suggested(for: value.text)
        let language = value.text.lowercased().prefix(while: \.isLetter)
        let same = codes.filter { $0.hasPrefix(language + "-") }
        let offer =
            if let suggestion {
                "Write \(suggestion)."
            } else if !same.isEmpty {
                "For that language it takes \(same.joined(separator: ", "))."
            } else {
                "It takes \(codes.joined(separator: ", "))."
            }
        return Explanation(
            .localeUnknown, "\(value.subject) is not a locale that the target system takes. \(offer)",
            suggestion: suggestion)
    }

    /// Other names of the same locale, and languages of which the target system knows one form only.
    ///
    /// Chinese is left out: the one form is the simplified one, which is no help to readers of the traditional.
    private static func suggested(for text: String) -> String? {
        let parts = text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        guard let language = parts.first else { return nil }
        switch (language, parts.last ?? language) {
        case ("nb", _), ("nn", _): return "no-NO"
        case ("en", "uk"): return "en-GB"
        case ("zh", "hans"), ("zh", "cn"): return "zh-CN"
        case ("zh", _): return nil
        default: break
        }
        // `fr-Latn-CA`, `sv_SE.UTF-8`: language and country are there, with more around them.
        let full = parts.dropFirst().compactMap { country in
            codes.first { $0.lowercased() == "\(language)-\(country)" }
        }
        if let only = full.first, full.count == 1 { return only }
        let same = codes.filter { $0.hasPrefix(language + "-") }
        return same.count == 1 ? same.first : nil
    }
}
