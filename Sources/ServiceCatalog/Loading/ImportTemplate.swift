/// A blank import file for one service: headers that import recognises again, and one example row.
package struct ImportTemplate {
    package enum Format: String, CaseIterable, Sendable {
        case csv, xml
    }

    /// The namespace of Muster's own import documents.
    package static let namespace = "urn:muster:import:1"

    private let definition: ServiceDefinition

    package init(for definition: ServiceDefinition) {
        self.definition = definition
    }

    package func text(as format: Format) -> String {
        switch format {
        case .csv: csv
        case .xml: xml
        }
    }

    /// Product and service first, then the fields in the definition's order.
    private var columns: [(name: String, label: String, example: String, note: String?)] {
        let heads = [
            ("product", "Product", definition.product.name), ("service", "Service", definition.service.name),
        ].map { name, label, value in
            (name: name, label: definition.field(named: name)?.label ?? label, example: value, note: String?.none)
        }
        let fields = definition.fields.filter { $0.name != "product" && $0.name != "service" }
        return heads
            + fields.map { field in
                let note = [field.isRequired ? "required" : nil, field.help].compactMap(\.self).joined(separator: "; ")
                return (field.name, field.label, field.example ?? "", note.isEmpty ? nil : note)
            }
    }

    // MARK: CSV

    /// For a spreadsheet: UTF-8 with a byte order mark, CRLF ends.
    private var csv: String {
        let columns = self.columns
        let lines = [columns.map(\.label), columns.map(\.example)]
        return "\u{FEFF}" + lines.map { $0.map(Self.csvCell).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func csvCell(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    // MARK: XML

    private var xml: String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<!-- \(Self.comment("\(definition.product.name), \(definition.service.name): one request element a case"))"
                + " -->",
            "<muster xmlns=\"\(Self.namespace)\">",
            "  <request>",
        ]
        for column in columns {
            if let note = column.note { lines.append("    <!-- \(Self.comment("\(column.label): \(note)")) -->") }
            lines.append("    <\(column.name)>\(Self.escaped(column.example))</\(column.name)>")
        }
        lines += ["  </request>", "</muster>"]
        return lines.joined(separator: "\n") + "\n"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A comment must not hold two hyphens in a row.
    private static func comment(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result += scalar == "-" && result.hasSuffix("-") ? " -" : String(scalar)
        }
        return result
    }
}
