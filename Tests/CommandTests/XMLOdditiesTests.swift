import Foundation
import TestSupport
import Testing

/// Whatever way XML is written in, the same people come out of it.
@Suite struct XMLOdditiesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let fields = [
        ("Employee_ID", "0042"), ("Product", "Work"), ("Service", "New Hire"), ("First_Name", "Zoë & Anna"),
        ("Last_Name", "Example"), ("Email", "zoe@example.com"), ("Username", "zoe.e"), ("Site", "Leeds"),
        ("Notes", "a < b"),
    ]

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }

    private static func elements(_ write: (String, String) -> String) -> String {
        fields.map(write).joined()
    }

    private static let plain = elements { "<\($0)>\(escaped($1))</\($0)>" }

    private static func utf16(_ text: String) -> [UInt8] {
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    static let files: [(String, [UInt8])] = [
        ("plain", Array("<people><person>\(plain)</person></people>".utf8)),
        ("byte order mark", Array("\u{FEFF}<people><person>\(plain)</person></people>".utf8)),
        ("UTF-16", utf16("<?xml version='1.0' encoding='UTF-16'?><people><person>\(plain)</person></people>")),
        (
            "Latin-1",
            "<?xml version='1.0' encoding='ISO-8859-1'?><people><person>\(plain)</person></people>".unicodeScalars.map {
                UInt8(truncatingIfNeeded: $0.value)
            }
        ),
        ("CRLF", Array("<people>\r\n<person>\r\n\(plain)\r\n</person>\r\n</people>\r\n".utf8)),
        (
            "sections",
            Array("<people><person>\(elements { "<\($0)><![CDATA[\($1)]]></\($0)>" })</person></people>".utf8)
        ),
        (
            "references",
            Array(
                "<people><person>\(elements { "<\($0)>" + $1.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined() + "</\($0)>" })</person></people>"
                    .utf8)
        ),
        (
            "namespaces",
            Array(
                "<a:people xmlns:a='urn:a' xmlns:b='urn:b'><a:person>\(elements { "<b:\($0)>\(escaped($1))</b:\($0)>" })</a:person></a:people>"
                    .utf8)
        ),
        (
            "groups",
            Array(
                "<people><person>\(elements { "<g_\($0)><\($0)>\(escaped($1))</\($0)></g_\($0)>" })</person></people>"
                    .utf8)
        ),
        (
            "comments and instructions",
            Array(
                "<?xml version='1.0'?><!-- people --><?style x?><people><person><!-- one -->\(plain)<?end?></person></people><!-- -->"
                    .utf8)
        ),
        (
            "one person at the root",
            Array("<!DOCTYPE person><person>\(plain)</person>".utf8)
        ),
        (
            "nil values and types",
            Array(
                "<people xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><person xsi:type='p'>\(plain)<Extension xsi:nil='true'/></person></people>"
                    .utf8)
        ),
    ]

    @Test(arguments: files)
    func `the same person is filed`(name: String, bytes: [UInt8]) throws {
        try folder.write(bytes, to: "in.xml")
        let outcome = try Command.run(["import", "in.xml", "--quiet", "--output", "out"] + Command.steady, in: folder)
        #expect(outcome.status == 0, "\(name): \(outcome.errorText)")
        let cases = ReferenceCSV(try folder.text(of: "out/in/cases.csv"))
        #expect(cases.records.count == 1)
        let found = cases.records.first ?? [:]
        #expect(found["employee_id"] == "0042" && found["first_name"] == "Zoë & Anna" && found["notes"] == "a < b")
        // The case's identity is made of the content alone.
        #expect(found["case_id"] == "NQZJ-0N84-DDVX-4")
    }

    @Test func `the number of jobs changes no byte, though fields turn up late`() throws {
        let people = (0..<9_000).map { number in
            "<p><id>E\(number)</id><Product>Work</Product><Service>New Hire</Service><First_Name>A\(number % 26)</First_Name>"
                + (number % 11 == 5 ? "" : "<Last_Name>Sample</Last_Name>")
                + "<Email>a\(number)@example.com</Email><Username>user.\(number)</Username><Site>Leeds &amp; York</Site>"
                + (number > 6_000 && number % 3 == 0
                    ? "<Late\(number / 1_000)><![CDATA[x]]></Late\(number / 1_000)>" : "")
                + "</p>"
        }
        try folder.write("<all>\n\(people.joined(separator: "\n"))\n</all>", to: "in.xml")
        for jobs in ["1", "2", "5"] {
            let outcome = try Command.run(
                ["import", "in.xml", "--quiet", "--jobs", jobs, "--output", jobs] + Command.steady, in: folder)
            #expect(outcome.status == 2)
        }
        for name in ["cases.csv", "rejected.xml"] {
            let one = try folder.bytes(of: "1/in/\(name)")
            for jobs in ["2", "5"] {
                let difference = Difference.firstLine(expected: one, actual: try folder.bytes(of: "\(jobs)/in/\(name)"))
                #expect(difference == nil, "\(name), \(difference ?? "")")
            }
        }
    }

    @Test func `a record too long for any person is rejected and harms no neighbour`() throws {
        let long = String(repeating: "x", count: 2 << 20)
        let people = ["<person>\(Self.plain)</person>", "<person><Notes>\(long)</Notes></person>"]
        try folder.write("<people>\(people.joined())</people>", to: "in.xml")
        let outcome = try Command.run(["import", "in.xml", "--quiet", "--output", "out"] + Command.steady, in: folder)
        #expect(outcome.status == 2)
        let rejected = try folder.text(of: "out/in/rejected.xml")
        #expect(rejected.contains("row.too-long") && rejected.utf8.count < 4_000)
        #expect(ReferenceCSV(try folder.text(of: "out/in/cases.csv")).records.count == 1)
    }
}
