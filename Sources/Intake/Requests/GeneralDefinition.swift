import ServiceCatalog

/// What can be said of a row whose service is not known.
///
/// HR should hear of a malformed e-mail address in the same round as of a misspelt service. So a value is still tested
/// where every service that has its field understands it alike, and required where every one of them requires it; nothing is
/// compared.
struct GeneralDefinition {
    var definition: ServiceDefinition
    var columns: [Int?]

    init(_ definitions: [ServiceDefinition], columns: [[Int?]]) {
        var fields: [FieldDefinition] = []
        var fieldColumns: [Int?] = []
        for (index, definition) in definitions.enumerated() {
            // The region first: it must not be lost where there are more fields than a form may have.
            let order = definition.fields.indices.sorted { one, other in
                let isRegion = { (index: Int) in definition.fields[index].name == "region" }
                return isRegion(one) != isRegion(other) ? isRegion(one) : one < other
            }
            for (position, field) in order.map({ ($0, definition.fields[$0]) })
            where fields.count < ServiceForm.fieldLimit && !fields.contains(where: { $0.name == field.name }) {
                let others = definitions[index...].compactMap { $0.field(named: field.name) }
                var general = field
                general.checks = field.checks.filter { check in
                    check.grade == .error && others.allSatisfy { $0.checks.contains { $0.test == check.test } }
                }
                general.isRequired = definitions.allSatisfy { $0.field(named: field.name)?.isRequired == true }
                fields.append(general)
                fieldColumns.append(columns[index][position])
            }
        }
        let keys = Set(definitions.map(\.uniqueKey))
        let shared = keys.count == 1 ? definitions.first?.uniqueKey : nil
        definition = ServiceDefinition(
            id: "unknown", source: DefinitionSource(origin: "", contentHash: ""), product: Name("unknown"),
            service: Name("unknown"), matching: definitions.first?.matching ?? .folded, macd: .fixed(.change),
            serviceLevel: "", tasks: [], fields: fields, rules: [],
            subject: definitions.first?.subject.filter { name in fields.contains { $0.name == name } } ?? [],
            uniqueKey: shared?.isAcrossServices == true ? shared : nil, hasPack: false)
        self.columns = fieldColumns
    }
}
