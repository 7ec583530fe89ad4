/// How Oracle and Microsoft put characters into names that XML does not allow there: `_x0028_` for `(`.
enum XMLNameEscapes {
    /// The name with its escapes resolved; what is none, or would be a control character, stays as it is.
    static func undone(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        var result = ""
        var rest = name[...]
        while let start = rest.firstIndex(of: "_") {
            result += rest[..<start]
            rest = rest[start...]
            if let (scalar, end) = escape(at: rest) {
                result.unicodeScalars.append(scalar)
                rest = rest[end...]
            } else {
                result.append("_")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// `_x`, four to eight digits, `_`.
    private static func escape(at text: Substring) -> (Unicode.Scalar, Substring.Index)? {
        let inside = text.dropFirst()
        guard inside.first == "x" else { return nil }
        let digits = inside.dropFirst().prefix(while: \.isHexDigit)
        guard (4...8).contains(digits.utf8.count), let code = UInt32(digits, radix: 16),
            let scalar = Unicode.Scalar(code), scalar.properties.generalCategory != .control,
            digits.endIndex < text.endIndex, text[digits.endIndex] == "_"
        else { return nil }
        return (scalar, text.index(after: digits.endIndex))
    }
}
