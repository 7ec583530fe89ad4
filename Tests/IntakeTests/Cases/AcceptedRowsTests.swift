import Intake
import Records
import TestSupport
import Testing

/// What a ledger is told of the accepted rows, besides their verdicts.
struct AcceptedRowsTests {
    private struct Told: Equatable {
        var index: Int
        var record: Int
        var date: Int
        var words: String
    }

    private func told(_ text: String, _ trial: Trial) throws -> [Told] {
        var all: [Told] = []
        try trial.forEachBlock(text) { block, intake in
            var accepted = AcceptedRows(intake)
            // Once more, since it is used for every block of an import.
            for _ in 0..<2 { accepted.collect(from: block) }
            let words = accepted.words.bytes
            all += accepted.rows.map { row in
                Told(
                    index: row.index, record: row.record, date: row.effectiveDate,
                    words: String(decoding: words[row.words], as: UTF8.self))
            }
        }
        return all
    }

    @Test func `accepted rows are told with their number, day and whom they are about`() throws {
        let rows = try told(
            """
            Product,Service,Employee ID,E-mail,Full name,Start date
            Phones,Hire,E1,robin@example.com,Robin Sample,2027-01-11
            Phones,Hire,E2,,Nobody Writes,2027-01-11
            ,,,,,
            Phones,Hire,,kim@example.com,Kim Muster,
            Phones,Hire, E4 ,jo@example.com,Jo Sample,2027-02-01

            """, Trial(definitions: [Trial.newUser.replacing("start", with: "effective_date")]))
        #expect(
            rows == [
                Told(index: 0, record: 1, date: 20_270_111, words: "E1 robin@example.com"),
                Told(index: 3, record: 3, date: 0, words: "kim@example.com"),
                Told(index: 4, record: 4, date: 20_270_201, words: "E4 jo@example.com"),
            ])
    }

    private static let change = Trial.definition(
        """
        fields:
          a: {label: A}
          change_field: {label: Field}
          change_from: {label: From}
          change_to: {label: To}
        """)

    @Test func `a change is told with what changes, from what and to what`() throws {
        let rows = try told(
            "Product,Service,A,Field,From,To\nP,S,E1,site,Köln,Ulm\n", Trial(definitions: [Self.change]))
        #expect(rows.map(\.words) == ["E1: site Köln → Ulm"])
    }

    /// The cut falls on each byte of a character of one, two, three and four bytes.
    @Test(arguments: ["a", "ä", "€", "😀"], 0..<4)
    func `long words are cut at 1,000 bytes, between two characters`(character: String, before: Int) throws {
        let value = String(repeating: "x", count: before) + String(repeating: character, count: 1_200)
        let rows = try told(
            "Product,Service,A,Field,From,To\nP,S,E1,site,,\(value)\nP,S,E2,site,,Ulm\n",
            Trial(definitions: [Self.change]))
        let words = try #require(rows.first?.words)
        #expect(("E1: site  → " + value).hasPrefix(words))
        #expect((1_000 - character.utf8.count + 1...1_000).contains(words.utf8.count))
        #expect(rows.last?.words == "E2: site  → Ulm")
    }
}
