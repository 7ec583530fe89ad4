/// Writing XML 1.0 character data into an output buffer.
extension OutputBuffer {
    /// Appends text with markup escaped; characters that XML cannot hold at all become U+FFFD.
    package mutating func appendXML(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"": append("&quot;")
            case "\r": append("&#13;")
            case "\t", "\n", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
                append(String(Character(scalar)))
            default: append("\u{FFFD}")
            }
        }
    }
}
