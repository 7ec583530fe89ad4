/// What is left of a word when only its letters and digits count.
///
/// Case, accents, spaces and punctuation fall away: `8x8 Work`, `8X8-work` and `"8x8_Work"` are one word, and so are
/// `Zürich` and `ZURICH`, composed or decomposed. Letters of Latin script become plain ones (ß is ss, ø is o), Greek
/// and Cyrillic ones lose case and accents, full-width forms become ASCII, and what has no case stays as it is.
package enum Folding {
    package static func fold(_ text: String) -> String {
        String(decoding: fold(Array(text.utf8).span), as: UTF8.self)
    }

    static func fold(_ value: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(value.count)
        var index = 0
        while index < value.count {
            var bytes = step(value, &index)
            while bytes != 0 {
                result.append(UInt8(truncatingIfNeeded: bytes))
                bytes >>= 8
            }
        }
        return result
    }

    /// Takes the next character and returns up to four bytes of what it folds to, the first lowest; 0 for nothing.
    ///
    /// A byte that is no UTF-8 stands for itself.
    @inline(__always)
    static func step(_ value: Span<UInt8>, _ index: inout Int) -> UInt32 {
        let byte = value[index]
        if byte < 0x80 {
            index &+= 1
            if ASCII.isLetter(byte) { return UInt32(byte | 0x20) }
            return ASCII.isDigit(byte) ? UInt32(byte) : 0
        }
        return beyondASCII(value, &index)
    }

    @inline(never)
    private static func beyondASCII(_ value: Span<UInt8>, _ index: inout Int) -> UInt32 {
        guard let scalar = decode(value, &index) else {
            index += 1
            return UInt32(value[index - 1])
        }
        switch scalar.value {
        case firstTable: return first[Int(scalar.value - firstTable.lowerBound)]
        case secondTable: return second[Int(scalar.value - secondTable.lowerBound)]
        case thirdTable: return third[Int(scalar.value - thirdTable.lowerBound)]
        default: return fold(scalar)
        }
    }

    /// The scalar at a place, which is moved beyond it; `nil`, and the place kept, where the bytes are no UTF-8.
    private static func decode(_ value: Span<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
        let first = value[index]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, index + length <= value.count else { return nil }
        var code = UInt32(first) & (0x7F >> UInt32(length))
        for place in (index + 1)..<(index + length) {
            guard value[place] & 0xC0 == 0x80 else { return nil }
            code = code << 6 | UInt32(value[place] & 0x3F)
        }
        guard length < 3 || code >= (length == 3 ? 0x800 : 0x10000), let scalar = Unicode.Scalar(code) else {
            return nil
        }
        index += length
        return scalar
    }

    // MARK: One character

    /// The Latin letters of most European languages: apart, since every start makes this table and few make the others.
    private static let firstTable: ClosedRange<UInt32> = 0xC0...0x17F
    /// The other Latin, Greek and Cyrillic letters, and the marks that combine with them.
    private static let secondTable: ClosedRange<UInt32> = 0x180...0x52F
    /// More Latin letters, among them the Vietnamese ones, and the accented Greek ones.
    private static let thirdTable: ClosedRange<UInt32> = 0x1E00...0x1FFF
    private static let first = folded(firstTable)
    private static let second = folded(secondTable)
    private static let third = folded(thirdTable)

    private static func folded(_ codes: ClosedRange<UInt32>) -> [UInt32] {
        codes.map { code in Unicode.Scalar(code).map(fold) ?? 0 }
    }

    private static func fold(_ scalar: Unicode.Scalar) -> UInt32 {
        switch scalar.value {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE2F: return 0
        case 0xFF10...0xFF19: return scalar.value - 0xFF10 + 0x30
        case 0xFF21...0xFF3A: return scalar.value - 0xFF21 + 0x61
        case 0xFF41...0xFF5A: return scalar.value - 0xFF41 + 0x61
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .connectorPunctuation,
            .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            return 0
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter:
            let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            if let plain = LatinLetter.plain(scalar) ?? LatinLetter.plain(lower) { return pack(plain) }
            return pack(String(withoutAccent(lower)))
        default:
            return pack(String(scalar))
        }
    }

    private static func pack(_ text: String) -> UInt32 {
        var packed: UInt32 = 0
        for byte in text.utf8.reversed() { packed = packed << 8 | UInt32(byte) }
        return packed
    }

    /// The Greek or Cyrillic letter under an accent, so that composed and decomposed spellings agree.
    private static func withoutAccent(_ letter: Unicode.Scalar) -> Unicode.Scalar {
        switch letter {
        case "ς": return "σ"
        case "й": return "и"
        case "ё", "ѐ": return "е"
        case "ї": return "і"
        case "ў": return "у"
        case "ѓ": return "г"
        case "ќ": return "к"
        case "ѝ": return "и"
        default: break
        }
        guard let name = letter.properties.name, name.hasPrefix("GREEK SMALL LETTER ") else { return letter }
        return greek[String(LatinLetter.upToWith(name[...]))] ?? letter
    }

    private static let greek: [String: Unicode.Scalar] = {
        var letters: [String: Unicode.Scalar] = [:]
        for code: UInt32 in 0x3B1...0x3C9 {
            if let letter = Unicode.Scalar(code), let name = letter.properties.name { letters[name] = letter }
        }
        return letters
    }()
}
