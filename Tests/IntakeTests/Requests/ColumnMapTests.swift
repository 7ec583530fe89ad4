@testable import Intake
import Records
import ServiceCatalog
import Testing

struct ColumnMapTests {
    private func map(_ names: [String], definitions: [String] = [Trial.newUser, Trial.change]) throws -> ColumnMap {
        var trial = Trial()
        trial.definitions = definitions
        return try ColumnMap(Header(names: names, line: 3), catalog: try trial.catalog(), fileName: "hires.csv")
    }

    private func fields(_ names: [String]) throws -> [String?] {
        try map(names).uses.map(\.field)
    }

    @Test(arguments: [
        "email", "E-mail", "e mail", "EMAIL", "E_Mail:", "  e-MAIL  ", "Mail", "work email", "Work.E-Mail",
    ])
    func `a header meets its field in any case, spacing and punctuation`(name: String) throws {
        #expect(try fields(["Product", "Service", name]) == ["product", "service", "email"])
    }

    @Test func `products and services have spellings of their own`() throws {
        #expect(try fields(["Produkt", "Type of Request"]) == ["product", "service"])
    }

    @Test func `a column that meets no field is kept and named so`() throws {
        let map = try map(["Service", "Shoe size", "", "Email"])
        #expect(map.uses.map(\.field) == ["service", nil, nil, "email"])
        #expect(map.sourceColumns == [0, 1, 2, 3])
        #expect(map.productColumn == nil)
        #expect(!map.uses[1].isPassedOver)
    }

    @Test func `a field's services are named for each column`() throws {
        let uses = try map(["Service", "Email", "Full name"]).uses
        #expect(uses[1].services == ["new-user", "change"])
        #expect(uses[2].services == ["new-user"])
    }

    @Test func `the nearer name takes the field, and the other column is passed over`() throws {
        let map = try map(["Service", "Work Email", "Mail", "email"])
        #expect(map.fieldColumns.first?[1] == 3)
        #expect(map.uses.map(\.isPassedOver) == [false, true, true, false])
        #expect(map.uses.map(\.field) == ["service", nil, nil, "email"])
        let labelled = try self.map(["Service", "Work Email", "Mail"])
        #expect(labelled.fieldColumns.first?[1] == 2, "the spelling that the definition names first")
    }

    @Test func `two columns of one name are an error that says where they are`() throws {
        let error = try #require(throws: IntakeError.self) {
            _ = try map(["Service", "E-Mail", "Phone", "email"])
        }
        #expect(error.code == .header)
        #expect(error.message.contains("columns 2 and 4"))
        #expect(error.message.contains("hires.csv, line 3"))
        #expect(error.message.contains("“E-Mail”"))
    }

    @Test func `two columns of one name do no harm where no field needs them, or a nearer one is there`() throws {
        #expect(try fields(["Service", "x", "x"]) == ["service", nil, nil])
        #expect(try fields(["Service", "Mail", "Mail", "email"]) == ["service", nil, nil, "email"])
        #expect(try fields(["", "", "Service"]) == [nil, nil, "service"])
    }

    @Test func `Muster's own columns are no part of the source`() throws {
        let map = try map(["Service", "Email", "muster_record", "Muster_Line", "MUSTER_REASONS", "muster_suggestions"])
        #expect(map.sourceColumns == [0, 1])
        #expect(map.reasonsColumn == 4)
        #expect(map.isRejectionFile)
        #expect(map.uses.dropFirst(2).allSatisfy { $0.field == nil })
        #expect(try !self.map(["Service", "muster reasons"]).isRejectionFile)
    }

    @Test func `a file without a column for the service is refused with what it has`() throws {
        let error = try #require(throws: IntakeError.self) { _ = try Trial().intake(header: ["Email", "Product"]) }
        #expect(error.code == .header)
        #expect(error.message.contains("“Email”, “Product”"))
        #expect(error.message.contains("--service"))
        var trial = Trial()
        trial.options = Trial.options(service: "new-user")
        #expect(try trial.intake(header: ["Email"]).columns.uses.first?.field == "email")
    }

    @Test func `an option that names nothing that exists is an error with what there is`() throws {
        var trial = Trial()
        trial.options = Trial.options(service: "new-usr")
        let service = try #require(throws: IntakeError.self) { _ = try trial.intake(header: ["Service"]) }
        #expect(service.code == .option && service.message.contains("new-user, change"))
        trial.options = Trial.options(region: "Mars")
        let region = try #require(throws: IntakeError.self) { _ = try trial.intake(header: ["Service"]) }
        #expect(region.code == .option && region.message.contains("US") && region.message.contains("Europe"))
    }

    @Test func `a service level that no table has is a configuration error`() throws {
        var trial = Trial()
        trial.definitions = [Trial.newUser.replacing("user-administration", with: "heroics")]
        let error = try #require(throws: IntakeError.self) { _ = try trial.intake(header: ["Service"]) }
        #expect(error.code == .configuration && error.message.contains("heroics"))
    }
}
