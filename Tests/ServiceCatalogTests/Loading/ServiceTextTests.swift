import ServiceCatalog
import Testing

/// What the commands `services` and `template` print.
struct ServiceTextTests {
    private func sample() throws -> ServiceDefinition {
        let definition = try MarkedDefinition(
            """
            id: desk-move
            product: {name: Desk, also: [Desks]}
            service: Move
            macd: {by: what, modification: [desk], otherwise: change}
            service-level: user-administration
            subject: [who]
            unique: [[who, what], product]
            pack: true
            tasks:
              - {task: Move it, when: {what: [desk, chair], floor: present}}
              - Sweep
            fields:
              who: {label: Person, also: [Name], required: true, length: 2.., example: 'Ines "I" Okafor, Ms'}
              what: {one-of: [desk, chair], warn: {length: ..5}, help: What moves -- whole}
              floor: {format: integer, in-case: false}
            rules:
              - any-of: [who, [what, floor]]
              - when: {what: chair, floor: absent}
                warn: {required: [floor]}
              - note: {code: desk.move, text: Mind the stairs.}

            """
        ).definition()
        return try #require(definition)
    }

    @Test func `the table lines up`() throws {
        #expect(
            ServiceTable.text(of: [try sample()]) == """
                ID         PRODUCT  SERVICE  MACD     FIELDS  ORIGIN
                desk-move  Desk     Move     by what  3       t.yaml

                """)
    }

    @Test func `a service in words`() throws {
        let definition = try sample()
        #expect(
            ServiceDescription(of: definition).text == """
                desk-move: Desk, Move

                MACD kind:      modification for desk; change otherwise; by What
                Service level:  user-administration
                Origin:         t.yaml, SHA-256 \(definition.source.contentHash.prefix(16))…
                Named after:    Person, whichever is filled in first
                Duplicates:     rows of this service that agree on Person (or else What) + product
                Portal sheet:   yes
                Product is:     Desk, Desks
                Service is:     Move
                Words match:    whatever their case, spaces, hyphens and punctuation

                Required fields
                  Person (who)
                      Must be: at least 2 characters long
                      Example: Ines "I" Okafor, Ms
                      Headers: Name

                Optional fields
                  What (what)
                      What moves -- whole
                      Must be: one of desk, chair
                      Should be, or the case is flagged: at most 5 characters long
                  Floor (floor)
                      Must be: a whole number
                      Not a column of the cases file

                Rules
                  - one of these must be filled in: Person; What and Floor
                  - when What is chair and Floor is empty: Floor should be filled in (the case is flagged)
                  - Mind the stairs. [desk.move] (the case is flagged)

                Tasks of the case
                  1. Move it (when What is desk or chair and Floor is filled in)
                  2. Sweep

                """)
    }

    @Test func `the CSV template is a header and one row, for a spreadsheet`() throws {
        #expect(
            ImportTemplate(for: try sample()).text(as: .csv)
                == "\u{FEFF}Product,Service,Person,What,Floor\r\nDesk,Move,\"Ines \"\"I\"\" Okafor, Ms\",,\r\n")
    }

    @Test func `the XML template is one request with what to fill in`() throws {
        #expect(
            ImportTemplate(for: try sample()).text(as: .xml) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Desk, Move: one request element a case -->
                <muster xmlns="urn:muster:import:1">
                  <request>
                    <product>Desk</product>
                    <service>Move</service>
                    <!-- Person: required -->
                    <who>Ines "I" Okafor, Ms</who>
                    <!-- What: What moves - - whole -->
                    <what></what>
                    <floor></floor>
                  </request>
                </muster>

                """)
    }

    @Test(arguments: try ServiceCatalog.load(customDirectory: nil).definitions.map(\.id))
    func `a shipped template's headers are recognised again`(id: String) throws {
        let definition = try #require(try ServiceCatalog.load(customDirectory: nil).definition(id: id))
        let csv = ImportTemplate(for: definition).text(as: .csv).dropFirst()
        let lines = csv.split(separator: "\r\n")
        #expect(lines.count == 2)
        let header = try #require(lines.first).split(separator: ",").map(String.init)
        let known = definition.fields.flatMap { [$0.name, $0.label] + $0.spellings }
        let columns = ServiceCatalog.productSpellings + ServiceCatalog.serviceSpellings
        let folded = Set((known + columns).map(Folding.fold))
        #expect(header.allSatisfy { folded.contains(Folding.fold($0)) })
        #expect(header.count == definition.fields.count + 2)
        for field in definition.fields where field.isRequired {
            #expect(field.example != nil, "\(field.name) is required and has no example")
        }
    }
}
