extension PhoneFormat {
    func explain(_ value: RefusedValue) -> Explanation {
        if let damage = SpreadsheetDamage(value.text) {
            return Explanation(.phoneDamaged, "\(value.subject) \(damage.happened). \(SpreadsheetDamage.remedy)")
        }
        let suggestion = repaired(value.text)
        var digits = PhoneDigits()
        switch fault(of: value.bytes.span, digits: &digits) {
        case .noCountry:
            return Explanation(
                .phoneCountry,
                "\(value.subject) does not show its country. Write it with + and the country, such as +14088001500.")
        case .noTrunk:
            return Explanation(
                .phoneCountry,
                "\(value.subject) begins with neither + nor \(trunkText), so its country is unclear. "
                    + "Write it with + and the country, such as \(sample).")
        case .zeroLost:
            return Explanation(
                .phoneDamaged,
                "\(value.subject) begins with neither + nor \(trunkText); a spreadsheet may have dropped what stood at "
                    + "its start. Format the column as text, and write the number with + and the country, such as "
                    + "\(sample).")
        case .decimal:
            return Explanation(
                .phoneDamaged, "\(value.subject) \(SpreadsheetDamage.decimal.happened). \(SpreadsheetDamage.remedy)")
        case .national:
            return syntax(
                value, "does not have the form of a number of the default country (+\(home?.code ?? 0))", suggestion)
        case .tooShort: return syntax(value, "has too few digits", suggestion)
        case .tooLong:
            return syntax(value, "has more digits than any phone number; if it holds two numbers, keep one", suggestion)
        case .zeroCode: return syntax(value, "has a 0 where the country belongs", suggestion)
        case .parenthesis: return syntax(value, "has parentheses that do not match", suggestion)
        case .character, nil: return syntax(value, character(value), suggestion)
        }
    }

    private func syntax(_ value: RefusedValue, _ fault: String, _ suggestion: String?) -> Explanation {
        Explanation(
            .phoneSyntax, "\(value.subject) \(fault). Write it with + and the country, such as \(sample).",
            suggestion: suggestion)
    }

    private var trunkText: String {
        home?.trunk == .zeroSix ? "06" : "0"
    }

    /// A number of the default country that people can take as a pattern.
    private var sample: String {
        guard let home, home.code != 1 else { return "+14088001500" }
        return switch (home.code, home.trunk) {
        case (44, _): "+442070966060"
        case (let code, .zero), (let code, .optionalZero): "+\(code) and the number without its first 0"
        case (let code, _): "+\(code) and the number"
        }
    }

    private func character(_ value: RefusedValue) -> String {
        let lower = value.text.lowercased()
        if value.text.contains(where: \.isNumber), lower.contains("x") || lower.contains("ext") {
            return "has an extension after it; put that in a field of its own"
        }
        var digits = 0
        var pluses = 0
        for (index, scalar) in value.text.unicodeScalars.enumerated() {
            let isDigit = ("0"..."9").contains(scalar)
            let isFine =
                isDigit || "()".unicodeScalars.contains(scalar) || scalar.properties.isDash && digits > 0
                || "./".unicodeScalars.contains(scalar) && digits > 0
                || scalar.properties.generalCategory == .spaceSeparator
                || scalar.properties.generalCategory == .format || scalar == "+" && digits == 0 && pluses == 0
            if !isFine { return "has \(RefusedValue.name(scalar)) at position \(index + 1)" }
            digits += isDigit ? 1 : 0
            pluses += scalar == "+" ? 1 : 0
        }
        return value.text.last.map { ".-/".contains($0) } == true
            ? "ends with a separator" : "is not a phone number"
    }

    /// The number without the wrapping that kept it text (`'+1…`, `="+1…"`, `tel:`), or in plain digits.
    private func repaired(_ text: String) -> String? {
        var bare = SpreadsheetDamage.unwrapped(text) ?? text
        if bare.lowercased().hasPrefix("tel:") { bare = String(bare.dropFirst(4)) }
        if let plain = ASCII.plainDigits(bare) { bare = plain }
        var canonical: [UInt8] = []
        guard bare != text, accepts(Array(bare.utf8).span, canonical: &canonical) else { return nil }
        return canonical.isEmpty ? bare : String(decoding: canonical, as: UTF8.self)
    }
}
