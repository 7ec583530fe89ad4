public import CBytes

/// A fixed number of plain values in memory that has one owner.
///
/// An array asks at each write whether it is shared, and inside a shared object each read may count a reference up and
/// down, on all cores at once. In a loop over millions of rows that costs as much as the work itself. This storage
/// cannot be copied, so it is neither shared nor counted: as a constant it is read from any core, as a variable it is
/// written by its one owner, and the compiler proves both. Each access is checked against the count.
public struct PlainStorage<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    // Unchecked, because a pointer is never Sendable: this one is owned by a value that cannot be copied, so whoever
    // writes through it has exclusive access.
    @usableFromInline let base: UnsafeMutablePointer<Element>
    /// How many values there are.
    public let count: Int

    @inlinable
    public init(repeating value: Element, count: Int) {
        self.count = max(count, 0)
        base = LargeMemory.allocate(Element.self, max(count, 1))
        base.initialize(repeating: value, count: self.count)
    }

    /// Values whose bits are all zero, which must be a value of the element: a large storage is not even written to.
    ///
    /// - Parameter isFilledInOrder: it is written from one end to the other; else it is laid out for being looked up at random.
    @inlinable
    public init(zeros count: Int, isFilledInOrder: Bool = false) {
        self.count = max(count, 0)
        base = LargeMemory.allocateZeros(Element.self, max(count, 1), isFilledInOrder: isFilledInOrder)
    }

    /// So many values or more: as many as there is room for in the memory that they would be lent.
    package static func countInWholePages(_ count: Int) -> Int {
        max(count, LargeMemory.size(Element.self, count) / MemoryLayout<Element>.stride)
    }

    @inlinable
    public init(_ values: [Element]) {
        count = values.count
        base = LargeMemory.allocate(Element.self, max(values.count, 1))
        for (index, value) in values.enumerated() { (base + index).initialize(to: value) }
    }

    @inlinable
    deinit {
        LargeMemory.free(base, max(count, 1))
    }

    @inlinable
    public subscript(index: Int) -> Element {
        @inline(__always)
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
            return base[index]
        }
        @inline(__always)
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
            base[index] = newValue
        }
    }

    /// A value at a place that is known to be below the count: only debug builds check.
    @inlinable
    public subscript(unchecked index: Int) -> Element {
        @inline(__always)
        get {
            assert(UInt(bitPattern: index) < UInt(bitPattern: count), "index out of range")
            return base[index]
        }
    }

    /// Has the processor fetch a value that will soon be looked at, without waiting for it.
    @inlinable @inline(__always)
    public func prefetch(_ index: Int) {
        // Only a hint: nothing is read, so any place will do.
        muster_prefetch(UnsafeRawPointer(base) + index &* MemoryLayout<Element>.stride)
    }

    /// Has the system lend all memory of a large storage of zeros now, of which it would else lend each page when it is first
    /// touched. A page that is read before it is written to it lends twice, and has all cores forget the first one.
    @inlinable
    public mutating func makeZerosReady() {
        LargeMemory.makeZerosReady(base, max(count, 1))
    }

    /// Has the system lend the memory of a part of a large storage now, and what lies in the same pages: many small ones are
    /// lent at once in half the time.
    @inlinable
    public func makeReady(_ range: Range<Int>) {
        LargeMemory.makeReady(base, range.clamped(to: 0..<count), of: max(count, 1))
    }

    /// Lends all values to be changed.
    @inlinable
    public mutating func withMutable<Result, Failure>(
        _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeMutableBufferPointer(start: base, count: count))
    }

    /// Lends the first `count` values.
    @inlinable
    public func withFirst<Result>(_ count: Int, _ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        precondition(count >= 0 && count <= self.count, "index out of range")
        return body(UnsafeBufferPointer(start: base, count: count))
    }
}
