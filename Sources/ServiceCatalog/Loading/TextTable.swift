/// Cells in columns of equal width, for a terminal.
enum TextTable {
    static func text(header: [String], rows: [[String]]) -> String {
        let rows = [header] + rows
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { line(of: $0, widths: widths) }.joined()
    }

    private static func line(of cells: [String], widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) {
            line += cell + String(repeating: " ", count: max(0, width - cell.count) + 2)
        }
        return Spelling.trimmed(line) + "\n"
    }
}
