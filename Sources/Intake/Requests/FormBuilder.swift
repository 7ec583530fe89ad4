import ServiceCatalog

/// Turns the names in a definition into the indices of one form.
struct FormBuilder {
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

    func rule(_ rule: RowRule, checks: inout [Check]) throws -> ServiceForm.Rule {
        let demand: ServiceForm.Demand
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
        return ServiceForm.Rule(
            condition: try rule.condition?.terms.map(term) ?? [], demand: demand, check: first,
            isWarning: rule.grade == .warning)
    }

    func term(_ term: Condition.Term) throws -> ServiceForm.Term {
        let state: ServiceForm.Term.State =
            switch term.state {
            case .present: .present
            case .absent: .absent
            case .oneOf(let values): .oneOf(values.map { Array($0.utf8) })
            }
        return ServiceForm.Term(field: try known(term.field), state: state)
    }

    func keySource(_ name: String) throws -> ServiceForm.KeyStep.Source {
        switch name {
        case "product": .product
        case "service": .service
        default: .field(try known(name))
        }
    }

    func kind(_ rule: MACDRule) throws -> ServiceForm.Kind {
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
