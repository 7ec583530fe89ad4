/// The address of a desk phone in one of the four usual spellings; canonical `00:1A:2B:3C:4D:5E`.
enum MACFormat {
    static func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        // How many digits stand between separators, and which separator.
        let group: Int
        let separator: UInt8
        switch value.count {
        case 17 where value[2] == UInt8(ascii: ":") || value[2] == UInt8(ascii: "-"): (group, separator) = (2, value[2])
        case 14 where value[4] == UInt8(ascii: "."): (group, separator) = (4, value[4])
        case 12: (group, separator) = (12, 0)
        default: return false
        }
        var isCanonical = separator == UInt8(ascii: ":")
        for index in value.indices {
            let byte = value[index]
            if index % (group + 1) == group {
                guard byte == separator else { return false }
            } else {
                guard ASCII.hexValue(byte) < 16 else { return false }
                if byte >= UInt8(ascii: "a") { isCanonical = false }
            }
        }
        if isCanonical { return true }
        var digits = 0
        for index in value.indices where index % (group + 1) != group {
            if digits > 0, digits.isMultiple(of: 2) { canonical.append(UInt8(ascii: ":")) }
            let byte = value[index]
            canonical.append(ASCII.isDigit(byte) ? byte : byte & 0xDF)
            digits += 1
        }
        return true
    }

    static func explain(_ value: RefusedValue) -> Explanation {
        let form = "A MAC address has twelve of 0–9 and A–F, such as 00:1A:2B:3C:4D:5E."
        if let damage = SpreadsheetDamage(value.text) {
            return Explanation(.macSyntax, "\(value.subject) \(damage.happened). \(SpreadsheetDamage.remedy) \(form)")
        }
        let isHex: (Unicode.Scalar) -> Bool = {
            $0.isASCII && ASCII.hexValue(UInt8(truncatingIfNeeded: $0.value)) < 16
        }
        if let wrong = value.first({ !isHex($0) && !":-.".unicodeScalars.contains($0) }) {
            return Explanation(
                .macSyntax,
                "\(value.subject) has \(RefusedValue.name(wrong.scalar)) at position \(wrong.position). \(form)")
        }
        let digits = value.text.unicodeScalars.count(where: isHex)
        if digits != 12 {
            let zeros =
                digits < 12 && digits == value.text.unicodeScalars.count
                ? " A spreadsheet may have dropped zeros at its start." : ""
            return Explanation(.macSyntax, "\(value.subject) has \(digits) digits.\(zeros) \(form)")
        }
        return Explanation(.macSyntax, "\(value.subject) has its separators in unusual places. \(form)")
    }
}
