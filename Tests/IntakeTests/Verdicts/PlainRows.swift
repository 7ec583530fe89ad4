import Intake
import TestSupport

/// Random rows for several services, most of them sound.
struct PlainRows {
    private let columns: [String]

    static let definitions = [Trial.newUser, Trial.change, exact, across]

    private static let exact = """
        id: exact
        product: P
        service: {name: Exact, also: ["Neu: Ä"]}
        words: exact
        macd: {by: kind, addition: [new, "größer"], deletion: [Seventeen letters], otherwise: change}
        service-level: user-administration
        subject: [code, slug]
        unique: [[code, slug], service, choice]
        fields:
          code: {label: Code, pattern: '[A-Z]{2}[0-9]{2,6}'}
          slug: {label: Slug, pattern: '[a-z]+(-[a-z]+)*', warn: {length: ..40}}
          choice: {label: Choice, required: true, one-of: [x, {value: y, also: [why]}, Seventeen letters, ä]}
          day: {label: Day, format: iso-date}
          title: {label: Title, length: 1..40, warn: {characters: target-name}}
          number: {label: Number, range: 1..99, warn: {length: ..2, not-reserved: [12, 40..50]}}
          kind: {label: Kind, one-of: [new, größer, Seventeen letters, old]}
          other: {label: Other}
          region: {label: Region}
        rules:
          - different: [code, other]
          - {when: {choice: y}, required: [day]}
          - warn: {any-of: [title, [kind, other]]}
          - {when: {kind: present}, check: {other: {format: phone}}}
          - {when: {choice: [ä]}, note: {code: own.code, field: choice, text: Look at this.}}

        """

    private static let across = """
        id: across
        product: P
        service: Across
        macd: change
        service-level: user-administration
        subject: [slug]
        unique: {parts: [product, [slug, email]], across-services: true}
        fields:
          slug: {label: Slug, length: 2..64}
          email: {label: E-mail, format: email, length: ..64}
          code: {label: Code, pattern: '[0-9A-F]{2}(:[0-9A-F]{2}){5}|[A-Z].*', one-of: [AB12, {value: CD345, also: [ef 12]}]}
          title: {label: Title}

        """

    /// The words that name a service, product first.
    private static let services: [(product: [String], service: [String])] = [
        (["Phones", "Telefone", "8x8 Phones", "phones"], ["New User", "Hire", "NEW USER"]),
        (["Phones", "8x8-phones"], ["Change", "Modify"]), (["P"], ["Exact", "Neu: Ä"]), (["P", "p"], ["Across"]),
        (["", "Q", "P"], ["Hire", "Nothing", ""]),
    ]

    /// What a column holds when all is well, and what the tests then find.
    private static let values: [(column: String, good: [String], bad: [String])] = [
        ("Employee ID", ["E1", "E2", "0042", "e1", "Employee number 000000000017"], ["Ä1", "ä1"]),
        (
            "E-mail", ["a@b.co", "ines.okafor@example.com", "a.rather.long.name.of.somebody@mail.example.com"],
            ["nobody", "Ines@Example.com", "ä@b.co"]
        ),
        ("Full name", ["Ines Okafor", "Li", "Zoë Müller", "王伟", "A name of thirty characters…"], ["X", "Ë", "😀😀"]),
        ("Phone", ["+14088001500", "+493012345678"], ["+1 (408) 800-1500", "14088001500", "+49 30/123456", "12"]),
        ("License", ["X1", "X2"], ["x1", "8x8 X1", "X9"]), ("Extension", ["4100", "55555"], ["410", "41a", "04"]),
        ("Start date", ["2027-03-01", "2028-02-29"], ["2027-02-30", "1.3.2027", "2026-12-01", "2027-03-0:"]),
        ("Region", ["US", "Europe", "APAC"], ["EMEA", "us", "Atlantis", "A region with a long name"]),
        ("What", ["extension", "site", "name", "leave"], ["Site", "LEAVE", "nonsense"]),
        ("Old value", ["one", "+14088001500"], ["\u{AD}"]), ("New value", ["two", "größer"], ["\u{7F}"]),
        ("Code", ["AB12", "CD345", "AB123456"], ["ab12", "AB1", "AB12345678", "ab 12", "A"]),
        ("Slug", ["a-b", "slug", "a-slug-of-many-words-and-letters", "ab"], ["a--b", "Ä-b", "x"]),
        ("Choice", ["x", "y", "ä", "Seventeen letters"], ["why", "Y", "z"]),
        ("Day", ["2027-03-01", "1999-12-31"], ["2027-3-1", "2027-00-10"]),
        ("Title", ["A title", "Ein Titel mit Ä", "A title of more than thirty-two bytes"], ["", "𠮷"]),
        ("Number", ["1", "99", "07"], ["0", "100", "12", "44", "x"]),
        ("Kind", ["new", "größer", "Seventeen letters", "old"], ["NEW"]),
        ("Other", ["+14088001500", "AB12"], ["+1 408 800 1500", "CD345"]), ("Unknown", ["x", "y\u{A0}z"], [" "]),
    ]

    /// Some of the columns, in any order.
    init(_ random: inout SeededGenerator) {
        let few = Int.random(in: 0...2, using: &random) == 0
        let some = Self.values.map(\.column).filter { _ in !few || Int.random(in: 0...2, using: &random) > 0 }
        let product = Int.random(in: 0...3, using: &random) > 0 ? ["Product"] : []
        columns = (some + product + ["Service"]).shuffled(using: &random)
    }

    /// A file of so many rows.
    ///
    /// - Parameter dirt: how many of a thousand cells are not as they should be.
    func file(rows: Int, dirt: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var file = Array(columns.joined(separator: ",").utf8) + [0x0A]
        for _ in 0..<rows {
            let named = Self.services.randomElement(using: &random) ?? (["P"], ["Exact"])
            for (index, column) in columns.enumerated() {
                if index > 0 { file.append(0x2C) }
                file += cell(column, named, dirt, &random)
            }
            file.append(0x0A)
        }
        return file
    }

    private func cell(
        _ column: String, _ named: (product: [String], service: [String]), _ dirt: Int, _ random: inout SeededGenerator
    ) -> [UInt8] {
        let isDirty = Int.random(in: 0..<1_000, using: &random) < dirt
        var text: String
        switch column {
        case "Product": text = named.product.randomElement(using: &random) ?? ""
        case "Service": text = named.service.randomElement(using: &random) ?? ""
        default:
            let values = Self.values.first { $0.column == column }
            let isBad = isDirty && Bool.random(using: &random)
            text = (isBad ? values?.bad : values?.good)?.randomElement(using: &random) ?? ""
            let optional = ["E-mail", "Choice", "What", "Title"].contains(column) ? 20 : 3
            if Int.random(in: 0..<optional, using: &random) == 0 { text = "" }
        }
        guard isDirty else { return Self.written(text, isQuoted: Int.random(in: 0..<8, using: &random) == 0) }
        switch Int.random(in: 0...9, using: &random) {
        case 0: text = " " + text
        case 1: text += "\u{A0}"
        case 2: text += ["\t", "\u{200B}", "\u{FEFF}", "\u{7F}", "  "].randomElement(using: &random) ?? ""
        case 3: text = String(repeating: text, count: Int.random(in: 2...9, using: &random))
        case 4: text += "é"
        case 5: text = ["\"", ",", "\n", "a\"b"].randomElement(using: &random).map { text + $0 } ?? text
        case 6: text = text.uppercased()
        case 7:
            var bytes = Self.written(text, isQuoted: false)
            bytes.append([0xFF, 0xC3, 0xA0, 0x00, 0x80].randomElement(using: &random) ?? 0xFF)
            return bytes
        default: break
        }
        return Self.written(text, isQuoted: Bool.random(using: &random))
    }

    private static func written(_ text: String, isQuoted: Bool) -> [UInt8] {
        guard isQuoted || text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
            return Array(text.utf8)
        }
        return Array("\"\(text.replacing("\"", with: "\"\""))\"".utf8)
    }
}
