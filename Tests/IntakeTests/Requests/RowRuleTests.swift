import Intake
import ServiceCatalog
import Testing

/// Each kind of rule over a row, in a definition that has nothing else.
struct RowRuleTests {
    /// The codes of a row with the cells `a`, `b` and `c`, under one rule.
    private func row(_ rule: String, _ cells: String) throws -> Trial.Row {
        var trial = Trial()
        trial.definitions = [
            Trial.definition("fields: {a: , b: {one-of: [x, {value: y, also: [why]}]}, c: }\nrules:\n  - \(rule)")
        ]
        return try trial.row("Service,A,B,C\nS,\(cells)\n")
    }

    private func codes(_ rule: String, _ cells: String) throws -> [String] {
        let row = try row(rule, cells)
        #expect((row.outcome == .accepted) == row.reasons.isEmpty)
        return row.codes
    }

    @Test func `required: each field that is missing is named`() throws {
        #expect(try codes("required: [a, c]", "1,,2") == [])
        #expect(try codes("required: [a, c]", "1,,") == ["field.required c"])
        #expect(try codes("required: [a, c]", ", , ") == ["field.required a", "field.required c"])
    }

    @Test func `any-of: one group must be filled in whole`() throws {
        let rule = "any-of: [a, [b, c]]"
        #expect(try codes(rule, "1,,") == [])
        #expect(try codes(rule, ",x,1") == [])
        #expect(try codes(rule, ",x,") == ["who.missing"])
        #expect(try row(rule, ",x,").reasons.first?.sentence.contains("A or B with C") == true)
    }

    @Test func `forbidden: what is filled in is named`() throws {
        #expect(try codes("forbidden: [a, c]", ",x,") == [])
        #expect(try codes("forbidden: [a, c]", "1,,2") == ["field.forbidden a"])
        #expect(try row("forbidden: [a, c]", "1,,2").reasons.first?.sentence.contains("A and C") == true)
    }

    @Test func `different: equal values are a fault, empty ones are not`() throws {
        #expect(try codes("different: [a, c]", "1,,2") == [])
        #expect(try codes("different: [a, c]", ",x,") == [])
        #expect(try codes("different: [a, c]", "1,,") == [])
        #expect(try codes("different: [a, c]", "1,,1") == ["field.same c"])
        #expect(try codes("different: [a, c]", "1,, 1 ") == ["field.same c"])
    }

    @Test func `different compares what values mean, not how they are written`() throws {
        #expect(try codes("different: [a, b]", "y,WHY,") == ["field.same b"])
    }

    @Test func `check: a value is tested where there is one`() throws {
        #expect(try codes("check: {c: {format: email}}", "1,,") == [])
        #expect(try codes("check: {c: {format: email}}", "1,,a@b.co") == [])
        #expect(
            try codes("check: {c: {format: email, length: ..3}}", "1,,nobody") == ["email.syntax c", "length.long c"])
    }

    @Test func `reject and note: always said under their condition`() throws {
        let text = "{code: own.code, field: c, text: Not like this.}"
        #expect(try codes("{when: {b: y}, reject: \(text)}", "1,why,") == ["own.code c"])
        #expect(try codes("{when: {b: y}, reject: \(text)}", "1,x,") == [])
        let noted = try row("{when: {b: y}, note: \(text)}", "1,why,")
        #expect(noted.outcome == .accepted)
        #expect(
            noted.reasons == [
                Reason(code: "own.code", grade: .warning, field: "c", column: 4, sentence: "Not like this.")
            ])
    }

    @Test func `when: all terms must hold`() throws {
        let present = "{when: {a: present, c: absent}, required: [b]}"
        #expect(try codes(present, "1,,") == ["field.required b"])
        #expect(try codes(present, ",,") == [])
        #expect(try codes(present, "1,,2") == [])
        let oneOf = "{when: {b: [x, y]}, required: [c]}"
        #expect(try codes(oneOf, "1,Why,") == ["field.required c"], "a condition looks at the canonical value")
        #expect(try codes(oneOf, "1,,") == [])
    }

    @Test(arguments: ["any-of: [a]", "forbidden: [c]", "different: [b, c]", "check: {c: {format: email}}"])
    func `warn: the row is accepted and flagged`(demand: String) throws {
        let row = try row("warn: {\(demand)}", ",x,x")
        #expect(row.outcome == .accepted)
        #expect(row.reasons.map(\.grade) == [.warning])
    }

    @Test func `warn: a required field that is missing is a warning, too`() throws {
        let row = try row("warn: {required: [c]}", "1,x,")
        #expect(row.outcome == .accepted)
        #expect(row.codes == ["field.required c"])
        #expect(row.reasons.map(\.grade) == [.warning])
    }

    @Test func `rules that fail together are all reported, in the order of the definition`() throws {
        var trial = Trial()
        trial.definitions = [
            Trial.definition(
                """
                fields: {a: , b: {required: true}, c: }
                rules:
                  - different: [a, c]
                  - forbidden: [c]
                  - check: {a: {format: email}}
                  - warn: {check: {c: {length: 5..}}}
                """)
        ]
        let row = try trial.row("Service,A,B,C\nS,1,,1\n")
        #expect(
            row.codes == ["field.required b", "field.same c", "field.forbidden c", "email.syntax a", "length.short c"])
        #expect(row.reasons.map(\.grade) == [.error, .error, .error, .error, .warning])
        #expect(row.reasons.map(\.column) == [3, 4, 4, 2, 4])
    }

    @Test func `the kind of a request follows the field that is changed`() throws {
        let text = "Product,Service,Employee ID,What\n"
        let whats = ["extension", "SITE", "name", "leave", "nonsense", ""]
        let rows = try Trial().rows(text + whats.enumerated().map { "Phones,Change,\($0),\($1)\n" }.joined())
        #expect(rows.map(\.kind) == [.modification, .modification, .change, .deletion, .change, .change])
        #expect(rows.map(\.outcome) == [.accepted, .accepted, .accepted, .accepted, .rejected, .rejected])
        #expect(try Trial().row("Service,Email\nHire,a@b.co\n").kind == .addition)
    }
}
