/// Sixteen bytes that stand for a request's content, or for whom and what it is about.
///
/// Made by hashing; the ledger only compares them. The first 60 bits in their order are the bits of the case id, so
/// that a case can be found by the id a person reads out.
package struct CaseKey: Hashable, Comparable, Sendable {
    /// The case id's 60 bits, then four more of the hash.
    package let head: UInt64
    package let tail: UInt64

    /// - Parameters:
    ///   - high: the hash's half that the case id is made of: its lower 60 bits.
    ///   - low: the other half.
    package init(high: UInt64, low: UInt64) {
        head = high << 4 | high >> 60
        tail = low
    }

    init(head: UInt64, tail: UInt64) {
        self.head = head
        self.tail = tail
    }

    /// The 60 bits that the case id is written from.
    package var caseBits: UInt64 { head >> 4 }

    /// The half of the hash that holds the case id's bits, as it was handed in.
    package var high: UInt64 { head >> 4 | head << 60 }

    package var low: UInt64 { tail }

    package static func < (left: CaseKey, right: CaseKey) -> Bool {
        left.head != right.head ? left.head < right.head : left.tail < right.tail
    }
}

/// Where a case stands in the ledger: a page and a place on it. Numbers grow in the order of recording.
package struct CaseNumber: Hashable, Comparable, Sendable, RawRepresentable {
    /// The page's number times 256, and the place; 0 is no case.
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package init(page: Int64, place: Int) {
        rawValue = UInt64(truncatingIfNeeded: page) << 8 | UInt64(truncatingIfNeeded: place & 0xFF)
    }

    /// No case.
    package static let none = CaseNumber(rawValue: 0)

    /// How many cases a page holds at most.
    package static let pageSize = 256

    package var page: Int64 { Int64(rawValue >> 8) }
    package var place: Int { Int(rawValue & 0xFF) }

    package static func < (left: CaseNumber, right: CaseNumber) -> Bool { left.rawValue < right.rawValue }
}
