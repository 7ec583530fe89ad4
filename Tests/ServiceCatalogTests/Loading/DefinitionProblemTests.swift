import ServiceCatalog
import Testing

/// Each sort of mistake in a definition, with its place and its whole sentence.
struct DefinitionProblemTests {
    struct Sample: CustomTestStringConvertible {
        var definition: MarkedDefinition
        var problems: Set<String>
        var testDescription: String { problems.sorted().joined(separator: "; ") }

        init(_ marked: String, _ problems: String...) {
            definition = MarkedDefinition(marked)
            self.problems = Set(problems)
        }

        /// What follows `fields:`; the first field is `a`.
        init(fields: String, _ problems: String...) {
            definition = .fields(fields)
            self.problems = Set(problems)
        }
    }

    private func expectProblems(of sample: Sample) {
        #expect(Set(sample.definition.problems()) == sample.problems)
    }

    // MARK: The head

    @Test(arguments: [
        Sample(
            """
            ①fields: {a: }
            """,
            "① a service needs the key “id”", "① a service needs the key “product”",
            "① a service needs the key “service”", "① a service needs the key “service-level”",
            "① a service needs the key “macd”", "① a service needs the key “subject”"),
        Sample(
            """
            id: t
            product: P
            service: S
            macd: addition
            service-level: l
            subject: [a]
            ①feilds: {}
            fields: {a: }
            ②flavour: x
            """,
            "① a service has no key “feilds”; did you mean “fields”?",
            "② a service has no key “flavour”; use one of: id, product, service, words, macd, service-level, subject, "
                + "unique, tasks, pack, fields, rules"),
        Sample("①[a, b]", "① a service must be a group of keys with values, but this is a list"),
        Sample(
            """
            id: ①Work New
            product: ②{③nam: P}
            service: S
            macd: ④adition
            words: ⑤fold
            service-level: [l]
            subject: a
            pack: ⑥perhaps
            fields: {a: }
            """,
            "① an id is made of lower-case words and digits joined by hyphens, such as work-new-user, not “Work New”",
            "② “product” needs the key “name”",
            "③ “product” has no key “nam”; did you mean “name”?",
            "④ “macd” cannot be “adition”; did you mean “addition”?",
            "⑤ “words” cannot be “fold”; use one of: folded, exact",
            "6:16 “service-level” must be a text, but this is a list",
            "⑥ “pack” must be true or false"),
        Sample(
            """
            id: t
            product: {name: P, also: ①[]}
            service: {name: S, also: [②[x], ③""]}
            macd: addition
            service-level: l
            subject: ④[]
            fields: ⑤{}
            """,
            "① “also” is an empty list; write at least one item or leave the key out",
            "② an item of “also” must be a text, but this is a list",
            "③ an item of “also” is empty; write a text",
            "④ “subject” is an empty list; write at least one item or leave the key out",
            "⑤ “fields” is empty; write at least one field"),
        Sample(
            """
            id: t
            product: P
            service: {name: ①}
            macd:②
            service-level: l
            subject: [a]
            fields: {a: }
            """,
            "① “name” has no value; write one after the colon",
            "② “macd” has no value; write one after the colon"),
    ])
    func `mistakes in the head of a definition`(sample: Sample) {
        expectProblems(of: sample)
    }

    // MARK: Fields

    private static let unclosedClass: String = {
        do throws(PatternError) {
            _ = try BytePattern("[0-9")
            return ""
        } catch {
            return "the pattern cannot be used, see its character \(error.offset + 1): \(error.message)"
        }
    }()

    private static func refused(_ test: ValueTest, _ value: String, _ field: String) -> String {
        test.explain(value, field: field).sentence
    }

    @Test(arguments: [
        Sample(
            fields: """
                  a: {①requierd: true, required: ②maybe}
                  ③First Name:
                  ④muster_x:
                  ⑤due_at:
                  b: ⑥x
                """,
            "① the field “a” has no key “requierd”; did you mean “required”?",
            "② “required” must be true or false",
            "③ a field's name is made of lower-case words and digits joined by “_”, such as first_name, "
                + "not “First Name”",
            "④ names that begin with muster_ belong to the rejection file; choose another",
            "⑤ the cases file has a column “due_at” already; choose another name",
            "⑥ the field “b” must be a group of keys with values, but this is a text"),
        Sample(
            fields: """
                  a: {also: [e-mail]}
                  b: {also: [①E Mail]}
                  c: {label: ②"B"}
                  d: {also: [③"--"]}
                  ④a_1:
                  ⑤a1:
                """,
            "① the header “E Mail” means the field “a” already; give it to one of the two",
            "② the header “B” means the field “b” already; give it to one of the two",
            "③ “--” has no letter or digit, so no header can match it",
            "⑤ the header “A1” means the field “a_1” already; give it to one of the two"),
        Sample(
            fields: """
                  a:
                  kind: {also: [①Request Type]}
                """,
            "① the header “Request Type” means the field “service” already; give it to one of the two"),
        Sample(
            fields: """
                  a: {length: ①7..3, range: ②a..b, pattern: ③'[0-9', format: ④emial}
                  b: {length: ⑤-3..4, characters: ⑥latin}
                """,
            "① “length” runs backwards: 7 is more than 3",
            "② “range” must be a range such as 3..7, 4.., ..30 or one number",
            "③ " + unclosedClass,
            "④ “format” cannot be “emial”; did you mean “email”?",
            "⑤ a length is never below 0",
            "⑥ “characters” cannot be “latin”; use one of: target-name"),
        Sample(
            fields: """
                  a: {not-reserved: [①900..99999, ②x, 112]}
                  b: {warn: {③lenght: 3.., ④warn: {}}}
                """,
            "① an item of “not-reserved” must be a number such as 112, or a range of numbers with the same count of "
                + "digits such as 400..699",
            "② an item of “not-reserved” must be a number such as 112, or a range of numbers with the same count of "
                + "digits such as 400..699",
            "③ “warn” has no key “lenght”; did you mean “length”?",
            "④ “warn” has no key “warn”; use one of: format, length, pattern, one-of, not-reserved, characters, range"),
        Sample(
            fields: """
                  a: {one-of: ①[]}
                  b: {one-of: [X1, ②x-1, {value: X2, also: [③X1]}, ④X2]}
                  c: {one-of: [⑤{⑥vlaue: 1}]}
                """,
            "① “one-of” is an empty list; write at least one item or leave the key out",
            "② “x-1” means the value “X1” already; keep one",
            "③ “X1” means the value “X1” already; keep one",
            "④ “X2” means the value “X2” already; keep one",
            "⑤ an item of “one-of” needs the key “value”",
            "⑥ an item of “one-of” has no key “vlaue”; did you mean “value”?"),
        Sample(
            fields: """
                  a: {format: email, example: ①nobody}
                  b: {length: 3..7, example: ②"12"}
                """,
            "① the example does not pass the field's own test: " + refused(.format(.email), "nobody", "A"),
            "② the example does not pass the field's own test: " + refused(.length(3...7), "12", "B")),
    ])
    func `mistakes in fields`(sample: Sample) {
        expectProblems(of: sample)
    }

    @Test func `a list file is missing, empty, not UTF-8, or says a thing twice`() {
        let definition = MarkedDefinition.fields(
            """
              a: {one-of: {file: ①gone.txt}}
              b: {one-of: {file: ②empty.txt}}
              c: {one-of: {file: ③latin.txt}}
              d: {one-of: {file: ④twice.txt}}
            """)
        let lists: [String: [UInt8]] = [
            "empty.txt": Array("# no site yet\n\n".utf8), "latin.txt": [0x5A, 0xFC, 0x72],
            "twice.txt": Array("London | LON\nParis\nLeeds | lon\nParis\n".utf8),
        ]
        #expect(
            definition.problems(lists: lists) == [
                "① the list “gone.txt” cannot be read: there is no such file",
                "② the list “empty.txt” has no values; write one a line",
                "③ the list “latin.txt” is not UTF-8 text; save it with the encoding UTF-8",
                "④ the list “twice.txt”, line 3: “lon” means “London” already; keep one",
            ])
    }

    // MARK: Rules

    private static let nothing =
        "this rule asks for nothing; add one of: required, any-of, forbidden, different, check, warn, notice, note, "
        + "reject"

    @Test(arguments: [
        Sample(
            fields: """
                  a:
                  b:
                  c: {required: true}
                rules:
                  - ①b: x
                  - required: [②d, b]
                  - any-of: [a, [b, ③aa]]
                  - different: ④[a]
                  - different: ⑤[a, a]
                  - ⑥{}
                """,
            "① a rule has no key “b”; use one of: when, required, any-of, forbidden, different, check, warn, notice, "
                + "note, reject",
            "② “required” names the field “d”, which this service does not have; use one of: a, b, c",
            "③ “any-of” names the field “aa”, which this service does not have; use one of: a, b, c",
            "④ “different” compares two fields, such as [change_from, change_to]",
            "⑤ “different” compares two fields, such as [change_from, change_to]",
            "⑥ " + nothing),
        Sample(
            fields: """
                  a: {one-of: [red, green]}
                  b: {required: true}
                rules:
                  - {when: {①colour: red}, required: [b]}
                  - {when: {a: ②gren}, required: [b]}
                  - {when: {b: ③absent}, required: [a]}
                  - {when: ④{}, required: [a]}
                  - ⑤when: {a: present}
                """,
            "① “when” names the field “colour”, which this service does not have; use one of: a, b",
            "② “gren” is not a value of “a”; did you mean “green”?",
            "③ “b” is required, so it is never absent and this never applies",
            "④ “when” is empty; write a field and its value, or leave the key out",
            "⑤ " + nothing),
        Sample(
            fields: """
                  a:
                  b: {required: true}
                rules:
                  - {when: {a: present}, ①forbidden: [b]}
                  - required: [a]
                  - {when: {b: x}, ②forbidden: [a]}
                  - {when: {b: x}, warn: {forbidden: [a]}}
                """,
            "① “b” is required by its field and forbidden here; keep one of the two",
            "② “a” is forbidden here and required in line 12 for the same rows; keep one of the two"),
        Sample(
            fields: """
                  a:
                  b:
                rules:
                  - check: {①c: {length: 3}}
                  - check: {a: {②lenth: 3}}
                  - notice: ③b
                  - note: {code: ④License, text: x}
                  - reject: ⑤{code: a.b}
                  - warn: {⑥notice: b}
                """,
            "① “check” has no key “c”; use one of: a, b",
            "② the check of “a” has no key “lenth”; did you mean “length”?",
            "③ “notice” compares a date, so the field “b” needs “format: date”",
            "④ a code is lower-case words joined by “.” and “-”, such as license.change",
            "⑤ “reject” needs the key “text”",
            "⑥ “warn” has no key “notice”; use one of: required, any-of, forbidden, different, check"),
    ])
    func `mistakes in rules`(sample: Sample) {
        expectProblems(of: sample)
    }

    // MARK: Kinds, duplicates and tasks

    @Test(arguments: [
        Sample(
            """
            id: t
            product: P
            service: S
            macd: {by: a, modification: [red, ①blu], addition: [②red], otherwise: change}
            service-level: l
            subject: [a]
            fields: {a: {one-of: [red, blue]}}
            """,
            "① “blu” is not a value of “a”; did you mean “blue”?",
            "② “red” has the macd kind modification already; name it once"),
        Sample(
            """
            id: t
            product: P
            service: S
            macd: {by: ①a, otherwise: change}
            service-level: l
            subject: [a]
            fields: {a: }
            """,
            "① the macd kind follows “a”, so that field needs a “one-of” list of its values"),
        Sample(
            """
            id: t
            product: P
            service: S
            macd: ①{by: ②x}
            service-level: l
            subject: [③b]
            unique: [a, [product, ④b]]
            tasks: ⑤[]
            fields: {a: }
            """,
            "① “macd” needs the key “otherwise”",
            "② “by” names the field “x”, which this service does not have; use one of: a",
            "③ “subject” names the field “b”, which this service does not have; use one of: a",
            "④ “unique” names the field “b”, which this service does not have; use one of: a, product, service",
            "⑤ “tasks” is an empty list; write at least one item or leave the key out"),
        Sample(
            """
            id: t
            product: P
            service: S
            macd: addition
            service-level: l
            subject: [a]
            unique: {parts: [a], ①across: true}
            tasks: [②{when: {a: present}}]
            fields: {a: }
            """,
            "① “unique” has no key “across”; use one of: parts, across-services",
            "② a task needs the key “task”"),
    ])
    func `mistakes in kinds, duplicates and tasks`(sample: Sample) {
        expectProblems(of: sample)
    }
}
