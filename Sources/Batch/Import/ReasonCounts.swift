import Intake
import ServiceCatalog

/// Counts why rows were rejected or flagged, by code and grade.
struct ReasonCounts {
    /// In the order in which they first came.
    private(set) var all: [Entry] = []
    private var places: [Key: Int] = [:]
    /// What each check was last counted as, errors first and warnings second.
    private var lastOfChecks: [LastOfCheck] = []

    struct Entry {
        var code: String
        var grade: Grade
        var count = 0
        var firstRecord: Int
        var firstLine: Int
        var fields: [String] = []
        /// What was said the first time.
        var example = ""
    }

    /// More fields than a service has are not named: the list is looked through each time, so it must not grow with the rows.
    static let mostFields = 64

    private struct Key: Hashable {
        var code: String
        var grade: Grade
    }

    private struct LastOfCheck {
        /// Empty as long as the check was not counted.
        var code = ""
        /// In `all`, where the check's field is noted.
        var place = -1
    }

    /// Checks are going to be numbered anew.
    mutating func forgetChecks() {
        lastOfChecks = []
    }

    /// Counts what was said of a rejected row.
    /// - Returns: its place in `all` if it is the first of its kind, which wants an example.
    mutating func count(_ said: RejectionWords.Said, _ record: Int, _ line: Int) -> Int? {
        let check = said.check * 2 + (said.grade == .error ? 0 : 1)
        // Nearly always a check says the same as the last time.
        if check >= 0, check < lastOfChecks.count, lastOfChecks[check].code == said.code {
            all[lastOfChecks[check].place].count += 1
            return nil
        }
        let place = add(said.code, said.grade, said.field, record, line)
        if check >= 0 {
            while lastOfChecks.count <= check { lastOfChecks.append(LastOfCheck()) }
            lastOfChecks[check] = LastOfCheck(code: said.code, place: place)
        }
        return all[place].count == 1 ? place : nil
    }

    /// Counts a reason.
    /// - Returns: its place in `all` if it is the first of its kind, which wants an example.
    mutating func count(_ code: String, _ grade: Grade, _ field: String?, _ record: Int, _ line: Int) -> Int? {
        let place = add(code, grade, field, record, line)
        return all[place].count == 1 ? place : nil
    }

    /// Keeps what was said the first time.
    mutating func keep(example: String, at place: Int) {
        all[place].example = example
    }

    private mutating func add(_ code: String, _ grade: Grade, _ field: String?, _ record: Int, _ line: Int) -> Int {
        let key = Key(code: code, grade: grade)
        let place = places[key] ?? all.count
        if place == all.count {
            places[key] = place
            all.append(Entry(code: code, grade: grade, firstRecord: record, firstLine: line))
        }
        all[place].count += 1
        if let field, all[place].fields.count < Self.mostFields, !all[place].fields.contains(field) {
            all[place].fields.append(field)
        }
        return place
    }
}
