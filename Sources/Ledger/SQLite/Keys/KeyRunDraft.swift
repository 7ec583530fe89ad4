import Foundation

/// The run that an import's keys become: they are sorted and made into buckets on a thread of their own, while those that are
/// ready are being written.
final class KeyRunDraft {
    let index: KeyIndex
    private let bits: Int
    private let filterWords: Int
    private let pieces = Handover<Made>(most: KeyRunDraft.mostWaiting)

    /// With 64 KB each, a quarter of a million keys: one run is made while another is being written.
    private static let mostWaiting = 64

    private enum Made: Sendable {
        case piece(KeyRunPiece)
        /// Behind the last piece.
        case filter(FullFilter)
    }

    /// Nobody changes a full filter any more; that is why it may be `@unchecked Sendable`.
    private struct FullFilter: @unchecked Sendable {
        let filter: KeyFilter
    }

    /// - Parameter log: nothing is to be added to it or looked up in it any more.
    init(_ log: KeyLog, index: KeyIndex) {
        self.index = index
        let encoder = KeyRunEncoder(expected: log.count)
        (bits, filterWords) = (encoder.bits, encoder.filter.wordCount)
        // From here on that thread alone has both.
        nonisolated(unsafe) let (ownLog, ownEncoder) = (log, encoder)
        Thread.detachNewThread { [pieces] in
            pieces.finish(Result { try Self.make(ownLog, ownEncoder, pieces) })
        }
    }

    deinit {
        pieces.abandon()
    }

    private static func make(_ log: KeyLog, _ encoder: KeyRunEncoder, _ pieces: Handover<Made>) throws {
        var encoder = encoder
        var isWanted = true
        try log.forEachSorted { entries in
            for index in entries.indices { encoder.append(entries[index]) }
            if encoder.isFull { isWanted = pieces.put(.piece(encoder.takePiece())) }
            return isWanted
        }
        guard isWanted else { return }
        _ = pieces.put(.piece(encoder.finish()))
        _ = pieces.put(.filter(FullFilter(filter: encoder.filter)))
    }

    /// Writes it. To be called once.
    func write(_ writer: (_ bits: Int, _ filterWords: Int) throws -> KeyRunWriter) throws {
        var writer = try writer(bits, filterWords)
        while let made = try pieces.next() {
            switch made {
            case .piece(let piece): try writer.write(piece)
            case .filter(let full): _ = try writer.finish(full.filter)
            }
        }
    }
}
