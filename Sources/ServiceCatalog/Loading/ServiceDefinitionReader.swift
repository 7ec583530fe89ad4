/// Reads one service definition: bytes of YAML in, a checked definition and everything wrong with it out.
///
/// The format is described at the top of the built-in definition `work-new-user.yaml`. References are checked as they
/// are read: fields come first, so that a rule that names a field which does not exist is reported at its own place.
struct ServiceDefinitionReader {
    /// A definition with the places that problems between definitions point to.
    struct Loaded {
        var definition: ServiceDefinition
        /// How problems name the file.
        var file: String
        var idPlace: YAMLPlace
        /// One place for each of `definition.service.all`.
        var servicePlaces: [YAMLPlace]
    }

    var yaml: YAMLReader
    let file: DefinitionFile
    var matching = WordMatching.folded
    var fields: [FieldDefinition] = []
    /// The canonical values of the fields that have a closed set of them.
    var closedValues: [String: [String]] = [:]
    /// The lists that were read, for the definition's hash.
    var lists: [[UInt8]] = []

    private static let keys = [
        "id", "product", "service", "words", "macd", "service-level", "subject", "unique", "tasks", "pack", "fields",
        "rules",
    ]

    /// What could be read, however much is wrong with it, and the problems in the order of the file.
    static func read(_ file: DefinitionFile) -> (loaded: Loaded?, problems: [DefinitionProblem]) {
        var reader = ServiceDefinitionReader(yaml: YAMLReader(file: file.name), file: file)
        let loaded = reader.yaml.compose(file.bytes).flatMap { reader.definition($0) }
        let problems = reader.yaml.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        return (loaded, problems)
    }

    // MARK: The whole

    private mutating func definition(_ root: YAMLNode) -> Loaded? {
        guard let top = yaml.mapping(root, keys: Self.keys, what: "a service") else { return nil }
        let id = yaml.required("id", in: top).flatMap { identifier($0) }
        let product = yaml.required("product", in: top).flatMap { name($0, what: "product") }
        let service = yaml.required("service", in: top).flatMap { name($0, what: "service") }
        if let words = top["words"] { matching = word(words, of: WordMatching.all, what: "“words”") ?? .folded }
        let level = yaml.required("service-level", in: top)
        let serviceLevel = level.flatMap { yaml.string($0, what: "“service-level”") }
        if let node = yaml.required("fields", in: top) { readFields(node) }
        let macd = yaml.required("macd", in: top).flatMap { macdRule($0) }
        let subject = yaml.required("subject", in: top).flatMap { fieldNames($0, what: "“subject”") }
        let unique = top["unique"].flatMap { uniqueKey($0) }
        let tasks = top["tasks"].map { self.tasks($0) } ?? []
        let rules = top["rules"].map { self.rules($0) } ?? []
        let hasPack = top["pack"].flatMap { yaml.boolean($0, what: "“pack”") } ?? false
        guard let id, let product, let service else { return nil }
        let definition = ServiceDefinition(
            id: id, source: DefinitionSource(origin: file.origin, contentHash: file.contentHash(withLists: lists)),
            product: product.name, service: service.name, matching: matching, macd: macd ?? .fixed(.change),
            serviceLevel: serviceLevel ?? "", tasks: tasks, fields: fields, rules: rules, subject: subject ?? [],
            uniqueKey: unique, hasPack: hasPack)
        return Loaded(
            definition: definition, file: file.name, idPlace: top["id"]?.place ?? root.place,
            servicePlaces: service.places)
    }

    private mutating func identifier(_ node: YAMLNode) -> String? {
        guard let text = yaml.string(node, what: "“id”") else { return nil }
        if !Spelling.isWords(text, joinedBy: "-") {
            yaml.report(
                "an id is made of lower-case words and digits joined by hyphens, such as work-new-user, not “\(text)”",
                at: node)
        }
        return text
    }

    /// A name with its other spellings: a text, or `{name: …, also: […]}`.
    mutating func name(_ node: YAMLNode, what: String) -> (name: Name, places: [YAMLPlace])? {
        if case .scalar = node.content {
            return yaml.string(node, what: "“\(what)”").map { (Name($0), [node.place]) }
        }
        guard let mapping = yaml.mapping(node, keys: ["name", "also"], what: "“\(what)”"),
            let nameNode = yaml.required("name", in: mapping),
            let text = yaml.string(nameNode, what: "“name”")
        else { return nil }
        let also = mapping["also"].map { spellings($0) } ?? []
        return (Name(text, spellings: also.map(\.text)), [nameNode.place] + also.map(\.place))
    }

    /// The texts of an `also:` list with their places.
    mutating func spellings(_ node: YAMLNode) -> [(text: String, place: YAMLPlace)] {
        if case .scalar = node.content {
            return yaml.string(node, what: "“also”").map { [($0, node.place)] } ?? []
        }
        return (yaml.sequence(node, what: "“also”") ?? []).compactMap { item in
            yaml.string(item, what: "an item of “also”").map { ($0, item.place) }
        }
    }

    /// One of a few words, each with its meaning.
    mutating func word<Meaning>(_ node: YAMLNode, of words: [(String, Meaning)], what: String) -> Meaning? {
        guard let text = yaml.string(node, what: what) else { return nil }
        if let match = words.first(where: { $0.0 == text }) { return match.1 }
        yaml.reportChoice(text, of: words.map(\.0), at: node, what: what)
        return nil
    }

    // MARK: Names of fields

    /// The name of a field of this service; `columns` adds the columns that every service has.
    mutating func fieldName(_ node: YAMLNode, what: String, columns: [String] = []) -> String? {
        guard let text = yaml.string(node, what: what) else { return nil }
        let known = fields.map(\.name) + columns
        if !known.contains(text) {
            yaml.report(
                "\(what) names the field “\(text)”, which this service does not have; "
                    + Suggestion.phrase(for: text, among: known), at: node)
        }
        return text
    }

    /// A list of names of fields, or one name.
    mutating func fieldNames(_ node: YAMLNode, what: String, columns: [String] = []) -> [String]? {
        if case .scalar = node.content { return fieldName(node, what: what, columns: columns).map { [$0] } }
        guard let items = yaml.sequence(node, what: what) else { return nil }
        return items.compactMap { fieldName($0, what: what, columns: columns) }
    }

    // MARK: MACD kind, duplicates, tasks

    private mutating func macdRule(_ node: YAMLNode) -> MACDRule? {
        let kinds = MACDKind.allCases.filter { $0 != .cancellation }.map { ($0.rawValue, $0) }
        if case .scalar = node.content { return word(node, of: kinds, what: "“macd”").map { .fixed($0) } }
        let keys = ["by", "otherwise"] + kinds.map(\.0)
        guard let mapping = yaml.mapping(node, keys: keys, what: "“macd”") else { return nil }
        let field = yaml.required("by", in: mapping).flatMap { by in
            fieldName(by, what: "“by”").map { (name: $0, node: by) }
        }
        let otherwise = yaml.required("otherwise", in: mapping).flatMap { word($0, of: kinds, what: "“otherwise”") }
        let known = field.flatMap { closedValues[$0.name] }
        if let field, known == nil, fields.contains(where: { $0.name == field.name }) {
            yaml.report(
                "the macd kind follows “\(field.name)”, so that field needs a “one-of” list of its values",
                at: field.node)
        }
        var kindOf: [String: MACDKind] = [:]
        for (key, kind) in kinds {
            guard let list = mapping[key] else { continue }
            let items =
                if case .scalar = list.content { [list] } else { yaml.sequence(list, what: "“\(key)”") ?? [] }
            for item in items {
                guard let value = yaml.string(item, what: "an item of “\(key)”") else { continue }
                if let known, !known.contains(value) {
                    yaml.report(
                        "“\(value)” is not a value of “\(field?.name ?? "")”; "
                            + Suggestion.phrase(for: value, among: known), at: item)
                }
                if let earlier = kindOf.updateValue(kind, forKey: value) {
                    yaml.report("“\(value)” has the macd kind \(earlier.rawValue) already; name it once", at: item)
                }
            }
        }
        guard let field, let otherwise else { return nil }
        return .byValue(field: field.name, kinds: kindOf, otherwise: otherwise)
    }

    private mutating func uniqueKey(_ node: YAMLNode) -> UniqueKey? {
        var parts = node
        var isAcrossServices = false
        if case .mapping = node.content {
            let keys = ["parts", "across-services"]
            guard let mapping = yaml.mapping(node, keys: keys, what: "“unique”"),
                let list = yaml.required("parts", in: mapping)
            else { return nil }
            parts = list
            let across = mapping["across-services"]
            isAcrossServices = across.flatMap { yaml.boolean($0, what: "“across-services”") } ?? false
        }
        guard let items = yaml.sequence(parts, what: "“unique”") else { return nil }
        let names = items.compactMap { fieldNames($0, what: "“unique”", columns: ["product", "service"]) }
        return UniqueKey(parts: names, isAcrossServices: isAcrossServices)
    }

    private mutating func tasks(_ node: YAMLNode) -> [TaskDefinition] {
        (yaml.sequence(node, what: "“tasks”") ?? []).compactMap { item in
            if case .scalar = item.content {
                return yaml.string(item, what: "a task").map { TaskDefinition(text: $0) }
            }
            guard let mapping = yaml.mapping(item, keys: ["task", "when"], what: "a task"),
                let text = yaml.required("task", in: mapping).flatMap({ yaml.string($0, what: "“task”") })
            else { return nil }
            return TaskDefinition(text: text, condition: mapping["when"].flatMap { condition($0) })
        }
    }
}

extension WordMatching {
    fileprivate static let all: [(String, WordMatching)] = [("folded", .folded), ("exact", .exact)]
}
