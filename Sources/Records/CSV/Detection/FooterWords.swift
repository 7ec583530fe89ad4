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

    /// Bytes that a footer's first cell can start with: of its opening words, and of the signs that frame it.
    static var initials: Initials {
        var initials = Initials()
        for word in openings {
            if let byte = word.utf8.first { initials.insert(byte) }
            if let byte = word.utf8.first { initials.insert(byte ^ 0x20) }
        }
        for sign in "*-=#<".utf8 { initials.insert(sign) }
        return initials
    }

    /// A set of ASCII bytes, in two words.
    struct Initials: Sendable {
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
