/// A phone number in one of the ways people write it; canonical E.164, `+` and 8 to 15 digits.
///
/// Accepted, with spaces (also no-break ones), hyphens, dots, slashes and parentheses between the digits:
/// - `+` or `00` and the whole number; a `(0)` after the calling code falls away (`+44 (0)20 …`);
/// - with a default country, its national form: `(408) 800-1500`, `020 7096 6060`. A trunk prefix falls away; where a
///   country always writes it, a number without it is refused, for a spreadsheet may have eaten the zero;
/// - neither: 11 to 15 digits that begin with a calling code in use (`14088001500`; after 1, exactly ten), when they
///   are too many to be national. This reading needs no default country.
///
/// What a spreadsheet has damaged (`1.40881E+10`, `14088001500.0`) is refused and named, never guessed back.
package struct PhoneFormat: Sendable, Hashable {
    /// The country of numbers that do not show one.
    package var home: CountryCalling?

    package init(home: CountryCalling? = nil) {
        self.home = home
    }

    package func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        if Self.isCanonical(value) { return true }
        var digits = PhoneDigits()
        if fault(of: value, digits: &digits) != nil { return false }
        canonical.append(UInt8(ascii: "+"))
        for index in digits.start..<digits.end { canonical.append(digits.storage[index] + 0x30) }
        return true
    }

    @inline(__always)
    static func isCanonical(_ value: Span<UInt8>) -> Bool {
        guard (9...16).contains(value.count), value[0] == UInt8(ascii: "+"), value[1] != UInt8(ascii: "0")
        else { return false }
        for index in 1..<value.count where !ASCII.isDigit(value[index]) { return false }
        return true
    }

    /// What keeps a value from being a phone number; `digits` holds the international number where nothing does.
    func fault(of value: Span<UInt8>, digits: inout PhoneDigits) -> PhoneFault? {
        if PhoneDigits.isDecimal(value) { return .decimal }
        if let fault = digits.read(value) { return fault }
        if digits.hasPlus { return digits.international(dropping: 0) }
        let isNorthAmerican = home?.code == 1
        if digits.begins(0, 0) {
            // Australia calls abroad with 0011; no number in the world begins with +11.
            return digits.international(
                dropping: home?.code == 61 && digits.begins(0, 0, 1) && digits.digit(3) == 1 ? 4 : 2)
        }
        if isNorthAmerican, digits.begins(0, 1, 1), digits.count > 10 { return digits.international(dropping: 3) }
        guard let home else {
            return digits.isInternationalWithoutPlus ? digits.international(dropping: 0) : .noCountry
        }
        return national(&digits, in: home)
    }

    private func national(_ digits: inout PhoneDigits, in home: CountryCalling) -> PhoneFault? {
        let longest = home.longest
        let dropped: Int
        switch home.trunk {
        case .one: dropped = digits.count == longest + 1 && digits.begins(1) ? 1 : 0
        case .eight: dropped = digits.count == longest + 1 && digits.begins(8) ? 1 : 0
        case .zero, .optionalZero: dropped = digits.begins(0) ? 1 : 0
        case .zeroSix: dropped = digits.begins(0, 6) ? 2 : 0
        case .none, .keptZero: dropped = 0
        }
        let length = digits.count - dropped
        if length > longest {
            let isAbroad = dropped == 0 && (digits.begins(code: home.code) || digits.isInternationalWithoutPlus)
            return isAbroad && !digits.hasSlash ? digits.international(dropping: 0) : .national
        }
        switch home.trunk {
        case .zero, .zeroSix: if dropped == 0 { return digits.isPlain ? .zeroLost : .noTrunk }
        case .one: if length != longest || digits.digit(dropped) < 2 { return .national }
        case .none: if digits.begins(0) { return .national }
        case .optionalZero, .eight, .keptZero: break
        }
        return digits.international(dropping: dropped, adding: home.code)
    }
}

/// What keeps a value from being a phone number.
enum PhoneFault {
    /// `14088001500.0`.
    case decimal
    /// A character that has no place where it stands.
    case character
    case parenthesis
    case tooShort
    case tooLong
    /// No calling code begins with 0.
    case zeroCode
    /// National, and no default country.
    case noCountry
    /// Bare digits without the trunk prefix that the default country always writes.
    case zeroLost
    /// The same, but not bare.
    case noTrunk
    /// Not of the form of the default country.
    case national
}
