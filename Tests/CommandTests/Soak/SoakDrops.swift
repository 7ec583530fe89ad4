/// What was dropped, and what must come of it.
struct SoakDrops {
    /// A file by what is in it; it may have been dropped under several names.
    struct Content {
        /// Numbers of its rows, in its order. Only some contents share rows with others.
        var rows: [Int]
        /// A row that a cut has spoilt.
        var cutRow: Int?
        /// How many times it has to be in the archive.
        var copies = 1
        /// Somebody gives it up when it is held: nothing of it may be filed.
        var isGivenUp = false

        func isWrong(_ row: Int) -> Bool { row.isMultiple(of: 10) || row == cutRow }
    }

    private(set) var contents: [Content] = []
    /// By the bytes.
    private var indices: [[UInt8]: Int] = [:]
    /// Files that cannot be imported.
    var failures = 0
    private var nextRow = 1

    /// How many files must be in the archive.
    var imports: Int { contents.filter { !$0.isGivenUp }.reduce(0) { $0 + $1.copies } }

    var givenUp: Int { contents.count { $0.isGivenUp } }

    /// The rows that must be accounted for.
    var rows: Set<Int> { Set(contents.filter { !$0.isGivenUp && $0.copies > 0 }.flatMap(\.rows)) }

    func content(_ bytes: [UInt8]) -> Content? { indices[bytes].map { contents[$0] } }

    /// New users with numbers that no other file has; every tenth row is wrong.
    mutating func file(_ count: Int) -> [UInt8] {
        add(Array(nextRow..<(nextRow + count)))
    }

    /// A file that breaks off in its last record.
    mutating func cutFile(_ count: Int, isGivenUp: Bool) -> [UInt8] {
        let rows = Array(nextRow..<(nextRow + count))
        let bytes = add(rows, cut: 40)
        if let index = indices[bytes] {
            contents[index].cutRow = rows.last
            contents[index].isGivenUp = isGivenUp
        }
        return bytes
    }

    /// The same file once more.
    mutating func again(_ bytes: [UInt8]) {
        if let index = indices[bytes] { contents[index].copies += 1 }
    }

    /// All rows of a file, and a few more.
    mutating func withMore(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
        add((content(bytes)?.rows ?? []) + Array(nextRow..<(nextRow + count)))
    }

    /// The file was never taken: what became of it is its owner's business again.
    mutating func takeBack(_ bytes: [UInt8]) {
        if let index = indices[bytes] { contents[index].copies -= 1 }
    }

    private mutating func add(_ rows: [Int], cut: Int = 0) -> [UInt8] {
        var text = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"
        for row in rows {
            let at = row.isMultiple(of: 10) ? " at " : "@"
            text += "E\(row),Robin,Sample,robin.\(row)\(at)example.com,robin.\(row),London,8x8 Work,New User Set-Up\n"
        }
        nextRow = max(nextRow, (rows.max() ?? 0) + 1)
        let bytes = Array(Array(text.utf8).dropLast(cut))
        indices[bytes] = contents.count
        contents.append(Content(rows: rows))
        return bytes
    }
}
