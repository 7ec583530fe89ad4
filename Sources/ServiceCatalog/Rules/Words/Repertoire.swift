/// The characters that a target system takes: a set of ASCII ones.
package struct Repertoire: Sendable, Hashable {
    /// A bit for each of the characters 0 to 63, and of those from 64 to 127.
    let low: UInt64
    let high: UInt64

    /// `nil` when one of the characters is not ASCII.
    package init?(_ characters: String) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for byte in characters.utf8 {
            if byte >= 128 { return nil }
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
        (self.low, self.high) = (low, high)
    }

    private init(low: UInt64, high: UInt64) {
        (self.low, self.high) = (low, high)
    }

    /// What the vendor takes in a person's name: ASCII letters, digits, `. , - _ ( ) '` and space.
    ///
    /// Source: the vendor's user API specification. The bits are those of the ASCII codes.
    package static let targetName = Repertoire(low: 0x03FF_7381_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)

    func accepts(_ value: Span<UInt8>) -> Bool {
        Self.accepts(value, low: low, high: high)
    }

    static func accepts(_ value: Span<UInt8>, low: UInt64, high: UInt64) -> Bool {
        for index in value.indices {
            let byte = value[index]
            let bits = byte < 64 ? low : high
            if byte >= 128 || bits &>> UInt64(byte & 63) & 1 == 0 { return false }
        }
        return true
    }

    @inline(__always)
    private func contains(_ byte: UInt8) -> Bool {
        let bits = byte < 64 ? low : high
        return byte < 128 && bits >> UInt64(byte & 63) & 1 != 0
    }

    private func contains(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && contains(UInt8(truncatingIfNeeded: scalar.value))
    }
}

// MARK: Words

extension Repertoire {
    func explain(_ value: RefusedValue) -> Explanation {
        var refused: [String] = []
        // By character, so that a letter and its combining accent are shown as one.
        for character in value.text where !character.unicodeScalars.allSatisfy(contains) {
            let scalars = character.unicodeScalars
            let name = scalars.count == 1 ? scalars.first.map(RefusedValue.name) : nil
            let shown = name ?? "“\(character)”"
            if !refused.contains(shown) { refused.append(shown) }
        }
        var list = refused.prefix(6).joined(separator: ", ")
        if refused.count > 6 { list += " …" }
        let spelling = plainSpelling(of: value.text)
        let advice = spelling.map { "It could be written \(RefusedValue.quote($0))." }
        return Explanation(
            .nameCharacters,
            "\(value.subject) has \(list), which the target system does not take. "
                + (advice ?? "Write the name in plain Latin letters."),
            suggestion: spelling)
    }

    /// The text in characters of the repertoire: accents dropped, special letters and typographic signs spelt out.
    ///
    /// `nil` when something in it cannot be spelt so, such as another script: a name is not to be guessed.
    package func plainSpelling(of text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            if contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else if let sign = Self.signs[scalar] {
                result += sign
            } else if (0x300...0x36F).contains(scalar.value) {
                // An accent of its own counts as part of the Latin letter before it.
                guard let base = result.utf8.last, ASCII.isLetter(base) else { return nil }
            } else if let plain = LatinLetter.plain(scalar) {
                let isUpper = scalar.properties.isUppercase
                let next = index + 1 < scalars.count ? scalars[index + 1] : nil
                let before = index > 0 ? scalars[index - 1] : nil
                let isShouting = (next ?? before)?.properties.isUppercase == true
                if !isUpper {
                    result += plain
                } else if plain.utf8.count == 1 || isShouting {
                    result += plain.uppercased()
                } else {
                    result += plain.prefix(1).uppercased() + plain.dropFirst()
                }
            } else {
                return nil
            }
        }
        let isTaken = result.unicodeScalars.allSatisfy(contains)
        return isTaken && result != text && !result.isEmpty ? result : nil
    }

    private static let signs: [Unicode.Scalar: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201B}": "'", "\u{2032}": "'", "\u{2BC}": "'", "\u{2BB}": "'",
        "\u{B4}": "'", "`": "'", "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2014}": "-",
        "\u{2212}": "-", "\u{A0}": " ", "\u{202F}": " ", "\u{2007}": " ", "\u{2009}": " ", "\t": " ",
        "\u{AD}": "", "\u{200B}": "", "\u{200C}": "", "\u{200D}": "", "\u{200E}": "", "\u{200F}": "", "\u{FEFF}": "",
    ]
}
