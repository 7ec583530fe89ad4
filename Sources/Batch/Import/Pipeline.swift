import Intake
import Records
import Sinks

/// Takes a file's blocks through reading, judging, settling, filing, rendering and writing, on as many cores as wanted.
///
///     coordinator   read ─▶                                                          ▶ count, write   in file order
///     workers             ▶ judge ▶ (turn) settle ▶ (turn) file ▶ explain, render ─▶                  any number at a time
///
/// Only what depends on the rows before is done in file order: reading, finding duplicates and numbering, filing with the
/// ledger, counting, and appending to the files. A block is judged, settled and rendered by one task, so that what it
/// needs stays in the cache of one core; where the block before is not as far yet, it waits for its turn. Blocks come out
/// in the order they went in, so the results are the same bytes for any number of workers. At most `2 × jobs + 1` blocks
/// are under way (`3 × jobs + 1` with a ledger), or one with a single job; their storage is used again, so memory does not
/// grow.
struct Pipeline: ~Copyable {
    /// How many blocks are judged or rendered at the same time; 1: everything in the caller's turn.
    let jobs: Int
    private let filing: BlockFiling?
    /// For the header as it is known now; an XML file's grows as paths turn up.
    private(set) var intake: Intake
    private let makeRenderers: (Intake) -> [any BlockRenderer]
    private var renderers: [any BlockRenderer]
    private(set) var tally: Tally
    /// Rows that the reader has lent, as it counts them.
    private(set) var rowsRead = 0
    private var free: [Workpiece] = []
    /// How many workpieces may still be made: a small file needs but one.
    private var unmade = 0
    /// In file order.
    private var working: [Work] = []
    private var settling = BlockSettling(size: 0)
    /// The turns of the block started last: the next one's begin when they have passed.
    private var settled = Turn()
    private var filed = Turn()

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
        settled.pass(.success(()))
        filed.pass(.success(()))
        renewWorkpieces()
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
        settling = BlockSettling(size: size)
        do {
            try await takeAll(&reader, recompile: recompile, write: write, progress: progress)
        } catch {
            // What is under way still uses the ledger's session, which the caller is going to end.
            for work in working { _ = try? await work.piece }
            throw error
        }
    }

    private mutating func takeAll(
        _ reader: inout any RecordReader, recompile: (Header) throws -> Intake,
        write: (Workpiece) throws -> Void, progress: (Int) -> Void
    ) async throws {
        var isAtEnd = false
        while !isAtEnd || !working.isEmpty {
            if !isAtEnd, let piece = takeFree() {
                if try reader.read(into: &piece.block.records) {
                    rowsRead += piece.block.records.rows.count
                    if reader.header.count != intake.header.count {
                        let records = piece.block.records
                        while !working.isEmpty { try await writeOldest(write) }
                        try use(try recompile(reader.header))
                        guard let fresh = takeFree() else { continue }
                        fresh.block.records = records
                        try start(fresh)
                    } else {
                        try start(piece)
                    }
                } else {
                    isAtEnd = true
                }
            }
            // One workpiece is left to read into.
            if working.count >= max(most - 1, 1) || (isAtEnd && !working.isEmpty) {
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

    private mutating func start(_ piece: Workpiece) throws {
        let (filing, settling, intake, renderers) = (filing, settling, intake, renderers)
        guard jobs > 1 else {
            piece.judgeRows()
            settling.settle(piece)
            filing?.prepare(piece, intake)
            try filing?.file(piece, intake)
            piece.render(intake, renderers)
            return working.append(.done(piece))
        }
        let (settledBefore, filedBefore) = (settled, filed)
        let (settled, filed) = (Turn(), Turn())
        (self.settled, self.filed) = (settled, filed)
        working.append(
            .underWay(
                Task {
                    piece.judgeRows()
                    try await settledBefore.wait()
                    settling.settle(piece)
                    settled.pass(.success(()))
                    if let filing {
                        filing.prepare(piece, intake)
                        let result: Result<Void, any Error>
                        do {
                            try await filedBefore.wait()
                            result = Result { try filing.file(piece, intake) }
                        } catch {
                            result = .failure(error)
                        }
                        filed.pass(result)
                        try result.get()
                    }
                    piece.render(intake, renderers)
                    return piece
                }))
    }

    private mutating func writeOldest(_ write: (Workpiece) throws -> Void) async throws {
        let piece = try await working.removeFirst().piece
        tally.count(piece.block)
        try write(piece)
        free.append(piece)
    }

    /// How many workpieces there are.
    private var most: Int { jobs == 1 ? 1 : (filing == nil ? 2 : 3) * jobs + 1 }

    /// Goes on with another intake. Columns were only added, so what has been counted stands.
    private mutating func use(_ intake: Intake) throws {
        self.intake = intake
        tally.use(intake)
        renderers = makeRenderers(intake)
        renewWorkpieces()
    }

    /// From now on workpieces are made anew, for the intake as it is.
    private mutating func renewWorkpieces() {
        (free, unmade) = ([], most)
    }

    private mutating func takeFree() -> Workpiece? {
        if let piece = free.popLast() { return piece }
        guard unmade > 0 else { return nil }
        unmade -= 1
        return Workpiece(intake, outputCount: renderers.count)
    }
}
