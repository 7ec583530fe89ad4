import Bytes
import Glibc

/// The keys that an import has added, until they are sorted and written as a run.
///
/// They are kept in 256 parts by their first bits; a part that is full goes to a file without a name, so memory stays
/// the same for any number of keys. Looking a key up is rare (a filter says for nearly all that they are new) and reads
/// one part.
final class KeyLog {
    private(set) var count = 0
    private let buffer: UnsafeMutableBufferPointer<KeyEntry>
    private let used: UnsafeMutableBufferPointer<Int>
    /// Where the file holds full pieces of each part.
    private var pieces = [[Int]](repeating: [], count: KeyLog.partCount)
    /// The one that is being filled, and the full ones before it.
    private var filter: KeyFilter
    private var fullFilters: [KeyFilter] = []
    /// How many more keys the filter is made for.
    private var filterRoom: Int
    private var filterSize: Int
    private var file: Int32 = -1
    private var fileSize = 0
    private let folder: String

    private static let partCount = 256
    /// Entries of a part in memory.
    private static let partSize = 768

    /// - Parameter folder: where the file without a name is made, if it comes to that.
    init(expected: Int, folder: String) {
        self.folder = folder
        // Memory that is not touched costs nothing.
        buffer = .allocate(capacity: Self.partCount * Self.partSize)
        used = .allocate(capacity: Self.partCount)
        used.initialize(repeating: 0)
        filterSize = max(expected, 4_096)
        filterRoom = filterSize
        filter = KeyFilter(keys: filterSize, bitsPerKey: Self.filterBits)
    }

    deinit {
        buffer.deallocate()
        used.deallocate()
        if file >= 0 { close(file) }
    }

    private static let filterBits = 16

    private func growFilter() {
        fullFilters.append(filter)
        filterSize *= 2
        filterRoom = filterSize
        filter = KeyFilter(keys: filterSize, bitsPerKey: Self.filterBits)
    }

    /// Adds the entries of a block.
    func add(_ entries: Span<KeyEntry>) throws {
        var start = 0
        while start < entries.count {
            if filterRoom == 0 { growFilter() }
            let end = min(start + filterRoom, entries.count)
            filter.insert(entries.extracting(start..<end))
            filterRoom -= end - start
            start = end
        }
        for index in entries.indices {
            let entry = entries[index]
            let part = Int(truncatingIfNeeded: entry.head &>> 56)
            if used[part] == Self.partSize { try spill(part) }
            buffer[part &* Self.partSize &+ used[part]] = entry
            used[part] &+= 1
        }
        count += entries.count
    }

    /// The latest case of each key; those that are not here stay as they are.
    func find(_ keys: [CaseKey], into numbers: inout [CaseNumber]) throws {
        guard count > 0 else { return }
        var candidates: [Int32] = []
        for filter in fullFilters + [filter] {
            filter.candidates(keys, notIn: numbers, into: &candidates)
            for index in candidates {
                let index = Int(index)
                if numbers[index] == .none { numbers[index] = try find(keys[index]) }
            }
        }
    }

    private func find(_ key: CaseKey) throws -> CaseNumber {
        let part = Int(key.head >> 56)
        var latest: UInt32 = 0
        func look(_ entries: UnsafeBufferPointer<KeyEntry>) {
            for entry in entries where entry.leads(from: key) {
                latest = max(latest, entry.number)
            }
        }
        look(inMemory(part))
        if !pieces[part].isEmpty {
            try withUnsafeTemporaryAllocation(of: KeyEntry.self, capacity: Self.partSize) { piece in
                for offset in pieces[part] {
                    try read(UnsafeMutableRawBufferPointer(piece), at: offset)
                    look(UnsafeBufferPointer(piece))
                }
            }
        }
        return CaseNumber(rawValue: UInt64(latest))
    }

    private func inMemory(_ part: Int) -> UnsafeBufferPointer<KeyEntry> {
        UnsafeBufferPointer(rebasing: buffer[(part * Self.partSize)..<(part * Self.partSize + used[part])])
    }

    /// Hands over all entries in order, many at a time; of one key the latest only.
    /// - Parameter body: returns false when it wants no more.
    func forEachSorted(_ body: (Span<KeyEntry>) throws -> Bool) throws {
        var entries: [KeyEntry] = []
        var scratch: [KeyEntry] = []
        for part in 0..<Self.partCount {
            let inFile = pieces[part].count * Self.partSize
            let total = inFile + used[part]
            guard total > 0 else { continue }
            entries = [KeyEntry](unsafeUninitializedCapacity: total) { target, initialized in
                for (index, offset) in pieces[part].enumerated() {
                    let piece = UnsafeMutableBufferPointer(
                        rebasing: target[(index * Self.partSize)..<((index + 1) * Self.partSize)])
                    do { try read(UnsafeMutableRawBufferPointer(piece), at: offset) } catch { return }
                }
                _ = UnsafeMutableBufferPointer(rebasing: target[inFile..<total]).update(from: inMemory(part))
                initialized = total
            }
            guard entries.count == total else { throw Self.fault() }
            Self.sort(&entries, &scratch)
            Self.keepLatest(&entries)
            guard try body(entries.span) else { return }
        }
    }

    /// Of entries with the same key, which stand together, only the last stays.
    private static func keepLatest(_ entries: inout [KeyEntry]) {
        var kept = 0
        for index in entries.indices {
            if index + 1 < entries.count, entries[index + 1].hasKey(of: entries[index]) { continue }
            if kept != index { entries[kept] = entries[index] }
            kept += 1
        }
        entries.removeSubrange(kept...)
    }

    // MARK: Sorting

    /// Sorts entries whose first eight bits are the same.
    ///
    /// Keys are hashes: scattered by their next bits, nearly every one has its place to itself, and one pass of
    /// insertion does the rest.
    private static func sort(_ entries: inout [KeyEntry], _ scratch: inout [KeyEntry]) {
        guard entries.count > 32 else { return entries.sort() }
        let bits = UInt64(min(20, Int.bitWidth - (entries.count - 1).leadingZeroBitCount))
        let cell = { (entry: KeyEntry) in Int(truncatingIfNeeded: (entry.head << 8) >> (64 - bits)) }
        var starts = [Int32](repeating: 0, count: 1 << Int(bits) + 1)
        for entry in entries { starts[cell(entry) + 1] += 1 }
        // Hashes do not crowd; keys that do are sorted the usual way.
        guard starts.allSatisfy({ $0 < 64 }) else { return entries.sort() }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        scratch = entries
        for entry in entries {
            let cell = cell(entry)
            scratch[Int(starts[cell])] = entry
            starts[cell] += 1
        }
        for index in 1..<scratch.count {
            let entry = scratch[index]
            var at = index
            while at > 0, entry < scratch[at - 1] {
                scratch[at] = scratch[at - 1]
                at -= 1
            }
            if at != index { scratch[at] = entry }
        }
        swap(&entries, &scratch)
    }

    // MARK: The file

    private func spill(_ part: Int) throws {
        if file < 0 { try makeFile() }
        let bytes = UnsafeRawBufferPointer(inMemory(part))
        var written = 0
        while written < bytes.count {
            let count = pwrite(
                file, bytes.baseAddress?.advanced(by: written), bytes.count - written, fileSize + written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.fault() }
            written += count
        }
        pieces[part].append(fileSize)
        fileSize += bytes.count
        used[part] = 0
    }

    private func makeFile() throws {
        var name = Array("\(folder)/.muster-keys-XXXXXX".utf8CString)
        file = mkstemp(&name)
        guard file >= 0 else { throw Self.fault() }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        unlink(name)
    }

    private func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = pread(file, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.fault() }
            done += count
        }
    }

    private static func fault() -> LedgerError {
        LedgerError(
            .inputOutput,
            "The ledger's temporary file cannot be used: \(SystemFault.text(errno)). "
                + "Make room on its disk and start again; nothing was recorded.")
    }
}
