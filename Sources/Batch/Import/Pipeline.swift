import Intake
import Records
import Sinks

/// Takes a file's blocks through reading, judging, settling, filing, rendering and writing, on as many cores as wanted.
///
///     coordinator   read ──────────────▶ settle ─────────────────────────────────▶ count, write   in file order
///     filing                                     ▶ allowance, ledger ▶                            in file order
///     workers             ▶ judge ▶                                   ▶ explain, render ▶         any number at a time
///
/// Only what depends on the rows before is done in file order: reading, finding duplicates and numbering, filing with
/// the ledger, counting, and appending to the files. Each goes on while the others do. Blocks come out in the order they
/// went in, so the results are the same bytes for any number of workers. At most `2 × jobs + 1` blocks are under way
/// (`3 × jobs + 1` with a ledger), or one with a single job; their storage is used again, so memory does not grow.
struct Pipeline: ~Copyable {
    /// How many blocks are judged or rendered at the same time; 1: everything in the caller's turn.
    let jobs: Int
    private let filing: BlockFiling?
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
    /// The filing of the block before: the next one's waits for it.
    private var lastFiled: Task<Void, any Error>?

    /// A block that is being worked on.
    private enum Work {
        case done(Workpiece)
        case underWay(Task<Workpiece, any Error>)

        var piece: Workpiece {
            get async throws {
                switch self {
                case .done(let piece): piece
                case .underWay(let task): try await task.value
                }
            }
        }
    }

    /// - Parameters:
    ///   - renderers: what renders the files' bytes with an intake, in the files' order.
    ///   - filing: what each block is settled with in file order before it is rendered; only this pipeline uses it while
    ///     it runs.
    init(
        _ intake: Intake, renderers: @escaping (Intake) -> [any BlockRenderer], filing: BlockFiling? = nil, jobs: Int
    ) {
        self.intake = intake
        self.filing = filing
        self.jobs = max(1, jobs)
        makeRenderers = renderers
        self.renderers = renderers(intake)
        tally = Tally(intake)
        makeWorkpieces()
    }

    /// - Parameters:
    ///   - size: of the file in bytes, 0 when it is not known: what the duplicate index is laid out for.
    ///   - recompile: makes the intake for a header that has grown.
    ///   - write: takes each block's bytes, in file order.
    ///   - progress: told the rows read so far, after each block.
    mutating func run(
        _ reader: inout any RecordReader, size: Int, recompile: (Header) throws -> Intake,
        write: (Workpiece) throws -> Void, progress: (Int) -> Void
    ) async throws {
        do {
            try await takeAll(&reader, size: size, recompile: recompile, write: write, progress: progress)
        } catch {
            // What is under way still uses the ledger's session, which the caller is going to end.
            for work in judging + rendering { _ = try? await work.piece }
            throw error
        }
    }

    private mutating func takeAll(
        _ reader: inout any RecordReader, size: Int, recompile: (Header) throws -> Intake,
        write: (Workpiece) throws -> Void, progress: (Int) -> Void
    ) async throws {
        var isAtEnd = false
        while !isAtEnd || !judging.isEmpty || !rendering.isEmpty {
            if !isAtEnd, let piece = free.popLast() {
                if try reader.read(into: &piece.block.records) {
                    rowsRead += piece.block.records.rows.count
                    if reader.header.count != intake.header.count {
                        let records = piece.block.records
                        try await drain(size: size, write: write)
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
            if judging.count >= jobs || (isAtEnd && !judging.isEmpty) { try await settleOldest(size: size) }
            if rendering.count >= renderingDepth || (judging.isEmpty && !rendering.isEmpty && isAtEnd) {
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
        guard jobs > 1 else {
            piece.judgeRows()
            return judging.append(.done(piece))
        }
        judging.append(
            .underWay(
                Task {
                    piece.judgeRows()
                    return piece
                }))
    }

    private mutating func settleOldest(size: Int) async throws {
        let piece = try await judging.removeFirst().piece
        settle(piece, size: size)
        let (filing, intake, renderers) = (filing, intake, renderers)
        guard jobs > 1 else {
            filing?.prepare(piece, intake)
            try filing?.file(piece, intake)
            piece.render(intake, renderers)
            return rendering.append(.done(piece))
        }
        guard let filing else {
            return rendering.append(
                .underWay(
                    Task {
                        piece.render(intake, renderers)
                        return piece
                    }))
        }
        let before = lastFiled
        let filed = Task {
            filing.prepare(piece, intake)
            // Where a block could not be filed, no later one is.
            try await before?.value
            try filing.file(piece, intake)
        }
        lastFiled = filed
        rendering.append(
            .underWay(
                Task {
                    try await filed.value
                    piece.render(intake, renderers)
                    return piece
                }))
    }

    private mutating func writeOldest(_ write: (Workpiece) throws -> Void) async throws {
        let piece = try await rendering.removeFirst().piece
        tally.count(piece.block)
        try write(piece)
        free.append(piece)
    }

    /// How many blocks may wait to be written: those that are rendered, and with a ledger as many that are being filed.
    private var renderingDepth: Int { jobs == 1 || filing == nil ? jobs : 2 * jobs }

    /// Takes all blocks that are under way to their end.
    private mutating func drain(size: Int, write: (Workpiece) throws -> Void) async throws {
        while !judging.isEmpty { try await settleOldest(size: size) }
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
        let count = jobs == 1 ? 1 : (filing == nil ? 2 : 3) * jobs + 1
        free = (0..<count).map { _ in Workpiece(intake, outputCount: renderers.count) }
    }

    private mutating func settle(_ piece: Workpiece, size: Int) {
        if !isIndexLaidOut {
            duplicates = DuplicateIndex(expected: Self.expectedRows(piece.block.records, size: size))
            isIndexLaidOut = true
        }
        nextRecord = piece.block.settle(&duplicates, firstRecord: nextRecord)
    }

    /// How many rows a file probably has, judged by its first block.
    private static func expectedRows(_ block: RecordBlock, size: Int) -> Int {
        guard let last = block.rows.last, last.text.upperBound > 0 else { return 0 }
        return size / max(1, last.text.upperBound / block.rows.count)
    }
}
