/// Whether a row that is nearly empty closes a report: `Total: 45`, `Summe;;45`, `*** End of report ***`.
///
/// Every word in it must be one that closes reports, and the first one that opens such a line; else it may be a
/// person's name, and the row is judged like any other.
enum FooterWords {
    /// - Parameters:
    ///   - first: the value of the first cell.
    ///   - second: that of the only other one that is filled.
    static func areIn(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>?) -> Bool {
        guard first.count <= longest else { return false }
        let words = words(in: first)
        guard let opening = words.first, openings.contains(opening), words.allSatisfy(belongs) else { return false }
        guard let second else { return true }
        return second.count <= longest && self.words(in: second).allSatisfy(belongs)
    }

    private static let longest = 80

    private static let openings: Set<String> = [
        "total", "totals", "grand", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "gesamtanzahl", "count",
        "counts",
        "anzahl", "record", "records", "row", "rows", "number", "datensätze", "zeilen", "end", "ende", "eof", "trailer",
        "somme", "totale", "suma",
    ]

    private static let others: Set<String> = [
        "of", "the", "report", "file", "export", "list", "data", "employees", "hires", "leavers", "users", "people",
        "persons", "entries", "items", "headcount", "der", "des", "berichts", "mitarbeiter", "personen", "general",
        "général", "employés", "lignes", "no", "nr",
    ]

    /// How a footer's first cell can begin.
    static var beginnings: Beginnings {
        var beginnings = Beginnings()
        for word in openings {
            for (place, byte) in word.utf8.prefix(2).enumerated() {
                let letters = place == 0 ? \Beginnings.firstLetters : \Beginnings.secondLetters
                beginnings[keyPath: letters].insert(byte)
                beginnings[keyPath: letters].insert(byte ^ 0x20)
            }
        }
        for sign in "*-=#<".utf8 { beginnings.signs.insert(sign) }
        return beginnings
    }

    /// A sign that frames a footer, or the first two letters of its opening words, small or large: `E1024`, an employee's
    /// number, begins like none.
    struct Beginnings: Sendable {
        fileprivate var signs = ByteSet()
        fileprivate var firstLetters = ByteSet()
        fileprivate var secondLetters = ByteSet()

        /// Whether a value, which is not empty, can be a footer's first.
        @inline(__always)
        func fit(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
            let first = bytes[value.lowerBound]
            guard firstLetters.contains(first) else { return signs.contains(first) }
            return value.count == 1 || secondLetters.contains(bytes[value.lowerBound &+ 1])
        }
    }

    /// A set of ASCII bytes, in two words.
    struct ByteSet: Sendable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        mutating func insert(_ byte: UInt8) {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
        }

        @inline(__always)
        func contains(_ byte: UInt8) -> Bool {
            byte < 0x80 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
        }
    }

    private static func belongs(_ word: String) -> Bool {
        openings.contains(word) || others.contains(word) || word.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func words(in value: ArraySlice<UInt8>) -> [String] {
        String(decoding: value, as: UTF8.self).lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}
