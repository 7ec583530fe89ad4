import Templates

/// The XML Schema of Muster's own import format, for the definitions in force.
///
/// The frame is `Templates/Imports/muster-import.xsd`, which holds the fields of the built-in definitions; here its fields
/// are those in force, so that a customer's own are allowed. The schema says which elements a request may hold, at most
/// once each; which a service needs and what their values must be is left to the definitions, whose reasons say more.
package struct ImportSchema: Sendable {
    /// The names of the elements that a request may hold, product and service first.
    package let fieldNames: [String]
    /// What people call each of them.
    private let labels: [String]

    package init(_ catalog: ServiceCatalog) {
        var names = ["product", "service"]
        var labels = ["Product", "Service"]
        var seen = Set(names)
        for field in catalog.definitions.flatMap(\.fields) where seen.insert(field.name).inserted {
            names.append(field.name)
            labels.append(field.label)
        }
        fieldNames = names
        self.labels = labels
    }

    /// The schema document.
    package var text: String {
        var lines: [Substring] = []
        var isInFields = false
        for line in Templates.importSchema.split(separator: "\n", omittingEmptySubsequences: false) {
            let word = line.drop { $0 == " " }
            if word == "</xs:all>" { isInFields = false }
            if !isInFields { lines.append(line) }
            if word == "<xs:all>" {
                isInFields = true
                lines += zip(fieldNames, labels).flatMap(Self.element)
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func element(_ name: String, label: String) -> [Substring] {
        [
            "      <xs:element name=\"\(name)\" type=\"xs:string\" minOccurs=\"0\" nillable=\"true\">",
            "        <xs:annotation><xs:documentation>\(ImportTemplate.escaped(label))</xs:documentation></xs:annotation>",
            "      </xs:element>",
        ]
    }
}
