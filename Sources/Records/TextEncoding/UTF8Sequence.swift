/// Characters of UTF-8 by their bytes, RFC 3629, section 4.
enum UTF8Sequence {
    /// How many bytes the character at a place has, 1 to 4; 0 where there is none, also when it is cut off.
    static func length(in bytes: Span<UInt8>, at index: Int) -> Int {
        let first = bytes[index]
        guard first >= 0x80 else { return 1 }
        guard let (length, second) = shape(of: first), index &+ length <= bytes.count else { return 0 }
        guard second.contains(bytes[index &+ 1]) else { return 0 }
        for place in (index &+ 2)..<max(index &+ 2, index &+ length) where bytes[place] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// Whether the bytes from a place to the end could be the start of a character that goes on.
    static func isCutOff(in bytes: Span<UInt8>, at index: Int) -> Bool {
        guard let (length, second) = shape(of: bytes[index]), index &+ length > bytes.count else { return false }
        if index &+ 1 < bytes.count, !second.contains(bytes[index &+ 1]) { return false }
        for place in min(index &+ 2, bytes.count)..<bytes.count where bytes[place] & 0xC0 != 0x80 { return false }
        return true
    }

    private static func shape(of first: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }
}
