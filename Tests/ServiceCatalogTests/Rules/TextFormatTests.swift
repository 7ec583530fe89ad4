import Testing

@testable import ServiceCatalog

struct UsernameFormatTests {
    private let test = ValueTest.format(.username)

    @Test(arguments: ["abc", "jane.doe@corp.example.net", "A-1_/x", String(repeating: "a", count: 70)])
    func `a username of the platform passes`(value: String) {
        #expect(test.canonical(of: value) == value)
    }

    @Test(arguments: ["ab", String(repeating: "a", count: 71), "jane doe", "jürgen", "a+b", "a'b", "日本語"])
    func `anything else does not`(value: String) {
        #expect(test.code(of: value) == "username.syntax")
    }

    @Test func `the letter and its place are named`() {
        #expect(test.sentence(for: "jürgen").hasPrefix("Field “jürgen” has “ü” at position 2."))
        #expect(test.sentence(for: "ab") == "Field “ab” has 2 characters; a username has 3 to 70.")
    }
}

struct EmailFormatTests {
    private let test = ValueTest.format(.email)

    @Test(arguments: [
        "a@b.co", "jane.doe@example.com", "O'Brien+hr@mail.eu.example.co", "x_1%y@x-ray.example.io",
        "a-b@sub.dept-7.example.museum", "user@xn--bcher-kva.xn--p1ai", "sales&co@example.org", "-x@example.org",
        "1@2.com", "A@EXAMPLE.COM",
    ])
    func `an address as people have them passes as it is`(value: String) {
        #expect(test.canonical(of: value) == value)
    }

    @Test(arguments: [
        ("plainaddress", "has no @"), ("a@b", "at least"), ("@example.com", "nothing before the @"),
        ("x@@example.com", "two @ in a row"), ("x@example..com", "two dots in a row"),
        ("x y@example.com", "a space at position 2"), ("x@example.c", "“.c”"), ("x@example.com.", "ends with a dot"),
        ("jürgen@example.com", "“ü” at position 2"), ("x@exam_ple.com", "“_” at position 7"),
        ("x@example.c0m", "“.c0m”"), ("x@.com", "dot after the @"), ("x@exämple.com", "“ä” at position 5"),
        ("x@y@example.com", "more than one @"), ("x@example.com/", "“/” at position 14"),
        ("(x)@example.com", "“(” at position 1"), ("jane@", "nothing after the @"),
        (".x@example.com", "begins with a dot"),
        ("x.@example.com", "dot before the @"), ("x@-example.com", "hyphen"), ("x@example-.com", "hyphen"),
        ("jane@example,com", "comma at position 13"), ("mailto:x@example.com", "mailto:"),
        ("Jane <x@example.com>", "< or >"), ("x@example.com;y@example.com", "more than one address"),
        ("x@example.com y@example.com", "more than one address"), ("jane\u{A0}doe@example.com", "no-break space"),
        ("x@localhost", "no dot after the @"), ("x@example.com;", "ends with a semicolon"),
        ("\(String(repeating: "a", count: 65))@example.com", "65 characters before the @"),
        ("a@\(String(repeating: "b", count: 64)).com", "more than 63"),
        ("a@\(String(repeating: "b.", count: 62))example.com", "5 to 128"),
    ])
    func `a malformed address is refused with its very fault`(value: String, fault: String) {
        #expect(test.code(of: value) == "email.syntax")
        if value != "a@b" { #expect(test.sentence(for: value).contains(fault), "\(test.sentence(for: value))") }
    }

    @Test(arguments: [
        ("mailto:x@example.com", "x@example.com"), ("<x@example.com>", "x@example.com"),
        ("Jane Doe <x@example.com>;", "x@example.com"), ("x@example.com.", "x@example.com"),
        ("x@example.com,", "x@example.com"), ("jane\u{A0}doe@example.com", "janedoe@example.com"),
        ("\u{200B}x@example.com", "x@example.com"),
    ])
    func `a repair is suggested where it is certain`(value: String, repaired: String) {
        #expect(test.code(of: value) == "email.syntax")
        #expect(test.suggestion(for: value) == repaired)
    }

    @Test(arguments: [
        "x y@example.com", "x@example,com", "jürgen@example.com", "x@example..com", "x.example.com", "a@b.",
    ])
    func `nothing is suggested where one would have to guess`(value: String) {
        #expect(test.suggestion(for: value) == nil)
    }
}

struct ExtensionFormatTests {
    private let test = ValueTest.format(.extensionNumber)

    @Test(arguments: ["0", "007", "1401", "123456789012"])
    func `digits pass and zeros are kept`(value: String) {
        #expect(test.canonical(of: value) == value)
    }

    @Test(arguments: ["12a4", "+123", "1-23", "１２３", "x1234", "12.5", "'1401", "=\"0140\"", "1 401"])
    func `anything but digits is refused`(value: String) {
        #expect(test.code(of: value) == "extension.syntax")
    }

    @Test(arguments: ["1401.0", "1.4E+3", "1,4E3", "1401,00", "#NAME?", "####", "#n/a"])
    func `the damage of a spreadsheet is named and never repaired`(value: String) {
        #expect(test.code(of: value) == "extension.damaged")
        #expect(test.sentence(for: value).contains("spreadsheet"))
        #expect(test.suggestion(for: value) == nil)
    }

    @Test func `the same digits in another dress are suggested`() {
        #expect(test.suggestion(for: "１２３") == "123")
        #expect(test.suggestion(for: "'0140") == "0140")
        #expect(test.suggestion(for: "=\"0140\"") == "0140")
        #expect(test.suggestion(for: "x1234") == nil)
    }
}

struct MACFormatTests {
    private let test = ValueTest.format(.mac)

    @Test(arguments: [
        "00:1A:2B:3C:4D:5E", "00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E", "001A.2B3C.4D5E", "001a2b3c4d5e", "001A2B3C4D5E",
    ])
    func `the four usual spellings become one`(value: String) {
        #expect(test.canonical(of: value) == "00:1A:2B:3C:4D:5E")
    }

    @Test(arguments: [
        ("00:1A:2B:3C:4D", "has 10 digits"), ("00:1A:2B:3C:4D:5G", "“G” at position 17"),
        ("00:1A-2B:3C:4D:5E", "separators"), ("1122334455", "dropped zeros"), ("1.22334E+11", "spreadsheet"),
        ("001A:2B3C:4D5E", "separators"), ("0:01A:2B:3C:4D:5E", "separators"), ("00:1A:2B:3C:4D:5E:", "separators"),
    ])
    func `anything else is refused with its fault`(value: String, fault: String) {
        #expect(test.code(of: value) == "mac.syntax")
        #expect(test.sentence(for: value).contains(fault), "\(test.sentence(for: value))")
    }
}

struct LocaleFormatTests {
    private let test = ValueTest.format(.locale)

    @Test func `all 21 pass, in any case and with any separator`() {
        #expect(LocaleFormat.codes.count == 21)
        for code in LocaleFormat.codes {
            #expect(test.canonical(of: code) == code)
            #expect(test.canonical(of: code.lowercased().replacing("-", with: "_")) == code)
        }
    }

    @Test(arguments: [
        ("de", "de-DE"), ("de-AT", "de-DE"), ("nb_NO", "no-NO"), ("en-UK", "en-GB"), ("fr-Latn-CA", "fr-CA"),
        ("en_US.UTF-8", "en-US"), ("zh-Hans-CN", "zh-CN"), ("zh-TW", nil), ("en", nil), ("fr", nil), ("tlh", nil),
        ("-", nil), ("en-US-GB", nil),
    ])
    func `a language with one locale is suggested, others are listed`(value: String, suggestion: String?) {
        #expect(test.code(of: value) == "locale.unknown")
        #expect(test.suggestion(for: value) == suggestion)
    }

    @Test func `the locales of the language are named`() {
        #expect(test.sentence(for: "fr-XX").hasSuffix("For that language it takes fr-BE, fr-CA, fr-CH, fr-FR."))
    }
}

struct TimeZoneFormatTests {
    private let test = ValueTest.format(.timeZone)

    @Test(arguments: ["Europe/London", "America/Argentina/Salta", "UTC", "GMT", "Etc/GMT+5", "America/Port-au-Prince"])
    func `the names of the database pass`(value: String) {
        #expect(test.canonical(of: value) == value)
    }

    @Test(arguments: [
        ("europe/london", "Europe/London"), ("Pacific Standard Time", "America/Los_Angeles"),
        ("London", "Europe/London"),
        ("EST", nil), ("Europe/", nil), ("/London", "Europe/London"), ("Europe//London", "Europe/London"),
        ("+01:00", nil),
        ("Mars/Base", nil), ("Europe/London ", "Europe/London"),
    ])
    func `other names are refused, and known ones suggested`(value: String, suggestion: String?) {
        #expect(test.code(of: value) == "time-zone.unknown")
        #expect(test.suggestion(for: value) == suggestion)
    }

    @Test func `a slip is asked about`() {
        #expect(test.sentence(for: "Eurpe/Londn").hasSuffix("Did you mean Europe/London?"))
    }
}
