/// Remembers what the few different values of a column mean; a column with many is worked out each time.
struct CellMemo<Value> {
    private var entries: [(bytes: [UInt8], value: Value)] = []

    mutating func value(
        of range: Range<Int>, in bytes: Span<UInt8>, make: (String) throws -> Value
    ) rethrows -> Value {
        search: for entry in entries where entry.bytes.count == range.count {
            for offset in 0..<entry.bytes.count where entry.bytes[offset] != bytes[range.lowerBound + offset] {
                continue search
            }
            return entry.value
        }
        var copy: [UInt8] = []
        copy.reserveCapacity(range.count)
        for index in range { copy.append(bytes[index]) }
        let value = try make(String(decoding: copy, as: UTF8.self))
        if entries.count < 64 { entries.append((copy, value)) }
        return value
    }
}
