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

    /// Empties all but the verdicts, which are written over.
    mutating func removeAllButRows() {
        values.removeAll(keepingCapacity: true)
        canonical.removeAll(keepingCapacity: true)
        findings.removeAll(keepingCapacity: true)
        reasons.removeAll(keepingCapacity: true)
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
