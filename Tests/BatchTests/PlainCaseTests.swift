import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Sinks
import TestSupport
import Testing

/// Cases of rows that went the short way are written like those that went the long one.
struct PlainCaseTests {
    private static let columns: [[String]] = [
        ["8x8 Work"], ["Offboard"], ["E1024", "E7", ""], ["ines.okafor", "zoë", "a, b", "two\nlines"],
        ["ines@example.com", "zoe.o'neil@sub.example.org"], ["2027-03-01", "2027-3-1"], ["US", "Europe", ""],
        ["", "moved \"home\"", "Zürich", "a note that is longer than two times sixteen bytes, with a comma"]
            // What is copied 32 bytes at a time, and what is too long for that.
            + [31, 32, 33, 63, 64, 65, 128, 129, 400, 512, 513].map { String(repeating: "n", count: $0) },
    ]
    private static let header = [
        "Product", "Service", "Employee ID", "Username", "Email", "Effective Date", "Region", "Notes",
    ]

    @Test(arguments: [",", ";"] as [Character])
    func `both ways come to the same bytes`(delimiter: Character) throws {
        var random = SeededGenerator.announced()
        let rows = (0..<400).map { _ in
            Self.columns.map { column in
                // The first of a column is the likeliest.
                Int.random(in: 0..<3, using: &random) > 0 ? column[0] : column.randomElement(using: &random) ?? ""
            }
        }
        let text = ReferenceCSV(rows: [Self.header] + rows).text(delimiter: delimiter)
        var reader = try CSVReader(
            MemorySource(text), options: CSVOptions(delimiter: delimiter.asciiValue), blockSize: 4_000)
        let intake = try Intake(
            catalog: try ServiceCatalog.load(customDirectory: nil), calendars: try CalendarCatalog.load(custom: []),
            header: reader.header,
            options: IntakeOptions(
                tenant: "default", defaultRegion: "US", receivedAt: try Instant("2026-12-14T10:30:00Z"),
                fileName: "in.csv"))
        let renderer = CaseCSV(CaseLayout(intake), areCellsBare: delimiter == ",")
        var short = RowJudge(intake)
        var long = RowJudge(intake, takesPlainRows: false)
        var (one, other) = (JudgedBlock(), JudgedBlock())
        var (plainRows, cases) = (0, 0)
        while try reader.read(into: &one.records) {
            other.records = one.records
            short.reshape(&one.records)
            long.reshape(&other.records)
            short.judge(one.records, into: &one.verdicts)
            long.judge(other.records, into: &other.verdicts)
            var found = OutputBuffer(capacity: 64)
            var expected = OutputBuffer()
            let rows = renderer.render(one, into: &found)
            #expect(rows == renderer.render(other, into: &expected))
            let (written, wanted) = (found.bytes, expected.bytes)
            #expect(String(decoding: written, as: UTF8.self) == String(decoding: wanted, as: UTF8.self))
            plainRows += one.verdicts.rows.count { $0.isPlain }
            cases += rows
        }
        #expect(plainRows > 50 && cases > plainRows, "\(plainRows) plain rows, \(cases) cases")
    }
}
