import Foundation
import GRDB

/// The run that an import's keys become: they are sorted and made into buckets on a thread of their own, while those that are
/// ready are being written.
final class KeyRunDraft {
    private let index: KeyIndex
    private let bits: Int
    private let filterWords: Int
    /// That thread's until the last piece has come.
    private let filter: KeyFilter
    private let pieces = Handover<KeyRunPiece>(most: KeyRunDraft.mostWaiting)

    /// With 64 KB each, a quarter of a million keys: one run is made while another is being written.
    private static let mostWaiting = 64

    /// - Parameter log: nothing is to be added to it or looked up in it any more.
    init(_ log: KeyLog, index: KeyIndex) {
        self.index = index
        let encoder = KeyRunEncoder(expected: log.count)
        (bits, filter, filterWords) = (encoder.bits, encoder.filter, encoder.filter.wordCount)
        // From here on that thread alone has both.
        nonisolated(unsafe) let (ownLog, ownEncoder) = (log, encoder)
        Thread.detachNewThread { [pieces] in
            pieces.finish(Result { try Self.make(ownLog, ownEncoder, pieces) })
        }
    }

    deinit {
        pieces.abandon()
    }

    private static func make(_ log: KeyLog, _ encoder: KeyRunEncoder, _ pieces: Handover<KeyRunPiece>) throws {
        var encoder = encoder
        var isWanted = true
        try log.forEachSorted { entries in
            for index in entries.indices { encoder.append(entries[index]) }
            if encoder.isFull { isWanted = pieces.put(encoder.takePiece()) }
            return isWanted
        }
        if isWanted { _ = pieces.put(encoder.finish()) }
    }

    /// Writes it. To be called once.
    func write(_ db: Database) throws {
        var writer = try KeyRunWriter(db, index: index, bits: bits, filterWords: filterWords)
        while let piece = try pieces.next() { try writer.write(piece) }
        _ = try writer.finish(filter)
    }
}
