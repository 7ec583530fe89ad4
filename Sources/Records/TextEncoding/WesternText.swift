/// Whether bytes beyond ASCII make sense as Windows-1252.
///
/// Each byte must be defined. Three in four must stand as they would in a Western text: a letter beside a letter, a
/// capital not behind a small one, and in its word at least as many ASCII letters as others, which Cyrillic or Greek in
/// an encoding of their own have not; a sign (€, a dash, a curly quote, a no-break space) not between two letters,
/// but for an apostrophe or a dash.
struct WesternText {
    private var seen = 0
    private var sensible = 0
    private var isUndefined = false

    var makesSense: Bool { !isUndefined && seen > 0 && sensible * 4 >= seen * 3 }

    mutating func add(_ bytes: Span<UInt8>, _ index: Int) {
        seen += 1
        let byte = bytes[index]
        guard Windows1252.isDefined(byte) else {
            isUndefined = true
            return
        }
        let before = index > 0 ? bytes[index - 1] : 0
        let after = index + 1 < bytes.count ? bytes[index + 1] : 0
        if Self.isLetter(byte) {
            let isMisplaced = Windows1252.isCapital(byte) && Windows1252.isSmallLetter(before)
            if !isMisplaced, Self.isLetter(before) || Self.isLetter(after), Self.isWesternWord(bytes, index) {
                sensible += 1
            }
        } else if Self.joinsLetters(byte) || (byte < 0xC0 && !(Self.isLetter(before) && Self.isLetter(after))) {
            sensible += 1
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        Windows1252.isSmallLetter(byte) || Windows1252.isCapital(byte)
    }

    /// ‘ ’ – — and the middle dot of Catalan.
    private static func joinsLetters(_ byte: UInt8) -> Bool {
        byte == 0x91 || byte == 0x92 || byte == 0x96 || byte == 0x97 || byte == 0xB7
    }

    /// The word around a place, up to 16 letters either way.
    private static func isWesternWord(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        var plain = 0
        var others = 1
        let count = { (byte: UInt8) in if byte < 0x80 { plain += 1 } else { others += 1 } }
        var at = index - 1
        while at >= 0, index - at <= 16, isLetter(bytes[at]) {
            count(bytes[at])
            at -= 1
        }
        at = index + 1
        while at < bytes.count, at - index <= 16, isLetter(bytes[at]) {
            count(bytes[at])
            at += 1
        }
        return plain >= others
    }
}
