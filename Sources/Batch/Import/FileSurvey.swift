import Intake
import Records
import ServiceCatalog

/// What can be known only from the whole file, before its first row is judged: the file is read once more for it.
///
/// Most files need no survey. It is made where dates are written with slashes and nothing says whether day or month comes
/// first, and where several rows of a person are folded into the primary one. Memory does not grow with the file but for
/// sixteen bytes a person.
struct FileSurvey {
    private(set) var people: PersonSet?
    private(set) var dates: DateOrderEvidence?

    /// - Parameters:
    ///   - opened: the file, at its first record.
    ///   - first: the intake for its header.
    ///   - isOrderKnown: the user or the profile has said the order of day and month.
    ///   - again: opens the file once more.
    ///   - compile: makes the intake for a header.
    init(
        _ opened: OpenedInput, intake first: Intake, isOrderKnown: Bool, again: () throws -> OpenedInput,
        compile: (Header) throws -> Intake
    ) throws {
        var intake = first
        let needsDates = !isOrderKnown && Self.mayNeedOrder(opened.reader.first, intake.dateColumns)
        guard intake.foldsPositions || needsDates else { return }
        guard opened.file.size > 0 else {
            guard intake.foldsPositions else { return }
            throw RecordError(
                .unreadable,
                "\(opened.file.name) has to be read twice, since it has several rows for a person. Save it as a file on "
                    + "a disk first.")
        }
        var reader = try again().reader
        var people = PersonSet()
        var dates = DateOrderEvidence()
        var columns = intake.dateColumns
        var block = RecordBlock()
        while try reader.read(into: &block) {
            if reader.header.count != intake.header.count {
                intake = try compile(reader.header)
                columns = intake.dateColumns
            }
            if needsDates { dates.add(block, columns: columns) }
            intake.collectPrimaryPeople(block, into: &people)
        }
        people.finish()
        if intake.foldsPositions { self.people = people }
        if needsDates { self.dates = dates }
    }

    /// Whether rows are to be judged otherwise for what was found.
    var hasFindings: Bool { people != nil || dates?.order != nil }

    /// Whether the first rows have dates with slashes, or no dates at all to judge by.
    private static func mayNeedOrder(_ block: RecordBlock, _ columns: [Int]) -> Bool {
        guard !columns.isEmpty else { return false }
        var evidence = DateOrderEvidence()
        evidence.add(block, columns: columns)
        if evidence.isNeeded { return true }
        let isFilled = block.rows.contains { row in
            columns.contains { $0 < row.cellCount && !block.cells[row.firstCell + $0].isEmpty }
        }
        return !isFilled && !block.rows.isEmpty
    }
}
