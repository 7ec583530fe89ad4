/// Columns of text for a terminal.
struct TextTable {
    private let header: [String]
    private var rows: [[String]] = []
    /// Columns of numbers, set against the right.
    private let numbers: Set<Int>

    init(_ header: [String], numbers: Set<Int> = []) {
        self.header = header
        self.numbers = numbers
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func append(_ row: [String]) {
        rows.append(row)
    }

    func text(style: TextStyle) -> String {
        let widths = header.indices.map { column in
            ([header] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        func line(_ row: [String]) -> String {
            var line = row.enumerated().map { column, cell in
                cell.padded(to: widths[column], atStart: numbers.contains(column))
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        return ([style.bold(line(header))] + rows.map(line)).joined(separator: "\n") + "\n"
    }
}
