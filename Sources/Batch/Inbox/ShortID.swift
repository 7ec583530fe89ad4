/// Short names for people to say over the telephone: digits and lower-case letters without i, l, o and u.
package enum ShortID {
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

    package static func random(length: Int = 8) -> String {
        String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }

    /// The same for the same text, whenever and wherever: for a file of a folder that was dropped as one.
    package static func derived(from text: String, length: Int = 8) -> String {
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String((0..<length).map { letters[Int(truncatingIfNeeded: hash >> UInt64(5 * $0)) & 31] })
    }
}
