import Intake
import Records
import Sinks

/// Takes a file's blocks through reading, judging, settling, rendering and writing, on as many cores as wanted.
///
///     coordinator   read ──────────────▶ settle ─────────────▶ write      one block after the other, in file order
///     workers             ▶ judge ▶               ▶ render ▶              any number of blocks at a time
///
/// Only what depends on the rows before is done in file order: reading, finding duplicates and numbering, counting, and
/// appending to the files. Blocks come out in the order they went in, so the results are the same bytes for any number
/// of workers. At most `2 × jobs + 1` blocks are under way; their storage is used again, so memory does not grow.
struct Pipeline {
    /// How many blocks are judged or rendered at the same time; 1: everything in the caller's turn.
    let jobs: Int
    let intake: Intake
    let renderers: [any BlockRenderer]
    private var duplicates: DuplicateIndex?
    private var nextRecord = 1
    private(set) var tally: Tally
    /// Rows that the reader has lent, as it counts them.
    private(set) var rowsRead = 0

    init(_ intake: Intake, renderers: [any BlockRenderer], jobs: Int) {
        self.intake = intake
        self.renderers = renderers
        self.jobs = max(1, jobs)
        tally = Tally(intake)
    }

    /// - Parameters:
    ///   - size: of the file in bytes, 0 when it is not known: what the duplicate index is laid out for.
    ///   - write: takes each block's bytes, in file order.
    ///   - progress: told the rows read so far, after each block.
    mutating func run(
        _ reader: inout some RecordReader, size: Int, write: (Workpiece) throws -> Void, progress: (Int) -> Void
    ) async throws {
        let renderers = renderers
        var free = (0..<(2 * jobs + 1)).map { _ in Workpiece(intake, outputCount: renderers.count) }
        var judging: [Task<Workpiece, Never>] = []
        var rendering: [Task<Workpiece, Never>] = []
        var isAtEnd = false
        while !isAtEnd || !judging.isEmpty || !rendering.isEmpty {
            if !isAtEnd, let piece = free.popLast() {
                if try reader.read(into: &piece.block.records) {
                    rowsRead += piece.block.records.rows.count
                    judging.append(
                        start {
                            piece.judgeRows(); return piece
                        })
                } else {
                    isAtEnd = true
                }
            }
            if judging.count >= jobs || (isAtEnd && !judging.isEmpty) {
                let piece = await judging.removeFirst().value
                settle(piece, size: size)
                rendering.append(
                    start {
                        piece.render(renderers); return piece
                    })
            }
            if rendering.count >= jobs || (judging.isEmpty && !rendering.isEmpty && isAtEnd) {
                let piece = await rendering.removeFirst().value
                try write(piece)
                free.append(piece)
                progress(rowsRead)
            }
        }
    }

    private func start(_ work: @escaping @Sendable () -> Workpiece) -> Task<Workpiece, Never> {
        Task { work() }
    }

    private mutating func settle(_ piece: Workpiece, size: Int) {
        var index = duplicates ?? DuplicateIndex(expected: Self.expectedRows(piece.block.records, size: size))
        duplicates = nil
        nextRecord = piece.block.settle(&index, intake: intake, firstRecord: nextRecord)
        duplicates = index
        tally.count(piece.block)
    }

    /// How many rows a file probably has, judged by its first block.
    private static func expectedRows(_ block: RecordBlock, size: Int) -> Int {
        guard let last = block.rows.last, last.text.upperBound > 0 else { return 0 }
        return size / max(1, last.text.upperBound / block.rows.count)
    }
}
