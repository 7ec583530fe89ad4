import Glibc

/// Memory for tables of any size.
///
/// A table of millions of slots that are looked up at random touches another page of 4 KiB with nearly every look-up, and
/// the processor has to find each in the page tables first. Of 2 MiB pages there are few enough to remember all, so for
/// large tables the system is asked for those.
@usableFromInline
enum LargeMemory {
    private static let hugePage = 2 << 20
    /// A line of the processor's cache: what lies in one line of a table is to lie in one of the cache.
    private static let line = 64

    @usableFromInline
    static func allocate<Element>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        let bytes = MemoryLayout<Element>.stride * count
        let isLarge = bytes >= hugePage * 3 / 4
        let unit = isLarge ? hugePage : line
        guard let memory = aligned_alloc(unit, (max(bytes, 1) + unit - 1) & ~(unit - 1)) else {
            return .allocate(capacity: count)
        }
        if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
        return memory.bindMemory(to: type, capacity: count)
    }

    @usableFromInline
    static func free<Element>(_ memory: UnsafeMutablePointer<Element>) {
        Glibc.free(memory)
    }
}
