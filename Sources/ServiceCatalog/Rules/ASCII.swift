/// Questions about single bytes.
enum ASCII {
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10
    }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26
    }

    @inline(__always)
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte)
    }

    /// The value of a hexadecimal digit, or 255.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8 {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : 255
    }

    /// True when every byte of a value is a digit; an empty value has none.
    @inline(__always)
    static func isAllDigits(_ value: Span<UInt8>) -> Bool {
        for index in value.indices where !isDigit(value[index]) { return false }
        return !value.isEmpty
    }

    /// The ASCII digits of a text in which other digits (full-width, Arabic) may stand for them; `nil` if not all are.
    static func plainDigits(_ text: String) -> String? {
        var result = ""
        for scalar in text.unicodeScalars {
            guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
            else { return nil }
            result += String(Int(value))
        }
        return result.isEmpty ? nil : result
    }
}
