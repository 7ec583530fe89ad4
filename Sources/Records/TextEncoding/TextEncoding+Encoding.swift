import Glibc

/// The way back: text for a file in the encoding of its source.
extension TextEncoding {
    /// Appends UTF-8 text in this encoding.
    ///
    /// What the source held comes out as it was, bytes that were no characters included. Characters that the encoding
    /// does not have can come from Muster's own sentences alone; they become ASCII that looks like them, or `?`, and
    /// never a quote, delimiter or line end. A byte order mark (U+FEFF) becomes the encoding's own, or nothing.
    package func encode(_ text: Span<UInt8>, into output: inout OutputBuffer) {
        // Sound UTF-8 has no such byte: nothing stands for anything else.
        if self == .utf8, !Self.holds(0xC0, text) { return output.append(text) }
        var index = 0
        while index < text.count {
            switch Self.unit(in: text, &index) {
            case .scalar(let scalar): append(scalar, &output)
            case .nul: appendUnit(0, &output)
            case .half(let half):
                switch self {
                case .utf16LittleEndian, .utf16BigEndian: appendUnit(half, &output)
                case .utf8: Self.appendThree(half, &output)
                case .windows1252, .latin1: output.append(UInt8(ascii: "?"))
                }
            case .byte(let byte):
                switch self {
                case .utf16LittleEndian, .utf16BigEndian: appendUnit(0xFFFD, &output)
                case .utf8, .windows1252, .latin1: output.append(byte)
                }
            }
        }
    }

    /// Puts into this encoding what was appended to a buffer as UTF-8 text, from a place on.
    package func encode(_ output: inout OutputBuffer, from start: Int) {
        let isDone = output.withBytes { bytes in
            self == .utf8 && !Self.holds(0xC0, Span(_unsafeBytes: bytes).extracting(start...))
        }
        if isDone { return }
        let text = Array(output.bytes[start...])
        output.removeAll(from: start)
        encode(text.span, into: &output)
    }

    /// `encode`, as an array.
    package func encode(_ text: [UInt8]) -> [UInt8] {
        var output = OutputBuffer(capacity: text.count + 64)
        encode(text.span, into: &output)
        return output.bytes
    }

    private static func holds(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return memchr(base, Int32(byte), bytes.count) != nil
        }
    }

    // MARK: Taking text apart

    private enum Unit {
        case scalar(Unicode.Scalar)
        case nul
        case half(UInt16)
        /// No part of a character.
        case byte(UInt8)
    }

    private static func unit(in text: Span<UInt8>, _ index: inout Int) -> Unit {
        let first = text[index]
        if first < 0x80 {
            index += 1
            return .scalar(Unicode.Scalar(first))
        }
        if first == 0xC0, index + 1 < text.count, text[index + 1] == 0x80 {
            index += 2
            return .nul
        }
        if first == 0xED, index + 2 < text.count, text[index + 1] & 0xE0 == 0xA0, text[index + 2] & 0xC0 == 0x80 {
            defer { index += 3 }
            return .half(0xD000 | UInt16(text[index + 1] & 0x3F) << 6 | UInt16(text[index + 2] & 0x3F))
        }
        let length = UTF8Sequence.length(in: text, at: index)
        guard length > 0 else {
            index += 1
            return .byte(first)
        }
        var code = UInt32(first) & (0x7F >> UInt32(length))
        for place in (index + 1)..<(index + length) { code = code << 6 | UInt32(text[place] & 0x3F) }
        index += length
        return Unicode.Scalar(code).map { .scalar($0) } ?? .byte(first)
    }

    // MARK: Putting it together

    private func append(_ scalar: Unicode.Scalar, _ output: inout OutputBuffer) {
        switch self {
        case .utf8:
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { output.append(byte) }
        case .utf16LittleEndian, .utf16BigEndian:
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendUnit(unit, &output) }
        case .windows1252, .latin1:
            if let byte = Windows1252.byte(of: scalar) {
                output.append(byte)
            } else {
                output.append(Self.lookAlike(scalar))
            }
        }
    }

    private func appendUnit(_ unit: UInt16, _ output: inout OutputBuffer) {
        let high = UInt8(truncatingIfNeeded: unit >> 8)
        let low = UInt8(truncatingIfNeeded: unit)
        switch self {
        case .utf16LittleEndian:
            output.append(low)
            output.append(high)
        case .utf16BigEndian:
            output.append(high)
            output.append(low)
        case .utf8, .windows1252, .latin1: output.append(low)
        }
    }

    private static func appendThree(_ unit: UInt16, _ output: inout OutputBuffer) {
        output.append(0xE0 | UInt8(truncatingIfNeeded: unit >> 12))
        output.append(0x80 | UInt8(truncatingIfNeeded: unit >> 6 & 0x3F))
        output.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
    }

    /// ASCII for a character that Windows-1252 does not have. No quotes: the text is laid out as CSV already.
    private static func lookAlike(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\u{FEFF}": ""
        case "→", "⇒": "->"
        case "←": "<-"
        case "≤": "<="
        case "≥": ">="
        case "≠": "!="
        case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2015}", "\u{2212}": "-"
        case "\u{2000}"..."\u{200A}", "\u{202F}", "\u{205F}", "\u{3000}": " "
        case "′", "‛": "'"
        default: "?"
        }
    }
}
