/// The English names of the months, for reading calendar files and for texts that people read.
package enum Month {
    package static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The first three letters; the month is 1...12, anything else gives `?`.
    package static func shortName(_ month: Int) -> String {
        names.indices.contains(month - 1) ? String(names[month - 1].prefix(3)) : "?"
    }

    /// The number 1...12 of `March` or `mar`; case does not matter.
    package static func number(named text: some StringProtocol) -> Int? {
        let folded = text.lowercased()
        let index = names.firstIndex {
            let name = $0.lowercased()
            return folded == name || folded == name.prefix(3) || (folded.count >= 4 && name.hasPrefix(folded))
        }
        return index.map { $0 + 1 }
    }
}
