import Records
package import ServiceCatalog

/// The verdicts on one block of records: a verdict for each row, in the rows' order.
///
/// Like the block it judges, it is refilled again and again. Values stay where they were read; only what has another
/// canonical form (a phone number in E.164, say) is written anew, into `canonical`.
package struct VerdictBlock: Sendable {
    package var rows: [RowVerdict] = []
    /// The values of the requests: a run of them for each row, in the order of its service's fields.
    package var values: [FieldValue] = []
    package var canonical: [UInt8] = []
    /// The findings of all rows, in the rows' order.
    package var findings: [Finding] = []
    /// The words of findings that no check of a definition made.
    package var reasons: [Reason] = []

    package init() {}

    package mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        canonical.removeAll(keepingCapacity: true)
        findings.removeAll(keepingCapacity: true)
        reasons.removeAll(keepingCapacity: true)
    }
}

/// What became of one row.
package enum RowOutcome: UInt8, Sendable {
    case accepted
    case rejected
    /// No record: an empty row.
    case skipped
    /// A record that asks for nothing.
    case unchanged
    /// Its case was filed before.
    case alreadyImported
    /// It waits for somebody to approve it.
    case held
}

/// The verdict on one row, and what its case needs.
package struct RowVerdict: Sendable {
    package var outcome: RowOutcome = .rejected
    package var kind: MACDKind = .change
    /// Its row's index in the block.
    package var row: Int = 0
    /// Index into the intake's services; -1 when it is not known which is meant.
    package var service: Int32 = -1
    /// Index into the intake's forms: its service's, or a general one.
    package var form: Int32 = 0
    /// Index into the intake's regions; -1 when none is known.
    package var region: Int32 = -1
    /// Where its values start in `values`.
    package var firstValue: Int = 0
    /// 0 where the row could not be read.
    package var valueCount: Int = 0
    package var firstFinding: Int = 0
    package var findingCount: Int = 0
    /// Of the request's content; the case id is made of it.
    package var content = Hash128(high: 0, low: 0)
    /// Of the key that must be unique in the file; `nil` where there is none.
    package var key: Hash128?

    /// Of an unchanged row: index into the profile's causes.
    package var cause: UInt8 = 0
    /// An earlier run has found the row to be a duplicate, and it still is.
    package var isKnownDuplicate = false
    /// Index into `reasons` of what an earlier run said of the row as a duplicate, should it be one again; or -1.
    package var duplicateReason: Int32 = -1

    package var caseID: CaseID { CaseID(content) }
}

/// One field's value in a request: trimmed, and in its canonical form.
///
/// A single word, so that what has just been stored is there for the next load: of two halves the processor would wait for
/// both to reach the cache.
public struct FieldValue: BitwiseCopyable, Sendable {
    /// The start in the lower 32 bits, then `mayNeedQuotes`, `isCanonical`, and the length in the upper 30.
    @usableFromInline var word: UInt64

    /// No value.
    @inlinable public static var absent: FieldValue {
        FieldValue(start: 0, length: 0, isCanonical: false, mayNeedQuotes: false)
    }

    @inlinable
    public init(start: Int, length: Int, isCanonical: Bool, mayNeedQuotes: Bool) {
        word =
            UInt64(truncatingIfNeeded: length) << 34 | (isCanonical ? 1 << 33 : 0) | (mayNeedQuotes ? 1 << 32 : 0)
            | UInt64(UInt32(truncatingIfNeeded: start))
    }

    @inlinable public var length: Int { Int(truncatingIfNeeded: word >> 34) }
    @inlinable public var isEmpty: Bool { word < 1 << 34 }
    /// The bytes are in the verdicts' `canonical`, not in the block's `bytes`.
    @inlinable public var isCanonical: Bool { word & 1 << 33 != 0 }
    @inlinable public var mayNeedQuotes: Bool { word & 1 << 32 != 0 }
    @inlinable public var range: Range<Int> {
        let start = Int(UInt32(truncatingIfNeeded: word))
        return Range(uncheckedBounds: (start, start &+ length))
    }
}

/// Something that was found in a row. Its words are made only when a person is to read them.
package struct Finding: Sendable {
    /// From 0 up: index into the intake's checks. Below: the complement of an index into the block's `reasons`.
    private var index: Int32
    package var grade: Grade

    package init(check: Int, grade: Grade) {
        index = Int32(truncatingIfNeeded: check)
        self.grade = grade
    }

    package init(reason: Int, grade: Grade) {
        index = ~Int32(truncatingIfNeeded: reason)
        self.grade = grade
    }

    package enum Source: Sendable {
        case check(Int)
        case reason(Int)
    }

    package var source: Source {
        index >= 0 ? .check(Int(index)) : .reason(Int(~index))
    }
}
