import ServiceCatalog

extension ServiceForm {
    /// Compiles a definition.
    ///
    /// - Parameters:
    ///   - columns: the column of each field, `nil` where the file has none.
    ///   - context: what only the run knows, filled into the tests.
    ///   - checks: the run's list of checks, to which this service's are added.
    init(_ definition: ServiceDefinition, columns: [Int?], context: ValueContext, checks: inout [Check]) throws {
        guard definition.fields.count <= Self.fieldLimit else {
            throw IntakeError(
                .configuration,
                "The service \(definition.id) has \(definition.fields.count) fields; \(Self.fieldLimit) is the limit.")
        }
        let builder = Builder(definition: definition, columns: columns, context: context)
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
        key = try definition.uniqueKey?.parts.map { try $0.map(builder.keyPart) } ?? []
        isKeyAcrossServices = definition.uniqueKey?.isAcrossServices ?? false
        kind = try builder.kind(definition.macd)
        regionField = definition.fields.firstIndex { $0.name == "region" } ?? -1
        contentOrder = definition.fields.indices
            .filter { !["product", "service"].contains(definition.fields[$0].name) }
            .sorted { definition.fields[$0].name < definition.fields[$1].name }
            .map { ContentField(field: $0, tag: UInt32(truncatingIfNeeded: Hash128(of: definition.fields[$0].name).low)) }
        subjectFields = definition.subject.compactMap(builder.index)
    }

    private struct Builder {
        var definition: ServiceDefinition
        var columns: [Int?]
        var context: ValueContext

        func index(_ name: String) -> Int? {
            definition.fields.firstIndex { $0.name == name }
        }

        func known(_ name: String) throws -> Int {
            guard let index = index(name) else {
                throw IntakeError(
                    .configuration, "The service \(definition.id) speaks of a field “\(name)” that it does not have.")
            }
            return index
        }

        func mask(_ names: [String]) throws -> UInt64 {
            try names.reduce(0) { mask, name in mask | 1 << UInt64(try known(name)) }
        }

        func check(_ kind: Check.Kind, field: Int?, grade: Grade = .error) -> Check {
            Check(
                field: field.map { definition.fields[$0].name }, column: field.flatMap { columns[$0] }.map { $0 + 1 },
                fieldIndex: field, label: field.map { definition.fields[$0].label } ?? "", grade: grade, kind: kind)
        }

        func rule(_ rule: RowRule, checks: inout [Check]) throws -> Rule {
            let demand: Demand
            let first = checks.count
            switch rule.demand {
            case .required(let names):
                demand = .required(try mask(names))
                checks.append(check(.missing, field: nil, grade: rule.grade))
            case .anyOf(let groups):
                demand = .anyOf(try groups.map(mask))
                let labels = try groups.map { try $0.map { definition.fields[try known($0)].label } }
                checks.append(check(.anyOf(labels), field: nil, grade: rule.grade))
            case .forbidden(let names):
                demand = .forbidden(try mask(names))
                let fields = try names.map { (field: try known($0), label: definition.fields[try known($0)].label) }
                checks.append(check(.forbidden(fields), field: try names.first.map(known), grade: rule.grade))
            case .different(let one, let other):
                demand = .different(try known(one), try known(other))
                let labels = (definition.fields[try known(one)].label, definition.fields[try known(other)].label)
                checks.append(check(.different(labels.0, labels.1), field: try known(other), grade: rule.grade))
            case .check(let field, let test):
                let bound = test.bound(to: context)
                demand = .test(field: try known(field), bound)
                checks.append(check(.test(bound), field: try known(field), grade: rule.grade))
            case .notice(let field):
                demand = .notice(field: try known(field))
                checks.append(check(.notice, field: try known(field), grade: rule.grade))
            case .note(let code, let field, let sentence):
                demand = .note
                checks.append(
                    check(.note(code: code, sentence: sentence), field: try field.map(known), grade: rule.grade))
            }
            return Rule(
                condition: try rule.condition?.terms.map(term) ?? [], demand: demand, check: first,
                isWarning: rule.grade == .warning)
        }

        func term(_ term: Condition.Term) throws -> Term {
            let state: Term.State =
                switch term.state {
                case .present: .present
                case .absent: .absent
                case .oneOf(let values): .oneOf(values.map { Array($0.utf8) })
                }
            return Term(field: try known(term.field), state: state)
        }

        func keyPart(_ name: String) throws -> KeyPart {
            switch name {
            case "product": .product
            case "service": .service
            default: .field(try known(name))
            }
        }

        func kind(_ rule: MACDRule) throws -> Kind {
            switch rule {
            case .fixed(let kind): .fixed(kind)
            case .byValue(let field, let kinds, let otherwise):
                .byValue(
                    field: try known(field),
                    kinds: kinds.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), $0.value) },
                    otherwise: otherwise)
            }
        }
    }
}
