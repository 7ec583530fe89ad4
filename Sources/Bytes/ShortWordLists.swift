/// Lists of short texts, each with a number: a text is found in its list with one or two comparisons.
public struct ShortWordLists: ~Copyable, Sendable {
    @usableFromInline let slots: PlainStorage<Slot>
    @usableFromInline let lists: PlainStorage<List>

    /// A text and what stands for it, 0 or more.
    public typealias Word = (text: ShortText, value: Int)

    // Not private: Swift 6.3 breaks off in a debug build where another module drops the storage of a private type.
    @usableFromInline struct Slot: BitwiseCopyable, Sendable {
        @usableFromInline var text: ShortText
        /// -1: free.
        @usableFromInline var value: Int32
    }

    @usableFromInline struct List: BitwiseCopyable, Sendable {
        @usableFromInline var start: Int
        /// The number of slots less one; that number is a power of two.
        @usableFromInline var mask: Int
        @usableFromInline var shift: UInt64
    }

    /// Of equal texts in a list the first counts.
    public init(_ lists: [[Word]]) {
        var slots: [Slot] = []
        self.lists = PlainStorage(lists.map { Self.append($0, to: &slots) })
        self.slots = PlainStorage(slots)
    }

    private static func append(_ words: [Word], to slots: inout [Slot]) -> List {
        var size = 4
        while size < words.count * 2 { size *= 2 }
        let list = List(start: slots.count, mask: size - 1, shift: UInt64(64 - size.trailingZeroBitCount))
        slots.append(contentsOf: repeatElement(Slot(text: ShortText(), value: -1), count: size))
        for (text, value) in words {
            var index = Int(truncatingIfNeeded: text.mixed >> list.shift)
            while slots[list.start + index].value >= 0, slots[list.start + index].text != text {
                index = (index + 1) & list.mask
            }
            if slots[list.start + index].value < 0 {
                slots[list.start + index] = Slot(text: text, value: Int32(truncatingIfNeeded: value))
            }
        }
        return list
    }

    /// What stands for a text in one of the lists, or -1.
    @inlinable
    public func value(of text: ShortText, in list: Int) -> Int {
        let list = lists[list]
        var index = Int(truncatingIfNeeded: text.mixed &>> list.shift)
        while true {
            let slot = slots[list.start &+ index]
            if slot.value < 0 || slot.text == text { return Int(slot.value) }
            index = (index &+ 1) & list.mask
        }
    }
}
