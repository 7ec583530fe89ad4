import Bytes

/// Whether bytes are text that has come through unharmed.
enum TextCheck {
    /// UTF-8 (Unicode standard, table 3-7), and without U+FFFD: that character stands where a program has already lost
    /// another. ASCII is passed over 64 bytes at a time.
    static func isText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var at = range.lowerBound
        let end = range.upperBound
        while at < end {
            let high = bytes.nonASCII(at: at, before: end)
            if high == 0 {
                at &+= 64
                continue
            }
            at &+= high.trailingZeroBitCount
            // Most letters of other scripts stand beside more of them.
            while at < end, bytes[at] >= 0x80 {
                let length = sequenceLength(bytes, at, end)
                if length == 0 { return false }
                at &+= length
            }
        }
        return true
    }

    /// The length of the character that starts at a byte beyond ASCII; 0 where none does, and for U+FFFD.
    @inline(__always)
    private static func sequenceLength(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Int {
        let first = bytes[at]
        guard first >= 0xC2, at &+ 1 < end else { return 0 }
        let second = bytes[at &+ 1]
        if first < 0xE0 { return continues(second) ? 2 : 0 }
        guard at &+ 2 < end, continues(bytes[at &+ 2]) else { return 0 }
        if first < 0xF0 {
            let isIn =
                switch first {
                case 0xE0: second >= 0xA0 && second <= 0xBF
                case 0xED: second >= 0x80 && second <= 0x9F
                case 0xEF: continues(second) && !(second == 0xBF && bytes[at &+ 2] == 0xBD)
                default: continues(second)
                }
            return isIn ? 3 : 0
        }
        guard at &+ 3 < end, continues(bytes[at &+ 3]) else { return 0 }
        let isIn =
            switch first {
            case 0xF0: second >= 0x90 && second <= 0xBF
            case 0xF4: second >= 0x80 && second <= 0x8F
            case 0xF1...0xF3: continues(second)
            default: false
            }
        return isIn ? 4 : 0
    }

    @inline(__always)
    private static func continues(_ byte: UInt8) -> Bool {
        byte & 0xC0 == 0x80
    }
}
