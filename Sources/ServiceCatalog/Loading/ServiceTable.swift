/// The definitions in force as a table for a terminal: what `muster services` prints.
package enum ServiceTable {
    package static func text(of definitions: [ServiceDefinition]) -> String {
        let header = ["ID", "PRODUCT", "SERVICE", "MACD", "FIELDS", "ORIGIN"]
        let rows =
            [header]
            + definitions.map { definition in
                [
                    definition.id, definition.product.name, definition.service.name, definition.macd.shortText,
                    String(definition.fields.count), definition.source.origin,
                ]
            }
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

extension MACDRule {
    /// `addition`, or `by change_field` where the kind follows a value.
    fileprivate var shortText: String {
        switch self {
        case .fixed(let kind): kind.rawValue
        case .byValue(let field, _, _): "by \(field)"
        }
    }
}
