/// Reads one profile: bytes of YAML in, a checked profile and everything wrong with it out.
///
/// The format is described at the top of the built-in profile `workday-raas-csv.yaml`.
struct ProfileReader {
    var yaml: YAMLReader
    /// What services there are; `nil` where the profile is not held against them.
    let catalog: ServiceCatalog?
    /// The profile's own names for columns.
    var columns: [String: ColumnNames] = [:]
    /// Where each column name was read, for the check that nothing dropped is needed.
    var namesRead: [(name: String, place: YAMLPlace)] = []
    /// Lists of words with a name.
    var words: [String: [String]] = [:]

    private static let keys = [
        "id", "name", "format", "kind", "fit", "shape", "columns", "words", "fields", "dates", "requests",
        "drop", "refuse",
    ]

    /// What could be read, and the problems in the order of the file.
    ///
    /// - Parameter catalog: names of services and fields are held against it; `nil`: they are believed.
    static func read(_ file: DefinitionFile, catalog: ServiceCatalog?) -> (
        profile: Profile?, problems: [DefinitionProblem]
    ) {
        var reader = ProfileReader(yaml: YAMLReader(file: file.name, kind: .profile), catalog: catalog)
        var profile = reader.yaml.compose(file.bytes).flatMap { reader.profile($0) }
        profile?.source = DefinitionSource(origin: file.origin, contentHash: file.contentHash(withLists: []))
        let problems = reader.yaml.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        return (profile, problems)
    }

    private mutating func profile(_ root: YAMLNode) -> Profile? {
        guard let top = yaml.mapping(root, keys: Self.keys, what: "a profile") else { return nil }
        let id = yaml.required("id", in: top).flatMap { identifier($0) }
        let name = yaml.required("name", in: top).flatMap { yaml.string($0, what: "“name”") }
        let format = yaml.required("format", in: top).flatMap {
            yaml.choice($0, of: Profile.Format.self, what: "“format”")
        }
        let kind = yaml.required("kind", in: top).flatMap { yaml.choice($0, of: Profile.Kind.self, what: "“kind”") }
        if let node = top["columns"] { readColumns(node) }
        if let node = top["words"] { readWords(node) }
        let fit = yaml.required("fit", in: top).map { self.fit($0, format: format) }
        let shape = top["shape"].map { self.shape($0, format: format) }
        let fields = top["fields"].map { assignments($0, what: "“fields”", service: nil) }
        let dates = top["dates"].map { self.dates($0) }
        let requests = top["requests"].map { self.requests($0) }
        let drop = top["drop"].flatMap { node in texts(node, what: "“drop”") } ?? []
        let refusals = top["refuse"].map { self.refusals($0) }
        checkDropped(drop)
        guard let id, let name, let format, let kind, let fit else { return nil }
        return Profile(
            id: id, name: name, source: DefinitionSource(origin: "", contentHash: ""), format: format, kind: kind,
            fit: fit, shape: shape ?? Profile.Shape(), columns: columns, words: words, fields: fields ?? [],
            dates: dates ?? Profile.Dates(), requests: requests ?? [], drop: drop, refusals: refusals ?? [])
    }

    private mutating func identifier(_ node: YAMLNode) -> String? {
        guard let text = yaml.string(node, what: "“id”") else { return nil }
        if !Spelling.isWords(text, joinedBy: "-") {
            yaml.report(
                "an id is made of lower-case words and digits joined by hyphens, such as workday-raas-csv, not “\(text)”",
                at: node)
        } else if text == "none" {
            yaml.report("“none” stands for no profile; choose another id", at: node)
        }
        return text
    }

    /// A list of texts, or one.
    mutating func texts(_ node: YAMLNode, what: String) -> [String]? {
        if case .scalar = node.content { return yaml.string(node, what: what).map { [$0] } }
        return yaml.items(node, what: what)?.compactMap { yaml.string($0, what: "an item of \(what)") }
    }

    // MARK: Names of columns and words

    private mutating func readColumns(_ node: YAMLNode) {
        guard let mapping = yaml.mapping(node, keys: nil, what: "“columns”") else { return }
        for entry in mapping.entries {
            let what = "the column “\(entry.key)”"
            guard !entry.key.contains("/") else {
                yaml.report("a name of your own for a column has no “/”", at: entry.place)
                continue
            }
            columns[entry.key] = columnNames(entry.value, what: what)
        }
    }

    private mutating func readWords(_ node: YAMLNode) {
        guard let mapping = yaml.mapping(node, keys: nil, what: "“words”") else { return }
        for entry in mapping.entries {
            if Self.states.contains(entry.key) {
                yaml.report("“\(entry.key)” means something else in a rule; choose another name", at: entry.place)
            }
            words[entry.key] = texts(entry.value, what: "“\(entry.key)”") ?? []
        }
    }

    /// Words that are no words of a file in a rule.
    static let states = ["filled", "empty", "future", "past"]

    /// A column: a name, a list of names of which the first in the file counts, or `{first: […]}` by row.
    ///
    /// Names of the profile's own are replaced by what they stand for.
    mutating func columnNames(_ node: YAMLNode, what: String) -> ColumnNames {
        if case .mapping = node.content {
            guard let mapping = yaml.mapping(node, keys: ["first"], what: what),
                let first = yaml.required("first", in: mapping)
            else { return ColumnNames([]) }
            let columns = expanded(first, what: what)
            return ColumnNames(columns.names, isFirstFilled: true, ownName: columns.ownName)
        }
        return expanded(node, what: what)
    }

    private mutating func expanded(_ node: YAMLNode, what: String) -> ColumnNames {
        let items: [YAMLNode]
        if case .scalar = node.content { items = [node] } else { items = yaml.items(node, what: what) ?? [] }
        var names: [String] = []
        var isFirstFilled = false
        for item in items {
            guard let text = yaml.string(item, what: what) else { continue }
            if let own = columns[text] {
                names += own.names
                isFirstFilled = isFirstFilled || own.isFirstFilled
                for name in own.names { namesRead.append((name, item.place)) }
            } else {
                requireName(text, at: item)
                names.append(text)
                namesRead.append((text, item.place))
            }
        }
        let only = items.count == 1 ? items[0].text.flatMap { columns[$0] == nil ? nil : $0 } : nil
        return ColumnNames(names, isFirstFilled: isFirstFilled, ownName: only)
    }

    private mutating func requireName(_ text: String, at node: YAMLNode) {
        if Folding.fold(text).isEmpty {
            yaml.report("“\(text)” has no letter or digit, so no column can be called so", at: node)
        }
    }

    /// What is dropped at the door is not there to be read.
    private mutating func checkDropped(_ drop: [String]) {
        let dropped = Set(drop.map { Folding.fold($0) })
        for (name, place) in namesRead where dropped.contains(Folding.fold(name)) {
            yaml.report("“\(name)” is dropped, so it cannot be read; take it out of “drop” or out of here", at: place)
        }
    }

    // MARK: Names of fields

    /// Reports a field that no service has, or that one service has not.
    mutating func checkField(_ name: String, of service: String?, at place: YAMLPlace) {
        guard let catalog else { return }
        let everywhere = catalog.definitions.flatMap { $0.fields.map(\.name) } + ["product", "service"]
        if !everywhere.contains(name) {
            var seen: Set<String> = []
            let known = everywhere.filter { seen.insert($0).inserted }
            yaml.report("no service has a field “\(name)”; \(Suggestion.phrase(for: name, among: known))", at: place)
        } else if let service, let definition = catalog.definition(id: service),
            !definition.fields.contains(where: { $0.name == name })
        {
            let known = definition.fields.map(\.name)
            yaml.report(
                "the service \(service) has no field “\(name)”; \(Suggestion.phrase(for: name, among: known))",
                at: place)
        }
    }

    mutating func serviceID(_ node: YAMLNode) -> String? {
        guard let text = yaml.string(node, what: "“service”", example: "work-new-user") else { return nil }
        if let catalog, catalog.definition(id: text) == nil {
            let known = catalog.definitions.map(\.id)
            yaml.report("there is no service “\(text)”; \(Suggestion.phrase(for: text, among: known))", at: node)
        }
        return text
    }
}
