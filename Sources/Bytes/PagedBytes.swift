import CBytes

/// Memory of whole pages, large ones where the system has them: a disk takes bytes from where they lie in it.
///
/// It is filled and read in parts, perhaps by two at the same time. That no part is read while it is filled is for its owner
/// to see to, which is why it may be `@unchecked Sendable`.
package struct PagedBytes: ~Copyable, @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt8>
    /// How many bytes there is room for.
    package let count: Int

    /// What a disk takes is a multiple of this, and lies at one.
    package static var pageSize: Int { LargeMemory.page }

    package init(count: Int) {
        self.count = max(count, 0)
        base = LargeMemory.allocate(UInt8.self, max(count, LargeMemory.hugePage))
    }

    deinit {
        LargeMemory.free(base, max(count, LargeMemory.hugePage))
    }

    /// Puts bytes somewhere, without a place in the processor's cache: they are not looked at any more.
    package func put(_ bytes: UnsafeRawBufferPointer, at place: Int) {
        precondition(place >= 0 && bytes.count <= count &- place, "place out of bounds")
        guard let from = bytes.baseAddress else { return }
        muster_copy_past_cache(base + place, from, Int64(bytes.count))
    }

    /// Lends a part of the bytes.
    package func withBytes<Result, Failure: Error>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range out of bounds")
        return try body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }
}
