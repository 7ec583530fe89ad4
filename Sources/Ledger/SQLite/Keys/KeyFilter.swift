import Bytes
import CBytes

/// Says of a key that it is certainly not in a run, or that it may be: a Bloom filter whose bits for one key lie in one
/// line of the processor's cache.
///
/// Sixteen bits a key: of a thousand keys that are not in the run, about one looks as if it were. A kept filter may have
/// another number, of which its words tell. The line is chosen by the key's first bits, so a filter of sorted keys is filled
/// from its start to its end.
///
/// An object, as its memory has one owner; nobody changes a filter once it is complete.
final class KeyFilter {
    private var words: PlainStorage<UInt64>
    private let lines: UInt64

    static let bitsPerKey = 16
    private static let wordsPerLine = 8
    /// How many keys ahead the processor is told of a line, which is in none of the nearer caches.
    private static let lookahead = 16

    /// For about this many keys.
    init(keys: Int, bitsPerKey: Int = KeyFilter.bitsPerKey) {
        lines = UInt64(max(1, (keys * bitsPerKey + 511) / 512))
        words = PlainStorage(zeros: Int(lines) * Self.wordsPerLine)
    }

    /// As it was kept; its words are put in piece by piece.
    init(wordCount: Int) {
        lines = UInt64(wordCount / Self.wordsPerLine)
        words = PlainStorage(zeros: wordCount)
    }

    var wordCount: Int { words.count }

    /// Puts in a piece of a kept filter; what is beyond its end is left out.
    func restore(_ bytes: UnsafeRawBufferPointer, at first: Int) {
        words.withMutable { words in
            let count = min(bytes.count / 8, words.count - first)
            guard first >= 0, count > 0 else { return }
            UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: words[first..<(first + count)]))
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * 8)]))
        }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try words.withMutable { try body(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    private func line(of head: UInt64) -> Int {
        Int(truncatingIfNeeded: head.multipliedFullWidth(by: lines).high) &* Self.wordsPerLine
    }

    /// Where a key's bits lie in its line, six bits for each word: from all 96 that an entry keeps of it, as those that
    /// choose the line are the same for all keys in it.
    @inline(__always)
    private static func places(head: UInt64, tail: UInt32) -> UInt64 {
        let mixed = (head ^ UInt64(tail) &<< 32) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ mixed &>> 29
    }

    @inline(__always)
    private static func places(_ key: CaseKey) -> UInt64 { places(head: key.head, tail: KeyEntry.tail(of: key)) }

    /// Puts keys in; many at a time, since each call asks whether the filter is in use.
    func insert(_ entries: Span<KeyEntry>) {
        words.withMutable { words in
            guard let base = words.baseAddress else { return }
            for index in entries.indices {
                let entry = entries[index]
                let line = line(of: entry.head)
                let ahead = min(index &+ Self.lookahead, entries.count &- 1)
                muster_prefetch(base + self.line(of: entries[ahead].head))
                var bits = Self.places(head: entry.head, tail: entry.tail)
                for word in line..<(line &+ Self.wordsPerLine) {
                    words[word] |= 1 &<< (bits & 63)
                    bits &>>= 6
                }
            }
        }
    }

    @inline(__always)
    private static func mayHold(_ words: UnsafePointer<UInt64>, _ places: UInt64) -> Bool {
        var bits = places
        var all: UInt64 = 1
        for index in 0..<wordsPerLine {
            all &= words[index] &>> (bits & 63)
            bits &>>= 6
        }
        return all & 1 == 1
    }

    func mayHold(_ entry: KeyEntry) -> Bool {
        let line = line(of: entry.head)
        return words.withFirst(words.count) { words in
            words.baseAddress.map { Self.mayHold($0 + line, Self.places(head: entry.head, tail: entry.tail)) } ?? true
        }
    }

    /// The indices of the keys that may be in the run, among those not found yet.
    ///
    /// The first pass looks at a quarter of each line, without a branch: so little that the processor has the lines of
    /// many keys on their way at the same time. The second looks at the rest, for the few that are left.
    func candidates(_ keys: [CaseKey], notIn found: [CaseNumber], into indices: inout [Int32]) {
        if indices.count < keys.count { indices = [Int32](repeating: 0, count: keys.count) }
        var count = 0
        words.withFirst(words.count) { words in
            guard let base = words.baseAddress else { return }
            indices.withUnsafeMutableBufferPointer { indices in
                keys.withUnsafeBufferPointer { keys in
                    found.withUnsafeBufferPointer { found in
                        for index in 0..<keys.count {
                            let ahead = min(index &+ Self.lookahead, keys.count &- 1)
                            muster_prefetch(base + self.line(of: keys[ahead].head))
                            let line = base + self.line(of: keys[index].head)
                            let places = Self.places(keys[index])
                            let both = line[0] &>> (places & 63) & line[1] &>> (places &>> 6 & 63)
                            indices[count] = Int32(truncatingIfNeeded: index)
                            count &+= Int(truncatingIfNeeded: both & 1)
                        }
                        let first = count
                        count = 0
                        for at in 0..<first {
                            let index = Int(indices[at])
                            guard found[index] == .none,
                                Self.mayHold(base + self.line(of: keys[index].head), Self.places(keys[index]))
                            else { continue }
                            indices[count] = indices[at]
                            count &+= 1
                        }
                    }
                }
            }
        }
        indices.removeSubrange(count...)
    }
}
