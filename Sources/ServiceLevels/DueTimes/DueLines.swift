/// Due times for a table of receipts: CSV bytes in, one instant a line out.
///
/// Takes the input in blocks of any size and keeps only what a block leaves unfinished. The first line names the
/// columns `region`, `clock`, `target` (or `target_minutes_or_days`) and `received_at` in any order; others are
/// ignored.
/// A bad line gives an empty line, so that lines in and out stay in step, and a message.
package struct DueLines {
    /// A line without a due time. `line` is 1-based and physical: the header is line 1.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        package var line: Int
        package var message: String

        package var description: String { "line \(line): \(message)" }
    }

    /// What the last call of `take` or `finish` produced; the caller empties both.
    package var output: [UInt8] = []
    package var problems: [Problem] = []
    /// How many lines had no due time so far.
    package private(set) var badLines = 0

    /// A record may not be longer: beyond it, a quotation mark was never closed.
    private static let longestRecord = 1 << 20

    private var pending: [UInt8] = []
    private var lineNumber = 1
    private var blankLines: [Int] = []
    private var columns: Columns?
    private var cells: [Range<Int>] = []
    private var calendars: [BusinessCalendar] = []
    private var regions = CellMemo<Result<Int, CellFault>>()
    private var clocks = CellMemo<Result<Clock, CellFault>>()
    private var targets = CellMemo<Result<Target, CellFault>>()
    private let calendar: (String) throws -> BusinessCalendar

    private struct Columns {
        var delimiter: UInt8
        var region: Int
        var clock: Int
        var target: Int
        var received: Int
        var last: Int
    }

    private struct CellFault: Error {
        var message: String
    }

    /// Ends the whole table.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case noHeader
        case missingColumns([String])
        case openQuotation(line: Int)

        package var description: String {
            switch self {
            case .noHeader:
                "The input is empty: its first line must name the columns region, clock, target and received_at."
            case .missingColumns(let names):
                "The first line must name the columns region, clock, target and received_at; missing: "
                    + "\(names.joined(separator: ", "))."
            case .openQuotation(let line):
                "The quotation mark in line \(line) is never closed."
            }
        }
    }

    /// The region of a line is not known, in words for the message; the table goes on.
    package struct UnknownRegion: Error {
        package var message: String
        package init(message: String) { self.message = message }
    }

    /// `calendar` gives the calendar of a region as the table spells it. It is asked once for each spelling; it throws
    /// `UnknownRegion` to make a line bad, and anything else to end the table.
    package init(calendar: @escaping (String) throws -> BusinessCalendar) {
        self.calendar = calendar
    }

    /// Takes the next bytes of the table; what is finished is added to `output` and `problems`.
    package mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        pending.append(contentsOf: bytes)
        try drain(isLast: false)
        guard pending.count <= DueLines.longestRecord else { throw Fault.openQuotation(line: lineNumber) }
    }

    /// Says that the table has ended.
    package mutating func finish() throws {
        try drain(isLast: true)
        guard columns != nil else { throw Fault.noHeader }
    }

    private mutating func drain(isLast: Bool) throws {
        // Moved out, so that the loop reads it while the rest of the value changes.
        let bytes = pending
        pending = []
        var position = 0
        if columns == nil, lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count, let record = nextRecord(in: bytes.span, from: position, isLast: isLast) {
            try process(record, in: bytes)
            lineNumber += record.lineCount
            position = record.next
        }
        pending = Array(bytes[position...])
    }
}

// MARK: Records

extension DueLines {
    private struct Record {
        var start: Int
        /// Without the line end.
        var end: Int
        var next: Int
        var lineCount: Int
        var isUnclosed = false
    }

    private enum CellState {
        case start, plain, quoted, closed
    }

    /// Finds the end of a record and its `cells`; `nil` when its end has not come yet.
    private mutating func nextRecord(in bytes: Span<UInt8>, from start: Int, isLast: Bool) -> Record? {
        let delimiter = columns?.delimiter ?? 0x2C
        cells.removeAll(keepingCapacity: true)
        var state = CellState.start
        var cellStart = start
        var index = start
        var lineCount = 1
        while index < bytes.count {
            let byte = bytes[index]
            if state == .quoted {
                if byte == 0x22 {
                    state = .closed
                } else if byte == 0x0A {
                    lineCount += 1
                }
            } else if byte == 0x0A {
                let end = index > start && bytes[index - 1] == 0x0D ? index - 1 : index
                addCell(cellStart..<max(cellStart, end), in: bytes)
                return Record(start: start, end: end, next: index + 1, lineCount: lineCount)
            } else if byte == delimiter {
                addCell(cellStart..<index, in: bytes)
                cellStart = index + 1
                state = .start
            } else if byte == 0x22, state != .plain {
                // At the start of a cell it opens a quotation; after a closing one it was half of a doubled mark.
                state = .quoted
            } else if state == .start {
                state = .plain
            }
            index += 1
        }
        guard isLast else { return nil }
        let end = index > start && bytes[index - 1] == 0x0D ? index - 1 : index
        addCell(cellStart..<max(cellStart, end), in: bytes)
        return Record(start: start, end: end, next: index, lineCount: lineCount, isUnclosed: state == .quoted)
    }

    /// Blanks around a cell and the quotation marks around its value do not belong to it.
    private mutating func addCell(_ range: Range<Int>, in bytes: Span<UInt8>) {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, bytes[low] == 0x20 { low += 1 }
        while high > low, bytes[high - 1] == 0x20 { high -= 1 }
        if high - low >= 2, bytes[low] == 0x22, bytes[high - 1] == 0x22 {
            low += 1
            high -= 1
        }
        cells.append(low..<high)
    }

    private mutating func process(_ record: Record, in bytes: [UInt8]) throws {
        guard record.end > record.start else {
            // Blank lines at the end of a file are no lines of the table; others are bad ones.
            if columns != nil { blankLines.append(lineNumber) }
            return
        }
        guard let columns else { return try readHeader(record, in: bytes) }
        for line in blankLines { report(line, "the line is blank") }
        blankLines.removeAll()
        if record.isUnclosed {
            report(lineNumber, "a quotation mark is never closed")
            return
        }
        guard cells.count > columns.last else {
            report(lineNumber, "it has \(cells.count) of the \(columns.last + 1) cells that are needed")
            return
        }
        do {
            let due = try due(columns, in: bytes)
            due.append(to: &output)
            output.append(0x0A)
        } catch let fault as CellFault {
            report(lineNumber, fault.message)
        }
    }

    private mutating func report(_ line: Int, _ message: String) {
        output.append(0x0A)
        problems.append(Problem(line: line, message: message))
        badLines += 1
    }
}

// MARK: Header and cells

extension DueLines {
    private mutating func readHeader(_ record: Record, in bytes: [UInt8]) throws {
        var missing: [String] = []
        for delimiter in [0x2C, 0x3B, 0x09] as [UInt8] {
            let names = bytes[record.start..<record.end]
                .split(separator: delimiter, omittingEmptySubsequences: false)
                .map { cell in
                    String(decoding: cell.filter { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }, as: UTF8.self)
                        .lowercased()
                }
            func column(_ choices: String...) -> Int? {
                choices.lazy.compactMap { names.firstIndex(of: $0) }.first
            }
            let found = [
                ("region", column("region")), ("clock", column("clock")),
                ("target", column("target", "targetminutesordays")), ("received_at", column("receivedat", "received")),
            ]
            let absent = found.filter { $0.1 == nil }.map(\.0)
            let indices = found.compactMap(\.1)
            if absent.isEmpty {
                columns = Columns(
                    delimiter: delimiter, region: indices[0], clock: indices[1], target: indices[2],
                    received: indices[3], last: indices.max() ?? 0)
                return
            }
            if missing.isEmpty || absent.count < missing.count { missing = absent }
        }
        throw Fault.missingColumns(missing)
    }

    private mutating func due(_ columns: Columns, in bytes: [UInt8]) throws -> Instant {
        let received: Instant
        do {
            received = try Instant(iso: bytes.span.extracting(cells[columns.received]))
        } catch {
            throw fault("received_at", cells[columns.received], in: bytes, "\(error)")
        }
        let index = try regions.value(of: cells[columns.region], in: bytes.span) { name in
            do {
                let found = try calendar(name)
                if let known = calendars.firstIndex(where: { $0.region.id == found.region.id }) {
                    return .success(known)
                }
                calendars.append(found)
                return .success(calendars.count - 1)
            } catch let error as UnknownRegion {
                return .failure(CellFault(message: error.message))
            }
        }.get()
        let clock = try clocks.value(of: cells[columns.clock], in: bytes.span) { name in
            guard let clock = Clock(parsing: name) else {
                return .failure(
                    CellFault(
                        message: "clock \(DueLines.quoted(name)) is not one of "
                            + Clock.allCases.map(\.rawValue).joined(separator: ", ")))
            }
            return .success(clock)
        }.get()
        let target = try targets.value(of: cells[columns.target], in: bytes.span) { name in
            do throws(TargetError) {
                return .success(try Target(parsing: name))
            } catch {
                return .failure(CellFault(message: "target \(DueLines.quoted(name)) \(error)"))
            }
        }.get()
        do {
            return try calendars[index].due(received: received, clock: clock, target: target)
        } catch {
            throw CellFault(message: "\(error)")
        }
    }

    private func fault(_ column: String, _ range: Range<Int>, in bytes: [UInt8], _ reason: String) -> CellFault {
        CellFault(message: "\(column) \(DueLines.quoted(String(decoding: bytes[range], as: UTF8.self))) \(reason)")
    }

    /// A value for a message: short, in quotation marks, without control characters.
    package static func quoted(_ text: String) -> String {
        let shown = String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
        return text.unicodeScalars.count > 60 ? "\"\(shown)…\"" : "\"\(shown)\""
    }
}
