/// The definitions in force as a table for a terminal: what `muster services` prints.
package enum ServiceTable {
    package static func text(of definitions: [ServiceDefinition]) -> String {
        let header = ["ID", "PRODUCT", "SERVICE", "MACD", "FIELDS", "ORIGIN"]
        let rows = definitions.map { definition in
            [
                definition.id, definition.product.name, definition.service.name, definition.macd.shortText,
                String(definition.fields.count), definition.source.origin,
            ]
        }
        return TextTable.text(header: header, rows: rows)
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
