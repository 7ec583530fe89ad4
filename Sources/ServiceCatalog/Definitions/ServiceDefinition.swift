/// What one service of one product asks for: its words, fields, rules, tasks, MACD kind and service level.
///
/// A definition is data. It is loaded from YAML, checked whole before it is used, and replaced whole by a customer's
/// definition of the same id: what one file says is what runs.
package struct ServiceDefinition: Sendable, Identifiable {
    /// Lower-case words joined by hyphens, such as `work-new-user`; unique among the definitions in force.
    package var id: String
    package var source: DefinitionSource
    package var product: Name
    package var service: Name
    /// How the words of this definition (product, service, lists of values) meet the words of a file.
    package var matching: WordMatching
    package var macd: MACDRule
    /// The row of the service-level table that gives the case its target and clock, such as `user-administration`.
    package var serviceLevel: String
    /// What is done for the case, in order.
    package var tasks: [TaskDefinition]
    /// In the order of the import template.
    package var fields: [FieldDefinition]
    /// Rules over more than one field, in the order they are reported.
    package var rules: [RowRule]
    /// The fields that say who or what the case is about; the first that is filled in names the subject.
    package var subject: [String]
    /// Rows that agree on this key are duplicates of the first of them; `nil` where a row may repeat.
    package var uniqueKey: UniqueKey?
    /// Whether accepted rows also go to a sheet for the customer portal (`packs/`).
    package var hasPack: Bool

    package init(
        id: String, source: DefinitionSource, product: Name, service: Name, matching: WordMatching, macd: MACDRule,
        serviceLevel: String, tasks: [TaskDefinition], fields: [FieldDefinition], rules: [RowRule], subject: [String],
        uniqueKey: UniqueKey?, hasPack: Bool
    ) {
        self.id = id
        self.source = source
        self.product = product
        self.service = service
        self.matching = matching
        self.macd = macd
        self.serviceLevel = serviceLevel
        self.tasks = tasks
        self.fields = fields
        self.rules = rules
        self.subject = subject
        self.uniqueKey = uniqueKey
        self.hasPack = hasPack
    }

    package func field(named name: String) -> FieldDefinition? {
        fields.first { $0.name == name }
    }
}

/// Where a definition came from, so that a report can prove which rules ran.
package struct DefinitionSource: Hashable, Sendable {
    /// `built-in`, or the path of the customer's file.
    package var origin: String
    /// SHA-256 of the file's bytes, and of the lists that it names if any, lower-case hexadecimal.
    package var contentHash: String

    package init(origin: String, contentHash: String) {
        self.origin = origin
        self.contentHash = contentHash
    }
}

/// A thing's own name and the other spellings under which files know it.
package struct Name: Hashable, Sendable {
    package var name: String
    package var spellings: [String]

    package init(_ name: String, spellings: [String] = []) {
        self.name = name
        self.spellings = spellings
    }

    /// The name first, then the spellings.
    package var all: [String] { [name] + spellings }
}

/// How the words of a definition meet the words of a file.
package enum WordMatching: String, Sendable {
    /// Whatever their case, spaces, hyphens, underscores and punctuation.
    case folded
    /// Byte for byte.
    case exact
}

/// One step of the work that a case asks for.
package struct TaskDefinition: Hashable, Sendable {
    package var text: String
    /// The task belongs to the case only when this holds; `nil`: always.
    package var condition: Condition?

    package init(text: String, condition: Condition? = nil) {
        self.text = text
        self.condition = condition
    }
}

/// Rows of the same service that agree on every part are one request asked for twice.
package struct UniqueKey: Hashable, Sendable {
    /// Each part is the first filled-in field of its alternatives, compared case-folded under `.folded` matching.
    package var parts: [[String]]
    /// True: rows of all services share one space of keys, so the parts must tell services apart themselves.
    /// False: the definition's id is part of the key.
    package var isAcrossServices: Bool

    package init(parts: [[String]], isAcrossServices: Bool) {
        self.parts = parts
        self.isAcrossServices = isAcrossServices
    }
}
