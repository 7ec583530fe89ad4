/// The names of a file's columns, as they were written.
package struct Header: Sendable, Equatable {
    /// One for each column; may be empty, may repeat.
    package var names: [String]
    /// The physical line on which the header stands.
    package var line: Int

    package init(names: [String], line: Int = 1) {
        self.names = names
        self.line = line
    }

    package var count: Int { names.count }

    /// A name for each column that is neither empty nor used twice: `column 4` for a blank one, `Phone (2)` for the
    /// second of its name.
    package var distinctNames: [String] {
        var seen: Set<String> = []
        return names.enumerated().map { index, name in
            let base = name.isEmpty ? "column \(index + 1)" : name
            var candidate = base
            var number = 2
            while !seen.insert(candidate).inserted {
                candidate = "\(base) (\(number))"
                number += 1
            }
            return candidate
        }
    }
}
