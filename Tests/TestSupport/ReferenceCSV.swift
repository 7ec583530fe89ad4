/// A plain CSV reader and writer for assertions: short, slow, and made apart from the product's own.
///
/// It takes a whole text, knows RFC 4180 and no dirt: text behind a closing quotation mark is kept as it stands.
package struct ReferenceCSV: Equatable, Sendable {
    /// All rows that are not blank lines, the header among them.
    package var rows: [[String]]

    package init(rows: [[String]]) {
        self.rows = rows
    }

    /// Reads a text; a byte order mark before it does not count.
    package init(_ text: String, delimiter: Character = ",") {
        rows = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var wasQuoted = false
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        let comma = delimiter.unicodeScalars.first
        var at = 0
        func endCell() {
            row.append(cell)
            cell = ""
            wasQuoted = false
        }
        func endRow() {
            if !(row.isEmpty && cell.isEmpty && !wasQuoted) {
                endCell()
                rows.append(row)
            }
            row = []
        }
        while at < scalars.count {
            let scalar = scalars[at]
            at += 1
            if isQuoted {
                if scalar != "\"" {
                    cell.unicodeScalars.append(scalar)
                } else if at < scalars.count, scalars[at] == "\"" {
                    cell.unicodeScalars.append(scalar)
                    at += 1
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"", cell.isEmpty, !wasQuoted {
                isQuoted = true
                wasQuoted = true
            } else if scalar == comma {
                endCell()
            } else if scalar == "\n" || scalar == "\r" {
                if scalar == "\r", at < scalars.count, scalars[at] == "\n" { at += 1 }
                endRow()
            } else {
                cell.unicodeScalars.append(scalar)
            }
        }
        endRow()
    }

    package var header: [String] { rows.first ?? [] }

    /// The rows below the header as dictionaries by column name; of columns with one name, the first.
    package var records: [[String: String]] {
        rows.dropFirst().map { row in
            Dictionary(zip(header, row)) { first, _ in first }
        }
    }

    /// The cells of a column, below the header; empty where a row is too short.
    package func column(_ name: String) -> [String] {
        guard let index = header.firstIndex(of: name) else { return [] }
        return rows.dropFirst().map { index < $0.count ? $0[index] : "" }
    }

    /// The rows as text; a cell is quoted where it must be.
    package func text(delimiter: Character = ",", lineEnd: String = "\n") -> String {
        rows.map { row in
            let line = row.map { Self.quoted($0, delimiter) }.joined(separator: String(delimiter))
            return (line.isEmpty ? "\"\"" : line) + lineEnd
        }.joined()
    }

    private static func quoted(_ cell: String, _ delimiter: Character) -> String {
        let scalars = cell.unicodeScalars
        guard
            scalars.contains(where: { $0 == "\"" || $0 == "\n" || $0 == "\r" || delimiter.unicodeScalars.contains($0) })
        else { return cell }
        var doubled = ""
        for scalar in scalars {
            doubled.unicodeScalars.append(scalar)
            if scalar == "\"" { doubled.unicodeScalars.append(scalar) }
        }
        return "\"\(doubled)\""
    }
}
