import ServiceLevels

/// A page that is being filled: its columns side by side in one piece of memory, each with room for a full page.
final class CasePageDraft {
    private(set) var count = 0
    private(set) var hasTargets = false
    private let memory: UnsafeMutableRawPointer
    private var words: UnsafeMutableRawPointer
    private var wordsCapacity = 16_384
    private var wordsCount = 0

    /// Where the columns begin, in bytes; records, dates and groups follow the keys as they do in a kept page.
    private enum Column {
        static let heads = 0
        static let tails = 8 * CaseNumber.pageSize
        static let records = 16 * CaseNumber.pageSize
        static let dates = 20 * CaseNumber.pageSize
        static let groups = 24 * CaseNumber.pageSize
        static let targets = 28 * CaseNumber.pageSize
        static let ends = 36 * CaseNumber.pageSize
        static let size = 40 * CaseNumber.pageSize
    }

    init() {
        memory = .allocate(byteCount: Column.size, alignment: 8)
        words = .allocate(byteCount: wordsCapacity, alignment: 8)
    }

    deinit {
        memory.deallocate()
        words.deallocate()
    }

    var isFull: Bool { count == CaseNumber.pageSize }

    func removeAll() {
        count = 0
        hasTargets = false
        wordsCount = 0
    }

    /// There must be room: `isFull` is false.
    @inline(__always)
    func append(_ new: NewCase, _ request: CaseRequest, text: UnsafeRawBufferPointer, group: Int64) {
        let place = count
        let target = new.target.rawValue | (new.isCancellation ? 1 &<< 63 : 0)
        let date = request.effectiveDate.map { Int32(truncatingIfNeeded: $0.dayNumber) } ?? Int32.min
        memory.storeBytes(of: request.content.head.littleEndian, toByteOffset: place &* 8, as: UInt64.self)
        memory.storeBytes(
            of: request.content.tail.littleEndian, toByteOffset: Column.tails &+ place &* 8, as: UInt64.self)
        memory.storeBytes(
            of: UInt32(clamping: request.record).littleEndian, toByteOffset: Column.records &+ place &* 4,
            as: UInt32.self)
        memory.storeBytes(of: date.littleEndian, toByteOffset: Column.dates &+ place &* 4, as: Int32.self)
        memory.storeBytes(
            of: UInt32(clamping: group).littleEndian, toByteOffset: Column.groups &+ place &* 4, as: UInt32.self)
        memory.storeBytes(of: target.littleEndian, toByteOffset: Column.targets &+ place &* 8, as: UInt64.self)
        if target != 0 { hasTargets = true }
        let who = UnsafeRawBufferPointer(rebasing: text[request.who])
        if wordsCount &+ who.count > wordsCapacity { growWords(by: who.count) }
        if let base = who.baseAddress { (words + wordsCount).copyMemory(from: base, byteCount: who.count) }
        wordsCount &+= who.count
        memory.storeBytes(
            of: UInt32(truncatingIfNeeded: wordsCount).littleEndian, toByteOffset: Column.ends &+ place &* 4,
            as: UInt32.self)
        count &+= 1
    }

    private func growWords(by more: Int) {
        let capacity = max(wordsCapacity * 2, wordsCount + more)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        grown.copyMemory(from: words, byteCount: wordsCount)
        words.deallocate()
        words = grown
        wordsCapacity = capacity
    }

    // MARK: As it is kept

    func encodeFacts(into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        append(Column.heads, 8, to: &bytes)
        append(Column.tails, 8, to: &bytes)
        append(Column.records, 4, to: &bytes)
        append(Column.dates, 4, to: &bytes)
        append(Column.groups, 4, to: &bytes)
    }

    func encodeTargets(into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        append(Column.targets, 8, to: &bytes)
    }

    func encodePeople(into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        append(Column.ends, 4, to: &bytes)
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: words, count: wordsCount))
    }

    private func append(_ column: Int, _ size: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: memory + column, count: count * size))
    }
}
