import ServiceCatalog
import Testing

/// What the built-in definitions say, held against the vendor's data sheet.
struct ShippedDefinitionTests {
    private let catalog: ServiceCatalog

    init() throws {
        catalog = try ServiceCatalog.load(customDirectory: nil)
    }

    private func service(_ id: String) throws -> ServiceDefinition {
        try #require(catalog.definition(id: id))
    }

    @Test func `the seven services are there, in order and without a problem`() {
        #expect(
            catalog.definitions.map(\.id) == [
                "work-new-user", "work-change", "work-offboard", "work-delete", "call-center-new-user",
                "call-center-change", "call-center-offboard",
            ])
        #expect(catalog.definitions.allSatisfy { $0.source.origin == "built-in" && $0.hasPack })
        #expect(catalog.definitions.allSatisfy { $0.serviceLevel == "user-administration" })
    }

    @Test(arguments: [
        ("work-new-user", ["first_name", "last_name", "email", "username", "site"]),
        ("work-change", ["change_field", "change_from", "change_to"]),
        ("work-offboard", []), ("work-delete", []),
        ("call-center-new-user", []), ("call-center-change", ["change_field"]), ("call-center-offboard", []),
    ])
    func `required fields are those of the data sheet`(id: String, names: [String]) throws {
        #expect(try service(id).fields.filter(\.isRequired).map(\.name) == names)
    }

    @Test func `every service knows the person's number, a date, a region and notes`() {
        for definition in catalog.definitions {
            for name in ["employee_id", "effective_date", "region", "notes"] {
                #expect(definition.field(named: name) != nil, "\(definition.id) lacks \(name)")
            }
            #expect(definition.rules.contains { if case .notice("effective_date") = $0.demand { true } else { false } })
        }
    }

    @Test(arguments: [
        ("Employee ID", "employee_id"), ("Personalnummer", "employee_id"), ("Worker ID", "employee_id"),
        ("Associate ID", "employee_id"), ("File Number", "employee_id"), ("Legal First Name", "first_name"),
        ("FIRSTNAME", "first_name"), ("Vorname", "first_name"), ("Prenom", "first_name"), ("firstName", "first_name"),
        ("User.FirstName", "first_name"), ("Nachname", "last_name"), ("Nom de famille", "last_name"),
        ("Email - Work", "email"), ("Work Contact: Work Email", "email"), ("workEmail", "email"), ("E-Mail", "email"),
        ("Benutzername", "username"), ("Standort", "site"), ("Branch", "site"), ("Location Description", "site"),
        ("workPhoneExtension", "extension"), ("Durchwahl", "extension"), ("DID", "phone_number"),
        ("User.Voice.Number", "phone_number"), ("Rufnummer", "phone_number"), ("Kostenstelle", "cost_center"),
        ("Hire Date", "effective_date"), ("hireDate", "effective_date"), ("Einstellungsdatum", "effective_date"),
        ("Licence", "license"), ("Abteilung", "department"), ("Job Title Description", "job_title"),
    ])
    func `a new user's header is recognised`(header: String, field: String) throws {
        let folded = Folding.fold(header)
        let owners = try service("work-new-user").fields.filter { definition in
            ([definition.name, definition.label] + definition.spellings).contains { Folding.fold($0) == folded }
        }
        #expect(owners.map(\.name) == [field])
    }

    @Test(arguments: [
        ("Virtual Office", "Joiner", "work-new-user"), ("work", "new user setup", "work-new-user"),
        ("8x8 Work", "Change Request", "work-change"), ("VO", "Off-board", "work-offboard"),
        ("8x8 Work", "Leaver", "work-offboard"), ("8x8 Work", "Löschen", "work-delete"),
        ("Contact Center", "New Hire", "call-center-new-user"), ("VCC", "Modification", "call-center-change"),
        ("8x8 Call Center", "Offboard", "call-center-offboard"), ("call centre", "delete", "call-center-offboard"),
    ])
    func `a product and a service in other words mean one definition`(product: String, service: String, id: String) {
        let matches = catalog.definitions.filter { definition in
            definition.product.all.contains { Folding.fold($0) == Folding.fold(product) }
                && definition.service.all.contains { Folding.fold($0) == Folding.fold(service) }
        }
        #expect(matches.map(\.id) == [id])
    }

    @Test func `what is moved is a modification, other changes are changes`() throws {
        let work = MACDRule.byValue(
            field: "change_field",
            kinds: [
                "phone_number": .modification, "extension": .modification, "license": .modification,
                "site": .modification,
            ], otherwise: .change)
        #expect(try service("work-change").macd == work)
        let callCenter = MACDRule.byValue(
            field: "change_field",
            kinds: [
                "skill_assignment": .modification, "queue_assignment": .modification, "queue_priority": .modification,
            ], otherwise: .change)
        #expect(try service("call-center-change").macd == callCenter)
        #expect(try service("work-new-user").macd == .fixed(.addition))
        #expect(try service("work-delete").macd == .fixed(.deletion))
    }

    @Test func `an extension that is advised against is a warning, a word in its place an error`() throws {
        let field = try #require(try service("work-new-user").field(named: "extension"))
        #expect(grades(field, "112") == [.warning, .warning])
        #expect(grades(field, "0450") == [])
        #expect(grades(field, "450") == [.warning, .warning])
        #expect(grades(field, "91000") == [.warning])
        #expect(grades(field, "4100") == [])
        #expect(grades(field, "reception").contains(.error))
        #expect(grades(field, "12").contains(.error))
    }

    @Test func `a name with an accent is a warning, too long a last name an error`() throws {
        let first = try #require(try service("work-new-user").field(named: "first_name"))
        let last = try #require(try service("work-new-user").field(named: "last_name"))
        #expect(grades(first, "Zoë") == [.warning])
        #expect(grades(first, "Zoe") == [])
        #expect(grades(last, String(repeating: "a", count: 31)) == [.error])
        #expect(grades(first, String(repeating: "a", count: 31)) == [])
    }

    private func grades(_ field: FieldDefinition, _ value: String) -> [Grade] {
        let bytes = Array(value.utf8)
        return field.checks.filter { check in
            var canonical: [UInt8] = []
            return !check.test.accepts(bytes.span, canonical: &canonical)
        }.map(\.grade)
    }

    @Test func `the standard job's definitions stand alone and take words exactly`() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let catalog = try ServiceCatalog.load(customDirectory: "/\(folder)/Benchmarks/Services")
        #expect(catalog.definitions.count == 6)
        for definition in catalog.definitions {
            #expect(definition.matching == .exact)
            #expect(definition.fields.count == 15)
            #expect(
                definition.uniqueKey
                    == UniqueKey(parts: [["employee_id"], ["product"], ["service"]], isAcrossServices: true))
            #expect(
                definition.fields.filter(\.isInCase).map(\.name)
                    == ["employee_id", "email", "username", "effective_date", "region"])
        }
        let kinds = Set(catalog.definitions.map { "\($0.service.name): \($0.macd)" })
        #expect(kinds.count == 3)
    }
}
