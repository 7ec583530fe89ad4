import Intake
import Records

/// The paths that the first records of an XML file have: what stands for its columns, which no header names.
///
/// A record leaves out what it has no value for, so most paths come and go. What is no whim of a day's data is a path that
/// every record has.
struct RecordPaths {
    /// In order of first occurrence, without Muster's own.
    var all: [String] = []
    /// Those of them that have a value in every record.
    var steady: [String] = []
    /// Those of the steady ones that are used: the rest may go unnoticed.
    var steadyAndUsed: [String] = []
    /// How many records were looked at.
    var count = 0

    init() {}

    /// - Parameters:
    ///   - block: the first records of the file.
    ///   - intake: for the paths that they have.
    init(_ block: RecordBlock, intake: Intake) {
        let columns = intake.columns.sourceColumns
        var filled = [Int](repeating: 0, count: intake.header.count)
        for row in block.rows where row.form == .whole {
            count += 1
            for column in columns where column < row.cellCount && !block.cells[row.firstCell + column].isEmpty {
                filled[column] += 1
            }
        }
        guard count > 0 else { return }
        all = columns.map { intake.header.names[$0] }
        let steadyColumns = columns.filter { filled[$0] == count }
        steady = steadyColumns.map { intake.header.names[$0] }
        steadyAndUsed =
            steadyColumns.filter { intake.columns.uses[$0].field != nil || intake.columns.uses[$0].role != nil }
            .map { intake.header.names[$0] }
    }
}
