@testable import Intake
import ServiceCatalog
import Testing

struct ServiceFinderTests {
    private static let other = """
        id: desk-change
        product: Desks
        service: Change
        macd: change
        service-level: user-administration
        subject: [email]
        words: exact
        fields: {email: }

        """

    private func trial() -> Trial {
        var trial = Trial()
        trial.definitions.append(Self.other)
        return trial
    }

    private func finder(fixed: Int? = nil) throws -> ServiceFinder {
        ServiceFinder(try trial().catalog().definitions, fixed: fixed)
    }

    @Test(arguments: ["New User", "new-user", "NEWUSER", "hire", "neuer benutzer"])
    func `a service is found by any spelling`(word: String) throws {
        #expect(try finder().match(product: "phones", service: word) == .service(0))
        #expect(try finder().match(product: "8X8-Phones", service: word) == .service(0))
    }

    @Test func `exact words are met byte for byte`() throws {
        #expect(try finder().match(product: "Desks", service: "Change") == .service(2))
        #expect(try finder().match(product: "desks", service: "Change") == .unknownProduct)
        #expect(try finder().match(product: "Desks", service: "change") == .unknownService)
    }

    @Test func `what is not known is told apart`() throws {
        #expect(try finder().match(product: "Chairs", service: "Change") == .unknownProduct)
        #expect(try finder().match(product: "Phones", service: "Repair") == .unknownService)
        #expect(try finder().match(product: "", service: "Change") == .unknownProduct)
        #expect(try finder().match(product: "Phones", service: "") == .unknownService)
        #expect(try finder().match(product: "Desks", service: "New User") == .unknownService)
    }

    @Test func `without a column for the product the service must be enough`() throws {
        #expect(try finder().match(product: nil, service: "Hire") == .service(0))
        #expect(try finder().match(product: nil, service: "modify") == .service(1))
        #expect(try finder().match(product: nil, service: "Change") == .ambiguousProduct)
        #expect(try finder().match(product: nil, service: "Repair") == .unknownService)
    }

    @Test func `a fixed service does without columns, and contradicts words that mean another`() throws {
        #expect(try finder(fixed: 1).match(product: nil, service: nil) == .service(1))
        #expect(try finder(fixed: 1).match(product: "Telefone", service: "modify") == .service(1))
        #expect(try finder(fixed: 1).match(product: "Desks", service: nil) == .unknownProduct)
        #expect(try finder(fixed: 1).match(product: nil, service: "Hire") == .unknownService)
    }

    @Test func `the memory of words gives what a look-up gives, also when it is full`() throws {
        var finder = try finder()
        let words =
            ["Hire", "Change", "modify", "x"] + (0..<3_000).map { "word \($0)" } + ["Modify", "hire", "word 1"]
        for word in words {
            let bytes = Array("Phones\(word)".utf8)
            let found = finder.service(
                product: 0..<6, service: 6..<bytes.count, in: bytes.span)
            let expected: Int32 = ["hire": 0, "change": 1, "modify": 1][word.lowercased()] ?? -1
            #expect(found == expected, "\(word)")
        }
    }

    // MARK: In words

    @Test func `an unknown product is said, with a suggestion where one is near`() throws {
        let row = try trial().row("Product,Service,Email\nPhons,Change,a@b.co\n")
        #expect(row.outcome == .rejected)
        #expect(row.codes == ["product.unknown product"])
        #expect(row.reasons.first?.suggestion == "Phones")
        #expect(row.reasons.first?.column == 1)
        #expect(row.reasons.first?.sentence.contains("“Phons”") == true)
    }

    @Test func `product and service may both be unknown`() throws {
        let row = try trial().row("Product,Service,Email\nChairs,Repair,a@b.co\n")
        #expect(row.codes == ["product.unknown product", "service.unknown service"])
    }

    @Test func `an unknown service is said with the services of its product`() throws {
        let row = try trial().row("Product,Service,Email\nPhones,Repair,a@b.co\n")
        #expect(row.codes == ["service.unknown service"])
        let sentence = row.reasons.first?.sentence ?? ""
        #expect(sentence.contains("“New User” or “Change”"))
    }

    @Test func `an empty service is said to be missing`() throws {
        let row = try trial().row("Product,Service,Email\nPhones, ,a@b.co\n")
        #expect(row.codes == ["service.unknown service"])
        #expect(row.reasons.first?.sentence.contains("missing") == true)
    }

    @Test func `a service of two products asks for a column for the product`() throws {
        let row = try trial().row("Service,Email\nChange,a@b.co\n")
        #expect(row.codes == ["product.unknown product"])
        #expect(row.reasons.first?.sentence.contains("“Desks” or “Phones”") == true)
    }
}
