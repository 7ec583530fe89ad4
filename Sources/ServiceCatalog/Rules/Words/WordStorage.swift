/// The table behind a word list: open addressing over a hash that is the same in every process.
///
/// A class so that a test that carries it is copied by one reference; nothing in it ever changes.
final class WordStorage: Sendable {
    struct Entry: Sendable, Hashable {
        var hash: UInt64
        var word: Int32
        /// Where the key's bytes stand in `keys`.
        var start: Int32
        var length: Int32
    }

    let words: [String]
    let matching: WordMatching
    let entries: [Entry]
    let nearby: NearbyWords
    private let keys: [UInt8]
    /// Place of an entry plus one; 0 is free. A power of two, at most half full.
    private let slots: [UInt32]
    private let wordBytes: [UInt8]
    /// Where each word begins in `wordBytes`, and the end.
    private let wordStarts: [Int]

    init(_ names: [Name], matching: WordMatching) {
        var entries: [Entry] = []
        var keys: [UInt8] = []
        var wordBytes: [UInt8] = []
        var wordStarts = [0]
        var capacity = 4
        let count = names.reduce(0) { $0 + $1.all.count }
        while capacity < count * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        for (index, name) in names.enumerated() {
            wordBytes.append(contentsOf: name.name.utf8)
            wordStarts.append(wordBytes.count)
            for spelling in name.all where !spelling.isEmpty {
                let bytes = Array(spelling.utf8)
                let key = Self.key(bytes, matching)
                let hash = Self.hash(bytes.span, matching)
                var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
                var isKnown = false
                while slots[slot] != 0 {
                    let entry = entries[Int(slots[slot]) - 1]
                    let start = Int(entry.start)
                    if entry.hash == hash, keys[start..<(start + Int(entry.length))].elementsEqual(key) {
                        isKnown = true
                        break
                    }
                    slot = (slot + 1) & (capacity - 1)
                }
                if isKnown { continue }
                guard let start = Int32(exactly: keys.count), let length = Int32(exactly: key.count),
                    let word = Int32(exactly: index)
                else { continue }
                entries.append(Entry(hash: hash, word: word, start: start, length: length))
                slots[slot] = UInt32(truncatingIfNeeded: entries.count)
                keys.append(contentsOf: key)
            }
        }
        words = names.map(\.name)
        self.matching = matching
        self.entries = entries
        self.keys = keys
        self.slots = slots
        self.wordBytes = wordBytes
        self.wordStarts = wordStarts
        nearby = NearbyWords(names)
    }

    func index(of value: Span<UInt8>) -> Int? {
        let hash = Self.hash(value, matching)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, isKey(entry, of: value) { return Int(entry.word) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    func appendWord(_ index: Int, to canonical: inout [UInt8], unlessWrittenAs value: Span<UInt8>) {
        let start = wordStarts[index]
        let end = wordStarts[index + 1]
        var isSame = end - start == value.count
        if isSame {
            for offset in value.indices where wordBytes[start + offset] != value[offset] {
                isSame = false
                break
            }
        }
        if !isSame { canonical.append(contentsOf: wordBytes[start..<end]) }
    }

    func isEqual(to other: WordStorage) -> Bool {
        matching == other.matching && words == other.words && keys == other.keys && entries == other.entries
    }

    // MARK: Keys

    /// What is compared: the folded bytes, or all of them where that leaves nothing.
    static func key(_ bytes: [UInt8], _ matching: WordMatching) -> [UInt8] {
        if matching == .exact { return bytes }
        let folded = Folding.fold(bytes.span)
        return folded.isEmpty ? bytes : folded
    }

    private func isKey(_ entry: Entry, of value: Span<UInt8>) -> Bool {
        var place = Int(entry.start)
        let end = place + Int(entry.length)
        if matching == .folded {
            var index = 0
            var isEmpty = true
            while index < value.count {
                var bytes = Folding.step(value, &index)
                while bytes != 0 {
                    guard place < end, keys[place] == UInt8(truncatingIfNeeded: bytes) else { return false }
                    isEmpty = false
                    place += 1
                    bytes >>= 8
                }
            }
            if !isEmpty { return place == end }
        }
        guard end - place == value.count else { return false }
        for offset in value.indices where keys[place + offset] != value[offset] { return false }
        return true
    }

    /// A hash of the key of a value, without making the key.
    static func hash(_ value: Span<UInt8>, _ matching: WordMatching) -> UInt64 {
        var hash = StableHash()
        if matching == .folded {
            var index = 0
            while index < value.count {
                var bytes = Folding.step(value, &index)
                while bytes != 0 {
                    hash.add(UInt8(truncatingIfNeeded: bytes))
                    bytes >>= 8
                }
            }
            if hash.count > 0 { return hash.finish() }
        }
        for index in value.indices { hash.add(value[index]) }
        return hash.finish()
    }
}

/// A 64-bit hash of bytes, equal in every process and on every machine; not for secrets.
struct StableHash {
    private(set) var count: UInt64 = 0
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    /// The last bytes, up to eight, not yet mixed in.
    private var word: UInt64 = 0

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        word = word << 8 | UInt64(byte)
        count &+= 1
        if count & 7 == 0 { mix() }
    }

    @inline(__always)
    private mutating func mix() {
        state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
        state ^= state >> 33
        word = 0
    }

    consuming func finish() -> UInt64 {
        if count & 7 != 0 { mix() }
        state = (state ^ count) &* 0xC4CE_B9FE_1A85_EC53
        return state ^ state >> 33
    }
}
