import ServiceCatalog

/// One service's definition, compiled for the columns of one file: what a row is held against.
///
/// Everything that depends only on the header is settled here, so that a row costs a bit mask, a few flat lists and no
/// look-up by name. It is a class only so that handing it to a row's check copies nothing.
final class ServiceForm: Sendable {
    let definition: ServiceDefinition
    /// For each field: its column, or -1.
    let columns: [Int]
    /// Bit `f` is set where field `f` must be filled in.
    let required: UInt64
    /// For each field the index of the check that says it is missing, or -1.
    let missingChecks: [Int]
    /// The tests of single values, in the fields' order.
    let steps: [Step]
    let rules: [Rule]
    /// The alternatives of the key's parts, one part after the other; of each part the first that is filled in counts.
    let key: [KeyStep]
    /// What sets the keys of this service apart from those of others, with the names of product and service where they
    /// are parts of the key.
    let keySeed: Hash128
    let isKeyFolded: Bool
    let kind: Kind
    /// The field `region`, or -1.
    let regionField: Int
    /// The fields in the order of their names, with a stable hash of each name: what a case's content is made of.
    let contentOrder: [ContentField]
    let subjectFields: [Int]
    /// The field `effective_date`, or -1.
    let dateField: Int
    /// For a change: the fields that say what changes, from what and to what.
    let changeFields: (field: Int, from: Int, to: Int)?

    /// The most fields that a service may have: one bit each.
    static let fieldLimit = 64

    /// Compiles a definition.
    ///
    /// - Parameters:
    ///   - columns: the column of each field, `nil` where the file has none.
    ///   - context: what only the run knows, filled into the tests.
    ///   - keyOf: the service whose key it shares; `nil`: its own.
    ///   - checks: the run's list of checks, to which this service's are added.
    init(
        _ definition: ServiceDefinition, columns: [Int?], context: ValueContext, keyOf: ServiceDefinition? = nil,
        checks: inout [Check]
    ) throws {
        guard definition.fields.count <= Self.fieldLimit else {
            throw IntakeError(
                .configuration,
                "The service \(definition.id) has \(definition.fields.count) fields; \(Self.fieldLimit) is the limit.")
        }
        let builder = FormBuilder(definition: definition, columns: columns, context: context)
        var steps: [Step] = []
        var required: UInt64 = 0
        var missing = [Int](repeating: -1, count: definition.fields.count)
        for (index, field) in definition.fields.enumerated() {
            missing[index] = checks.count
            checks.append(builder.check(.missing, field: index))
            if field.isRequired { required |= 1 << UInt64(index) }
            for check in field.checks {
                let test = check.test.bound(to: context)
                steps.append(
                    Step(field: index, check: checks.count, test: test, isWarning: check.grade == .warning))
                checks.append(builder.check(.test(test), field: index, grade: check.grade))
            }
        }
        var rules: [Rule] = []
        for rule in definition.rules { rules.append(try builder.rule(rule, checks: &checks)) }
        self.definition = definition
        self.columns = columns.map { $0 ?? -1 }
        self.required = required
        self.missingChecks = missing
        self.steps = steps
        self.rules = rules
        key =
            try definition.uniqueKey?.parts.enumerated().flatMap { part, alternatives in
                try alternatives.map {
                    KeyStep(part: part, source: try builder.keySource($0), tag: Self.tag(ofField: $0))
                }
            } ?? []
        isKeyFolded = definition.matching == .folded
        keySeed = Self.keySeed(of: keyOf ?? definition)
        kind = try builder.kind(definition.macd)
        regionField = definition.fields.firstIndex { $0.name == "region" } ?? -1
        contentOrder = definition.fields.indices
            .filter { !["product", "service"].contains(definition.fields[$0].name) }
            .sorted { definition.fields[$0].name < definition.fields[$1].name }
            .map {
                ContentField(field: $0, tag: Self.tag(ofField: definition.fields[$0].name))
            }
        subjectFields = definition.subject.compactMap(builder.index)
        dateField = builder.index("effective_date") ?? -1
        if let field = builder.index("change_field"), let from = builder.index("change_from"),
            let to = builder.index("change_to")
        {
            changeFields = (field, from, to)
        } else {
            changeFields = nil
        }
    }

    struct Step: Sendable {
        var field: Int
        var check: Int
        var test: ValueTest
        var isWarning: Bool

        var isOfLength: Bool {
            if case .length = test { true } else { false }
        }
    }

    struct Rule: Sendable {
        var condition: [Term]
        var demand: Demand
        var check: Int
        var isWarning: Bool
    }

    /// A term of a condition, by field index; a field that the service has not is always absent.
    struct Term: Sendable {
        var field: Int
        var state: State

        enum State: Sendable {
            case present
            case absent
            case oneOf([[UInt8]])
        }
    }

    enum Demand: Sendable {
        case required(UInt64)
        /// At least one of these masks must be filled in whole.
        case anyOf([UInt64])
        case forbidden(UInt64)
        case different(Int, Int)
        case test(field: Int, ValueTest)
        case notice(field: Int)
        case note
    }

    struct KeyStep: BitwiseCopyable, Sendable {
        var part: Int
        var source: Source
        /// Alternatives of a part that hold the same text are still two things.
        var tag: Hash128.Tag

        enum Source: BitwiseCopyable, Sendable, Equatable {
            case field(Int)
            case product
            case service
        }
    }

    enum Kind: Sendable {
        case fixed(MACDKind)
        case byValue(field: Int, kinds: [(value: [UInt8], kind: MACDKind)], otherwise: MACDKind)
    }

    struct ContentField: BitwiseCopyable, Sendable {
        var field: Int
        var tag: Hash128.Tag
    }

    private static func keySeed(of definition: ServiceDefinition) -> Hash128 {
        var seed = Hash128.Builder()
        if definition.uniqueKey?.isAcrossServices != true { seed.add(definition.id, tag: Hash128.Tag(0)) }
        for part in definition.uniqueKey?.parts ?? [] {
            switch part.first {
            case "product": seed.add(definition.product.name, tag: Hash128.Tag(1))
            case "service": seed.add(definition.service.name, tag: Hash128.Tag(2))
            default: continue
            }
        }
        return seed.hash
    }

    /// What stands for a field's name in hashes; the same in every release.
    private static func tag(ofField name: String) -> Hash128.Tag {
        Hash128.Tag(name)
    }
}

/// One check that a row can fail, as it is reported.
struct Check: Sendable {
    /// The field's name, `nil` for a rule over the row.
    var field: String?
    /// The column of that field, 1 for the first; `nil` when the file has none.
    var column: Int?
    /// Its index among the service's fields.
    var fieldIndex: Int?
    /// What people call the field.
    var label: String
    var grade: Grade
    var kind: Kind

    enum Kind: Sendable {
        case missing
        case test(ValueTest)
        case anyOf([[String]])
        /// The indices and labels of fields that must not be filled in.
        case forbidden([(field: Int, label: String)])
        case different(String, String)
        case notice
        case note(code: String, sentence: String)
    }
}

extension Check {
    /// The code of its reason, where it has only one.
    var onlyCode: String? {
        switch kind {
        case .missing: ReasonCode.fieldRequired.code
        case .test(.characters): ReasonCode.nameCharacters.code
        case .test(.notReserved): ReasonCode.extensionReserved.code
        case .test(.pattern): ReasonCode.patternMismatch.code
        case .test: nil
        case .anyOf: ReasonCode.whoMissing.code
        case .forbidden: ReasonCode.fieldForbidden.code
        case .different: ReasonCode.fieldSame.code
        case .notice: ReasonCode.dateShortNotice.code
        case .note(let code, _): code
        }
    }
}
