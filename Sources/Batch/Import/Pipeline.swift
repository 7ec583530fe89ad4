import Intake
import Records
import Sinks

/// Takes a file's blocks through reading, judging, settling, rendering and writing, on as many cores as wanted.
///
///     coordinator   read ──────────────▶ settle ───────────────────────▶ count, write      in file order
///     workers             ▶ judge ▶               ▶ explain, render ▶                      any number of blocks at a time
///
/// Only what depends on the rows before is done in file order: reading, finding duplicates and numbering, counting, and
/// appending to the files. Blocks come out in the order they went in, so the results are the same bytes for any number
/// of workers. At most `2 × jobs + 1` blocks are under way, or one with a single job; their storage is used again, so memory does not grow.
struct Pipeline: ~Copyable {
    /// How many blocks are judged or rendered at the same time; 1: everything in the caller's turn.
    let jobs: Int
    /// For the header as it is known now; an XML file's grows as paths turn up.
    private(set) var intake: Intake
    private let makeRenderers: (Intake) -> [any BlockRenderer]
    private var renderers: [any BlockRenderer]
    private var duplicates = DuplicateIndex()
    private var isIndexLaidOut = false
    private var nextRecord = 1
    private(set) var tally: Tally
    /// Rows that the reader has lent, as it counts them.
    private(set) var rowsRead = 0
    private var free: [Workpiece] = []
    private var judging: [Work] = []
    private var rendering: [Work] = []

    /// A block that is being worked on.
    private enum Work {
        case done(Workpiece)
        case underWay(Task<Workpiece, Never>)

        var piece: Workpiece {
            get async {
                switch self {
                case .done(let piece): piece
                case .underWay(let task): await task.value
                }
            }
        }
    }

    /// - Parameter renderers: what renders the files' bytes with an intake, in the files' order.
    init(_ intake: Intake, renderers: @escaping (Intake) -> [any BlockRenderer], jobs: Int) {
        self.intake = intake
        self.jobs = max(1, jobs)
        makeRenderers = renderers
        self.renderers = renderers(intake)
        tally = Tally(intake)
        makeWorkpieces()
    }

    /// - Parameters:
    ///   - size: of the file in bytes, 0 when it is not known: what the duplicate index is laid out for.
    ///   - recompile: makes the intake for a header that has grown.
    ///   - file: settles a block with the ledger, in file order.
    ///   - write: takes each block's bytes, in file order.
    ///   - progress: told the rows read so far, after each block.
    mutating func run(
        _ reader: inout any RecordReader, size: Int, recompile: (Header) throws -> Intake,
        file: (inout JudgedBlock, Intake) throws -> Void, write: (Workpiece) throws -> Void,
        progress: (Int) -> Void
    ) async throws {
        var isAtEnd = false
        while !isAtEnd || !judging.isEmpty || !rendering.isEmpty {
            if !isAtEnd, let piece = free.popLast() {
                if try reader.read(into: &piece.block.records) {
                    rowsRead += piece.block.records.rows.count
                    if reader.header.count != intake.header.count {
                        let records = piece.block.records
                        try await drain(size: size, file: file, write: write)
                        try use(try recompile(reader.header))
                        guard let fresh = free.popLast() else { continue }
                        fresh.block.records = records
                        judge(fresh)
                    } else {
                        judge(piece)
                    }
                } else {
                    isAtEnd = true
                }
            }
            if judging.count >= jobs || (isAtEnd && !judging.isEmpty) { try await settleOldest(size: size, file: file) }
            if rendering.count >= jobs || (judging.isEmpty && !rendering.isEmpty && isAtEnd) {
                try await writeOldest(write)
                progress(rowsRead)
            }
        }
    }

    /// What was accepted waits for somebody to approve the batch.
    mutating func holdAccepted() {
        tally.holdAccepted()
    }

    // MARK: Steps

    private mutating func judge(_ piece: Workpiece) {
        judging.append(begin(piece) { $0.judgeRows() })
    }

    private func begin(_ piece: Workpiece, _ work: @escaping @Sendable (Workpiece) -> Void) -> Work {
        if jobs == 1 {
            work(piece)
            return .done(piece)
        }
        return .underWay(
            Task {
                work(piece)
                return piece
            })
    }

    private mutating func settleOldest(
        size: Int, file: (inout JudgedBlock, Intake) throws -> Void
    ) async throws {
        let piece = await judging.removeFirst().piece
        try settle(piece, size: size, file: file)
        let (intake, renderers) = (intake, renderers)
        rendering.append(begin(piece) { $0.render(intake, renderers) })
    }

    private mutating func writeOldest(_ write: (Workpiece) throws -> Void) async throws {
        let piece = await rendering.removeFirst().piece
        tally.count(piece.block)
        try write(piece)
        free.append(piece)
    }

    /// Takes all blocks that are under way to their end.
    private mutating func drain(
        size: Int, file: (inout JudgedBlock, Intake) throws -> Void, write: (Workpiece) throws -> Void
    ) async throws {
        while !judging.isEmpty { try await settleOldest(size: size, file: file) }
        while !rendering.isEmpty { try await writeOldest(write) }
    }

    /// Goes on with another intake. Columns were only added, so what has been counted stands.
    private mutating func use(_ intake: Intake) throws {
        self.intake = intake
        tally.use(intake)
        renderers = makeRenderers(intake)
        makeWorkpieces()
    }

    private mutating func makeWorkpieces() {
        free = (0..<(jobs == 1 ? 1 : 2 * jobs + 1)).map { _ in Workpiece(intake, outputCount: renderers.count) }
    }

    private mutating func settle(
        _ piece: Workpiece, size: Int, file: (inout JudgedBlock, Intake) throws -> Void
    ) throws {
        if !isIndexLaidOut {
            duplicates = DuplicateIndex(expected: Self.expectedRows(piece.block.records, size: size))
            isIndexLaidOut = true
        }
        nextRecord = piece.block.settle(&duplicates, firstRecord: nextRecord)
        try file(&piece.block, intake)
    }

    /// How many rows a file probably has, judged by its first block.
    private static func expectedRows(_ block: RecordBlock, size: Int) -> Int {
        guard let last = block.rows.last, last.text.upperBound > 0 else { return 0 }
        return size / max(1, last.text.upperBound / block.rows.count)
    }
}
