import Bytes

/// The values of the row at hand, one for each field of its service, in storage that is used again for the next row.
struct RowValues: ~Copyable {
    private var values = PlainStorage(repeating: FieldValue.absent, count: ServiceForm.fieldLimit)
    /// Bit `f` is set where field `f` has a value.
    private(set) var present: UInt64 = 0
    private(set) var count = 0
    private var failed: UInt64 = 0

    mutating func removeAll() {
        present = 0
        failed = 0
        count = 0
    }

    @inline(__always)
    mutating func add(_ value: FieldValue) {
        if !value.isEmpty { present |= 1 &<< UInt64(truncatingIfNeeded: count) }
        values[count] = value
        count &+= 1
    }

    @inline(__always)
    subscript(field: Int) -> FieldValue {
        get { values[field] }
        set { values[field] = newValue }
    }

    @inline(__always)
    func isPresent(_ field: Int) -> Bool {
        present &>> UInt64(truncatingIfNeeded: field) & 1 == 1
    }

    /// Whether a test has refused the field's value.
    @inline(__always)
    func hasFailed(_ field: Int) -> Bool {
        failed &>> UInt64(truncatingIfNeeded: field) & 1 == 1
    }

    mutating func setFailed(_ field: Int) {
        failed |= 1 &<< UInt64(truncatingIfNeeded: field)
    }

    /// Appends the values to a block's.
    func append(to block: inout [FieldValue]) {
        values.withFirst(count) { block.append(contentsOf: $0) }
    }
}
