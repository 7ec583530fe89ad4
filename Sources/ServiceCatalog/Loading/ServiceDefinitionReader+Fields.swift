extension ServiceDefinitionReader {
    private static let fieldKeys = ["label", "also", "required", "help", "example", "in-case", "warn"] + testKeys

    /// Columns that every cases file has; a field of such a name would give two columns of one name.
    private static let casesFileColumns = [
        "case_id", "record", "line", "macd", "received_at", "due_at", "service_level", "warnings", "tasks",
    ]

    /// Reads `fields:`, and with them the values and spellings that later parts refer to.
    mutating func readFields(_ node: YAMLNode) {
        guard let mapping = yaml.mapping(node, keys: nil, what: "“fields”") else { return }
        guard !mapping.entries.isEmpty else {
            yaml.report("“fields” is empty; write at least one field", at: node)
            return
        }
        var owners = HeaderOwners()
        // The names first: the problem “claimed by two fields” belongs to the spelling, not to the name it repeats.
        for entry in mapping.entries { owners.claim(entry.key, for: entry.key) }
        for (column, spellings) in ServiceCatalog.columnSpellings where mapping[column] == nil {
            for spelling in spellings { owners.claim(spelling, for: column) }
        }
        for entry in mapping.entries {
            checkName(entry)
            fields.append(field(entry, owners: &owners))
        }
    }

    private mutating func checkName(_ entry: YAMLNode.Entry) {
        let name = entry.key
        if !Spelling.isWords(name, joinedBy: "_") || name.first?.isNumber ?? true {
            yaml.report(
                "a field's name is made of lower-case words and digits joined by “_”, such as first_name, "
                    + "not “\(name)”", at: entry.place)
        } else if name.hasPrefix("muster_") {
            yaml.report("names that begin with muster_ belong to the rejection file; choose another", at: entry.place)
        } else if Self.casesFileColumns.contains(name) {
            yaml.report("the cases file has a column “\(name)” already; choose another name", at: entry.place)
        }
    }

    private mutating func field(_ entry: YAMLNode.Entry, owners: inout HeaderOwners) -> FieldDefinition {
        let name = entry.key
        var field = FieldDefinition(name: name, label: Self.label(from: name))
        let mapping =
            entry.value.isEmpty ? nil : yaml.mapping(entry.value, keys: Self.fieldKeys, what: "the field “\(name)”")
        if let node = mapping?["label"], let label = yaml.string(node, what: "“label”") {
            field.label = label
            claim(label, at: node.place, for: name, owners: &owners)
        } else {
            claim(field.label, at: entry.place, for: name, owners: &owners)
        }
        guard let mapping else { return field }

        var seen = Set([name, field.label].map { Folding.fold($0) })
        let also = mapping["also"].map { spellings($0) } ?? []
        for (text, place) in also where claim(text, at: place, for: name, owners: &owners) {
            // Spellings that fold alike are one; a shorter table is a faster one.
            if seen.insert(Folding.fold(text)).inserted { field.spellings.append(text) }
        }
        field.isRequired = mapping["required"].flatMap { yaml.boolean($0, what: "“required”") } ?? false
        field.isInCase = mapping["in-case"].flatMap { yaml.boolean($0, what: "“in-case”") } ?? true
        field.help = mapping["help"].flatMap { yaml.string($0, what: "“help”") }
        field.example = mapping["example"].flatMap { yaml.string($0, what: "“example”") }
        let read = checks(in: mapping.entries, grade: .error)
        field.checks = read.checks
        closedValues[name] = read.values
        if let node = mapping["example"] { checkExample(of: field, at: node) }
        return field
    }

    /// An example that the field itself refuses would make an import template that is rejected.
    private mutating func checkExample(of field: FieldDefinition, at node: YAMLNode) {
        guard let example = field.example else { return }
        let bytes = Array(example.utf8)
        for check in field.checks where check.grade == .error {
            var canonical: [UInt8] = []
            if !check.test.accepts(bytes.span, canonical: &canonical) {
                let sentence = check.test.explain(example, field: field.label).sentence
                yaml.report("the example does not pass the field's own test: \(sentence)", at: node)
            }
        }
    }

    /// True when the spelling may mean this field.
    @discardableResult
    private mutating func claim(
        _ text: String, at place: YAMLPlace, for name: String, owners: inout HeaderOwners
    ) -> Bool {
        guard !Folding.fold(text).isEmpty else {
            yaml.report("“\(text)” has no letter or digit, so no header can match it", at: place)
            return false
        }
        guard let owner = owners.claim(text, for: name) else { return true }
        yaml.report("the header “\(text)” means the field “\(owner)” already; give it to one of the two", at: place)
        return false
    }

    /// `first_name` reads `First name`.
    private static func label(from name: String) -> String {
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

/// Which field each header spelling of a service means.
private struct HeaderOwners {
    private var owners: [String: String] = [:]

    /// The other field that has the spelling already; `nil` when it now belongs to this one.
    @discardableResult
    mutating func claim(_ text: String, for field: String) -> String? {
        let key = Folding.fold(text)
        if let owner = owners[key] { return owner == field ? nil : owner }
        owners[key] = field
        return nil
    }
}
