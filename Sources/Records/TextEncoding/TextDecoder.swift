/// Turns bytes of any encoding into UTF-8, piece by piece; what a piece ends in the middle of is kept for the next.
///
/// It cannot fail: see `TextEncoding` for what becomes of bytes that are no characters.
struct TextDecoder: Sendable {
    let encoding: TextEncoding
    /// UTF-16: the first byte of a unit whose second has not come yet.
    private var oddByte: UInt8?
    /// UTF-16: the first half of a pair whose second has not come yet.
    private var highHalf: UInt16?

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
    }

    /// Appends the UTF-8 of all of `bytes`.
    mutating func decode(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        switch encoding {
        case .utf8: Self.passThrough(bytes, into: &output)
        case .windows1252, .latin1: Self.decodeSingleBytes(bytes, into: &output)
        case .utf16LittleEndian: decodeUnits(bytes, into: &output) { UInt16($1) << 8 | UInt16($0) }
        case .utf16BigEndian: decodeUnits(bytes, into: &output) { UInt16($0) << 8 | UInt16($1) }
        }
    }

    /// Appends what is left when no more bytes follow.
    mutating func finish(into output: inout [UInt8]) {
        if let half = highHalf { Self.appendThree(half, &output) }
        if oddByte != nil { output.append(0xFF) }
        highHalf = nil
        oddByte = nil
    }

    /// What stands for a NUL: an overlong form, never valid in UTF-8.
    static let nul: [UInt8] = [0xC0, 0x80]

    private static func passThrough(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        for index in bytes.indices {
            if bytes[index] == 0 { output.append(contentsOf: nul) } else { output.append(bytes[index]) }
        }
    }

    private static func decodeSingleBytes(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        let table = Windows1252.utf8
        output.reserveCapacity(output.count + bytes.count + bytes.count / 8)
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x80, byte != 0 {
                output.append(byte)
            } else if byte == 0 {
                output.append(contentsOf: nul)
            } else {
                var packed = table[Int(byte & 0x7F)]
                while packed != 0 {
                    output.append(UInt8(truncatingIfNeeded: packed))
                    packed >>= 8
                }
            }
        }
    }

    private mutating func decodeUnits(
        _ bytes: Span<UInt8>, into output: inout [UInt8], unit: (UInt8, UInt8) -> UInt16
    ) {
        output.reserveCapacity(output.count + bytes.count / 2 + bytes.count / 8)
        var index = 0
        if let first = oddByte, bytes.count > 0 {
            append(unit(first, bytes[0]), &output)
            oddByte = nil
            index = 1
        }
        while index &+ 1 < bytes.count {
            append(unit(bytes[index], bytes[index &+ 1]), &output)
            index &+= 2
        }
        if index < bytes.count { oddByte = bytes[index] }
    }

    @inline(__always)
    private mutating func append(_ unit: UInt16, _ output: inout [UInt8]) {
        if unit < 0x80, unit > 0, highHalf == nil {
            output.append(UInt8(truncatingIfNeeded: unit))
        } else {
            appendBeyondASCII(unit, &output)
        }
    }

    private mutating func appendBeyondASCII(_ unit: UInt16, _ output: inout [UInt8]) {
        if let high = highHalf {
            highHalf = nil
            if 0xDC00...0xDFFF ~= unit {
                let code = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF))
                output.append(0xF0 | UInt8(truncatingIfNeeded: code >> 18))
                output.append(0x80 | UInt8(truncatingIfNeeded: code >> 12 & 0x3F))
                output.append(0x80 | UInt8(truncatingIfNeeded: code >> 6 & 0x3F))
                output.append(0x80 | UInt8(truncatingIfNeeded: code & 0x3F))
                return
            }
            Self.appendThree(high, &output)
        }
        switch unit {
        case 0: output.append(contentsOf: Self.nul)
        case 0xD800...0xDBFF: highHalf = unit
        case 1..<0x80: output.append(UInt8(truncatingIfNeeded: unit))
        case 0x80..<0x800:
            output.append(0xC0 | UInt8(truncatingIfNeeded: unit >> 6))
            output.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
        default: Self.appendThree(unit, &output)
        }
    }

    /// The three bytes of a unit from 800 on; for half a pair they are no UTF-8.
    private static func appendThree(_ unit: UInt16, _ output: inout [UInt8]) {
        output.append(0xE0 | UInt8(truncatingIfNeeded: unit >> 12))
        output.append(0x80 | UInt8(truncatingIfNeeded: unit >> 6 & 0x3F))
        output.append(0x80 | UInt8(truncatingIfNeeded: unit & 0x3F))
    }
}
