package import ServiceCatalog

/// The verdict on one row, and what its case needs.
///
/// Counts and places are kept in four bytes each: a block's verdicts are to stay in the cache that a core has to itself.
public struct RowVerdict: BitwiseCopyable, Sendable {
    package var outcome: RowOutcome = .rejected
    package var kind: MACDKind = .change
    /// Its values are the cells of the row, just as they stand; else they are in `values`.
    package var isPlain = false
    /// An earlier run has found the row to be a duplicate, and it still is.
    package var isKnownDuplicate = false
    /// Of an unchanged row: index into the profile's causes.
    package var cause: UInt8 = 0
    private var hasKey = false
    /// Index into the intake's services; -1 when it is not known which is meant.
    package var service: Int32 = -1
    /// Index into the intake's forms: its service's, or a general one.
    package var form: Int32 = 0
    /// Index into the intake's regions; -1 when none is known.
    package var region: Int32 = -1
    /// Index into `reasons` of what an earlier run said of the row as a duplicate, should it be one again; or -1.
    package var duplicateReason: Int32 = -1
    @usableFromInline var rowIndex: UInt32 = 0
    @usableFromInline var valueStart: UInt32 = 0
    @usableFromInline var values: UInt32 = 0
    @usableFromInline var findingStart: UInt32 = 0
    @usableFromInline var findings: UInt32 = 0
    /// Of the content of a request that was accepted; the case id is made of it.
    package var content = Hash128(high: 0, low: 0)
    private var keyHash = Hash128(high: 0, low: 0)

    package init() {}

    /// Of a sound row whose values are its cells.
    @inline(__always)
    init(
        plain row: Int, form: Int32, region: Int32, kind: MACDKind, firstCell: Int, fieldCount: Int, content: Hash128,
        key: Hash128?
    ) {
        outcome = .accepted
        self.kind = kind
        isPlain = true
        hasKey = key != nil
        (service, self.form, self.region) = (form, form, region)
        rowIndex = UInt32(truncatingIfNeeded: row)
        valueStart = UInt32(truncatingIfNeeded: firstCell)
        values = UInt32(truncatingIfNeeded: fieldCount)
        self.content = content
        if let key { keyHash = key }
    }

    /// Its row's index in the block.
    @inlinable public var row: Int {
        get { Int(rowIndex) }
        set { rowIndex = UInt32(truncatingIfNeeded: newValue) }
    }

    /// Where its values start in `values`; of a plain row, where its cells start.
    @inlinable public var firstValue: Int {
        get { Int(valueStart) }
        set { valueStart = UInt32(truncatingIfNeeded: newValue) }
    }

    /// 0 where the row could not be read.
    @inlinable public var valueCount: Int {
        get { Int(values) }
        set { values = UInt32(truncatingIfNeeded: newValue) }
    }

    @inlinable public var firstFinding: Int {
        get { Int(findingStart) }
        set { findingStart = UInt32(truncatingIfNeeded: newValue) }
    }

    @inlinable public var findingCount: Int {
        get { Int(findings) }
        set { findings = UInt32(truncatingIfNeeded: newValue) }
    }

    /// Of the key that must be unique in the file; `nil` where there is none.
    package var key: Hash128? {
        get { hasKey ? keyHash : nil }
        set {
            hasKey = newValue != nil
            if let newValue { keyHash = newValue }
        }
    }

    package var caseID: CaseID { CaseID(content) }
}

/// What became of one row.
package enum RowOutcome: UInt8, BitwiseCopyable, Sendable {
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
