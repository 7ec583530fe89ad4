import Glibc

/// Memory for tables of any size.
///
/// A table of millions of slots that are looked up at random touches another page of 4 KiB with nearly every look-up, and
/// the processor has to find each in the page tables first. Of 2 MiB pages there are few enough to remember all, so for
/// large tables the system is asked for those, and lends them as they are used, filled with zeros. Where the machine is a
/// virtual one, such a page may take milliseconds, as the host has to find memory for it: what is filled from one end to the
/// other has no need of them.
@usableFromInline
enum LargeMemory {
    static let page = 4096
    static let hugePage = 2 << 20
    /// A line of the processor's cache: what lies in one line of a table is to lie in one of the cache.
    private static let line = 64

    /// The size of what is asked of the system page by page; 0 for less, which comes from where all memory does.
    private static func mappedSize(_ bytes: Int) -> Int {
        bytes >= hugePage * 3 / 4 ? (bytes + hugePage - 1) & ~(hugePage - 1) : 0
    }

    /// How many bytes are lent for so many elements; 0 where it is not the system that lends them.
    static func size<Element>(_ type: Element.Type, _ count: Int) -> Int {
        mappedSize(MemoryLayout<Element>.stride * count)
    }

    /// Memory for so many elements, with any contents.
    ///
    /// - Parameter isFilledInOrder: it is gone through from one end to the other, and not looked up at random.
    @usableFromInline
    static func allocate<Element>(
        _ type: Element.Type, _ count: Int, isFilledInOrder: Bool = false
    ) -> UnsafeMutablePointer<Element> {
        let bytes = MemoryLayout<Element>.stride * count
        if let memory = mapped(mappedSize(bytes), inLargePages: !isFilledInOrder) {
            return memory.bindMemory(to: type, capacity: count)
        }
        guard let memory = aligned_alloc(line, (max(bytes, 1) + line - 1) & ~(line - 1)) else {
            outOfMemory(bytes)
        }
        return memory.bindMemory(to: type, capacity: count)
    }

    /// Memory for so many elements whose bits are all zero.
    @usableFromInline
    static func allocateZeros<Element>(
        _ type: Element.Type, _ count: Int, isFilledInOrder: Bool
    ) -> UnsafeMutablePointer<Element> {
        let memory = allocate(type, count, isFilledInOrder: isFilledInOrder)
        let bytes = MemoryLayout<Element>.stride * count
        if mappedSize(bytes) == 0 { memset(memory, 0, bytes) }
        return memory
    }

    @usableFromInline
    static func free<Element>(_ memory: UnsafeMutablePointer<Element>, _ count: Int) {
        let size = size(Element.self, count)
        if size > 0 { munmap(memory, size) } else { Glibc.free(memory) }
    }

    /// Has the system lend some of the memory now, all pages that a range of the elements touches. It may decline, and then lends
    /// them later.
    ///
    /// - Parameter count: how many elements there are in all.
    @usableFromInline
    static func makeReady<Element>(_ memory: UnsafeMutablePointer<Element>, _ range: Range<Int>, of count: Int) {
        let stride = MemoryLayout<Element>.stride
        guard !range.isEmpty, mappedSize(stride * count) > 0 else { return }
        let start = range.lowerBound * stride & ~(page - 1)
        madvise(UnsafeMutableRawPointer(memory) + start, range.upperBound * stride - start, populateWrite)
    }

    /// Has the system lend all of the memory now, in large pages if it will, while all of it is still zero.
    ///
    /// Each is lent by being written to. To ask for all at once takes as long, and nobody else in the process is lent memory or
    /// gives it back meanwhile.
    @usableFromInline
    static func makeZerosReady<Element>(_ memory: UnsafeMutablePointer<Element>, _ count: Int) {
        let bytes = UnsafeMutableRawPointer(memory)
        for place in stride(from: 0, to: size(Element.self, count), by: hugePage) {
            bytes.storeBytes(of: 0, toByteOffset: place, as: UInt8.self)
        }
    }

    /// `MADV_POPULATE_WRITE`, Linux 5.14; not in all C libraries' headers.
    private static let populateWrite: Int32 = 23

    /// Ends the process, as Swift's own allocations do when there is no memory left. No input asks for more than it fills:
    /// what a file's size only hints at is bounded where the table is laid out.
    private static func outOfMemory(_ bytes: Int) -> Never {
        fatalError("out of memory: \(bytes) bytes are not to be had")
    }

    /// So many bytes of zeros, on the borders of large pages. What is mapped too much at both ends goes back at once.
    private static func mapped(_ size: Int, inLargePages: Bool) -> UnsafeMutableRawPointer? {
        guard size > 0 else { return nil }
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let start = mmap(nil, size + hugePage, PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else {
            outOfMemory(size)
        }
        let before = (hugePage - Int(bitPattern: start) & (hugePage - 1)) & (hugePage - 1)
        let memory = start + before
        if before > 0 { munmap(start, before) }
        if before < hugePage { munmap(memory + size, hugePage - before) }
        if inLargePages { madvise(memory, size, MADV_HUGEPAGE) }
        return memory
    }
}
