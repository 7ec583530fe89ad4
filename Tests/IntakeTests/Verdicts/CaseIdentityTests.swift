import Intake
import ServiceCatalog
import Testing

/// What a case's id depends on, and what not.
struct CaseIdentityTests {
    private static let usual =
        "Product,Service,Employee ID,E-mail,Phone,License\nPhones,Hire,E1,ines@example.com,+14088001500,X1\n"

    private func id(_ text: String, trial: Trial = Trial()) throws -> CaseID {
        let row = try trial.row(text)
        #expect(row.outcome == .accepted)
        return row.caseID
    }

    @Test(arguments: [
        "License,Phone,E-mail,Employee ID,Service,Product\nX1,+14088001500,ines@example.com,E1,Hire,Phones\n",
        "produkt,REQUEST,personnel_number,mail,telephone,LICENSE\nPhones,Hire,E1,ines@example.com,+14088001500,X1\n",
        "Product,Service,Shoe size,Employee ID,E-mail,Phone,License\n"
            + "Phones,Hire,44,E1,ines@example.com,+14088001500,X1\n",
        "Product,Service,Employee ID,E-mail,Phone,License\n"
            + "8x8-phones,NEW USER,E1,ines@example.com,+1 (408) 800-1500,8x8 x1\n",
        "Product,Service,Employee ID,E-mail,Phone,License,Extension\n"
            + "Phones,Hire, E1\t,\"ines@example.com\",+14088001500,X1, \n",
        "Service,Employee ID,E-mail,Phone,License\nHire,E1,ines@example.com,+14088001500,X1\n",
    ])
    func `it does not depend on how the file is written`(text: String) throws {
        #expect(try id(text) == id(Self.usual))
    }

    @Test func `it does not depend on the delimiter or on what stands before the row`() throws {
        var trial = Trial()
        trial.delimiter = UInt8(ascii: ";")
        #expect(try id(Self.usual.replacing(",", with: ";"), trial: trial) == id(Self.usual))
        let header = Self.usual.prefix { $0 != "\n" }
        let rows = try Trial().rows("\(header)\nPhones,Hire,E0,x@y.zz,,\n" + Self.usual.dropFirst(header.count + 1))
        #expect(try rows.last?.caseID == id(Self.usual))
    }

    @Test func `a default country makes two spellings of a number one`() throws {
        var trial = Trial()
        trial.options = Trial.options(country: "US")
        #expect(try id(Self.usual.replacing("+14088001500", with: "(408) 800-1500"), trial: trial) == id(Self.usual))
    }

    @Test func `each field counts, and so does which field a value stands in`() throws {
        let changes = [
            ("E1", "E2"), ("ines@", "inez@"), ("+14088001500", "+14088001501"), ("X1", "X2"), ("E1", ""),
            ("+14088001500", ""), ("Phone,License", "Phone,Other"), ("Employee ID", "Full name"),
        ]
        var ids: Set<CaseID> = [try id(Self.usual)]
        for (old, new) in changes { ids.insert(try id(Self.usual.replacing(old, with: new))) }
        #expect(ids.count == changes.count + 1)
    }

    @Test func `tenant and service count`() throws {
        var other = Trial()
        other.options = Trial.options(tenant: "other")
        #expect(try id(Self.usual, trial: other) != id(Self.usual))
        var renamed = Trial()
        renamed.definitions[0] = Trial.newUser.replacing("id: new-user", with: "id: other-user")
        #expect(try id(Self.usual, trial: renamed) != id(Self.usual))
    }

    @Test func `the region that the run gives and the time of receipt do not count`() throws {
        var other = Trial()
        other.options = Trial.options(region: "APAC")
        #expect(try id(Self.usual, trial: other) == id(Self.usual))
    }

    @Test func `fields added to a definition do not change the ids of rows without them`() throws {
        var trial = Trial()
        trial.definitions[0] = Trial.newUser.replacing("fields:\n", with: "fields:\n  aaa: {label: Something new}\n")
        #expect(try id(Self.usual, trial: trial) == id(Self.usual))
    }

    /// Worked out apart from the program, from the documented parts of a request. Kept over releases: a changed id
    /// would file every open request a second time.
    @Test func `ids are the same on every machine and in every release`() throws {
        #expect(try id(Self.usual).description.filter { $0 != "-" }.prefix(12) == "8X7KJ2EJFJXW")
    }
}
