import Testing

@testable import ServiceCatalog

struct PhoneFormatTests {
    private func phone(_ country: String?) -> ValueTest {
        .phone(PhoneFormat(home: country.flatMap { CountryCalling($0) }))
    }

    @Test(arguments: [
        "+14088001500", "14088001500", "0014088001500", "+1 408 800 1500", "+1 (408) 800-1500", "+1-408-800-1500",
        "+1.408.800.1500", "(+1) 408 800 1500", "+1\u{A0}408\u{202F}800\u{2011}1500", "1 408 800 1500",
        "00 1 408 800-1500",
        "\u{202A}+14088001500\u{202C}", "+1 408/800/1500",
    ])
    func `a number that shows its country needs no default`(value: String) {
        #expect(phone(nil).canonical(of: value) == "+14088001500")
    }

    @Test(arguments: [
        ("+44 (0)20 7096 6060", "+442070966060"), ("0044 (0) 20 7096 6060", "+442070966060"),
        ("+39 (0)6 1234 5678", "+390612345678"), ("+39 06 1234 5678", "+390612345678"),
        ("442070966060", "+442070966060"), ("+12345678", "+12345678"), ("+123456789012345", "+123456789012345"),
        ("+49 (0) 30/123456", "+4930123456"),
    ])
    func `a zero in parentheses falls away where a country has that prefix`(value: String, canonical: String) {
        #expect(phone(nil).canonical(of: value) == canonical)
    }

    @Test(arguments: [
        ("US", "(408) 800-1500", "+14088001500"), ("US", "408.800.1500", "+14088001500"),
        ("US", "1-408-800-1500", "+14088001500"), ("US", "011 44 20 7096 6060", "+442070966060"),
        ("US", "442070966060", "+442070966060"), ("US", "0044 20 7096 6060", "+442070966060"),
        ("+1", "4088001500", "+14088001500"), ("ca", "4168001500", "+14168001500"),
        ("GB", "020 7096 6060", "+442070966060"), ("GB", "(020) 7096-6060", "+442070966060"),
        ("GB", "(0)20 7096 6060", "+442070966060"), ("GB", "14088001500", "+14088001500"),
        ("+44", "02070966060", "+442070966060"), ("DE", "030/123456", "+4930123456"),
        ("DE", "0151 23456789", "+4915123456789"), ("FR", "01 23 45 67 89", "+33123456789"),
        ("AU", "(02) 9123 4567", "+61291234567"), ("AU", "0011 44 20 7096 6060", "+442070966060"),
        ("AU", "0014088001500", "+14088001500"), ("IT", "06 1234 5678", "+390612345678"),
        ("IT", "335 123 4567", "+393351234567"), ("ES", "912 345 678", "+34912345678"),
        ("SG", "6789 1234", "+6567891234"), ("SG", "65 6789 1234", "+6567891234"),
        ("IN", "98765 43210", "+919876543210"), ("IN", "09876543210", "+919876543210"),
        ("RU", "8 (912) 345-67-89", "+79123456789"), ("RU", "812 345 67 89", "+78123456789"),
        ("HU", "06 1 234 5678", "+3612345678"), ("BR", "(11) 98765-4321", "+5511987654321"),
        ("CN", "138 1234 5678", "+8613812345678"), ("IE", "01 234 5678", "+35312345678"),
    ])
    func `a default country reads its national numbers`(country: String, value: String, canonical: String) {
        #expect(phone(country).canonical(of: value) == canonical)
    }

    @Test(
        arguments: [
            (nil, "5551234567"), (nil, "(408) 800-1500"), (nil, "020 7096 6060"), (nil, "555 1234"),
            (nil, "99999999999"), (nil, "11088001500"), (nil, "140880015001"),
            ("GB", "20 7096 6060"), ("DE", "30 123456"),
        ] as [(String?, String)])
    func `without a country a national number is refused`(country: String?, value: String) {
        #expect(phone(country).code(of: value) == "phone.country")
        #expect(phone(country).sentence(for: value).contains("Write it with + and the"))
    }

    @Test(
        arguments: [
            (nil, "1.40881E+10"), (nil, "1,40881E+10"), (nil, "14088001500.0"), (nil, "442070966060.0"),
            (nil, "+14088001500.0"),
            ("US", "4088001500.0"), (nil, "#NAME?"), (nil, "########"), ("GB", "2070966060"), ("DE", "15123456789"),
            (nil, "4.42071E+11"), (nil, "442070966060,00"),
        ] as [(String?, String)])
    func `what a spreadsheet has damaged is named and never repaired`(country: String?, value: String) {
        #expect(phone(country).code(of: value) == "phone.damaged")
        #expect(phone(country).sentence(for: value).contains("spreadsheet"))
        #expect(phone(country).sentence(for: value).contains("Format the column as text"))
        #expect(phone(country).suggestion(for: value) == nil)
    }

    @Test(
        arguments: [
            (nil, "+0123456789", "a 0 where the country belongs"), (nil, "+1234567", "too few"),
            (nil, "+1234567890123456", "more digits"), (nil, "+", "too few"),
            (nil, "++14085550100", "“+” at position 2"),
            (nil, "+1 408 800 1500 x12", "extension"), (nil, "call me", "“c” at position 1"),
            (nil, "+1 408 (800 1500", "parentheses"), (nil, "+1 408 800 1500)", "parentheses"),
            (nil, "-14088001500", "“-”"),
            (nil, "+14088001500/+14088001501", "“+” at position 14"), ("US", "800-1500", "default country (+1)"),
            ("US", "5551234/5551235", "default country"),
            ("GB", "4420709/66060", "default country"), ("ES", "012 345 678", "default country"),
            ("US", "0408 800 1500", "default country"), (nil, "+1408800150O", "“O” at position 12"),
            (nil, "+14088001500-", "ends with a separator"), (nil, "000000000000", "a 0 where"),
        ] as [(String?, String, String)])
    func `a malformed number is refused with its fault`(country: String?, value: String, fault: String) {
        #expect(phone(country).code(of: value) == "phone.syntax")
        #expect(phone(country).sentence(for: value).contains(fault), "\(phone(country).sentence(for: value))")
    }

    @Test func `wrapping that is no part of the number is taken off in the suggestion`() {
        #expect(phone(nil).suggestion(for: "'+14088001500") == "+14088001500")
        #expect(phone(nil).suggestion(for: "=\"+1 408 800 1500\"") == "+14088001500")
        #expect(phone(nil).suggestion(for: "tel:+14088001500") == "+14088001500")
        #expect(phone("GB").suggestion(for: "０２０７０９６６０６０") == "+442070966060")
        #expect(phone(nil).suggestion(for: "+1 408 800 1500 x12") == nil)
    }

    @Test func `every country of the table has a calling code that is in use`() {
        var count = 0
        for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
            for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
                guard let country = CountryCalling("\(first)\(second)") else { continue }
                count += 1
                let digits = (String(country.code) + "999").prefix(3).compactMap(\.wholeNumberValue)
                let length = CountryCalling.codeLength(digits[0], digits[1], digits[2])
                #expect(length == String(country.code).count, "\(first)\(second)")
                #expect(CountryCalling("+\(country.code)")?.code == country.code)
            }
        }
        #expect(count > 240)
    }

    @Test(arguments: ["", "+", "XX", "USA", "+999", "1 408", "Ü"])
    func `what is no country is none`(text: String) {
        #expect(CountryCalling(text) == nil)
    }
}
