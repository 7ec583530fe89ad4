/// The characters of Windows-1252, https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT
enum Windows1252 {
    /// The characters of the bytes 80–9F; 0 where there is none.
    static let middle: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// UTF-8 of a byte from 80 on, up to three bytes, the first lowest; an undefined byte stands for itself.
    static let utf8: [UInt32] = (UInt8(0x80)...0xFF).map { byte in
        let code = byte < 0xA0 ? middle[Int(byte - 0x80)] : UInt16(byte)
        guard code > 0, let scalar = Unicode.Scalar(code) else { return UInt32(byte) }
        return String(scalar).utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The byte of a character that has one.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0..<0x80, 0xA0...0xFF: return UInt8(scalar.value)
        default:
            guard let index = middle.firstIndex(where: { UInt32($0) == scalar.value }) else { return nil }
            return 0x80 + UInt8(index)
        }
    }

    static func isDefined(_ byte: UInt8) -> Bool {
        !(0x80..<0xA0).contains(byte) || middle[Int(byte - 0x80)] > 0
    }

    static func isCapital(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x8A, 0x8C, 0x8E, 0x9F: true
        case 0xC0...0xDE: byte != 0xD7
        default: UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z")
        }
    }

    /// Letters that people's names hold; ÿ is left out, because the byte FF is damage far more often than a letter.
    static func isSmallLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x9A, 0x9C, 0x9E: true
        case 0xDF...0xFE: byte != 0xF7
        default: UInt8(ascii: "a") <= byte && byte <= UInt8(ascii: "z")
        }
    }
}
