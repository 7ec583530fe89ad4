import Glibc

/// Writing cells as CSV into an output buffer.
extension OutputBuffer {
    /// Appends a value, in quotes where it needs them.
    package mutating func appendCell(_ value: Span<UInt8>, delimiter: UInt8) {
        if Self.needsQuotes(value, delimiter: delimiter) {
            appendQuoted(value)
        } else {
            append(value)
        }
    }

    package mutating func appendCell(_ value: String, delimiter: UInt8) {
        appendCell(value.utf8Span.span, delimiter: delimiter)
    }

    /// Appends a value for a spreadsheet: what it would run as a formula is made text first, see `FormulaGuard`.
    package mutating func appendSpreadsheetCell(_ value: Span<UInt8>, delimiter: UInt8) {
        guard FormulaGuard.isNeeded(value) else { return appendCell(value, delimiter: delimiter) }
        if Self.needsQuotes(value, delimiter: delimiter) {
            append(UInt8(ascii: "\""))
            append(FormulaGuard.mark)
            appendDoublingQuotes(value)
            append(UInt8(ascii: "\""))
        } else {
            append(FormulaGuard.mark)
            append(value)
        }
    }

    package mutating func appendSpreadsheetCell(_ value: String, delimiter: UInt8) {
        appendSpreadsheetCell(value.utf8Span.span, delimiter: delimiter)
    }

    /// The same for a value that was put together in another buffer.
    package mutating func appendSpreadsheetCell(_ value: borrowing OutputBuffer, delimiter: UInt8) {
        value.withBytes { appendSpreadsheetCell(Span(_unsafeBytes: $0), delimiter: delimiter) }
    }

    private mutating func appendQuoted(_ value: Span<UInt8>) {
        append(UInt8(ascii: "\""))
        appendDoublingQuotes(value)
        append(UInt8(ascii: "\""))
    }

    private mutating func appendDoublingQuotes(_ value: Span<UInt8>) {
        let quote = UInt8(ascii: "\"")
        var start = 0
        while let found = Self.firstPlace(of: quote, in: value, from: start) {
            append(value, start..<(found + 1))
            append(quote)
            start = found + 1
        }
        append(value, start..<value.count)
    }

    private static func firstPlace(of byte: UInt8, in value: Span<UInt8>, from start: Int) -> Int? {
        guard start < value.count else { return nil }
        return value.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private static func needsQuotes(_ value: Span<UInt8>, delimiter: UInt8) -> Bool {
        let quote = UInt8(ascii: "\"")
        // Sentences are long, and the C library looks at 32 bytes at a time; most values are short.
        guard value.count <= 24 else {
            return firstPlace(of: delimiter, in: value, from: 0) != nil
                || firstPlace(of: quote, in: value, from: 0) != nil
                || firstPlace(of: 0x0A, in: value, from: 0) != nil
                || firstPlace(of: 0x0D, in: value, from: 0) != nil
        }
        for index in value.indices {
            let byte = value[index]
            if byte == delimiter || byte == quote || byte == 0x0A || byte == 0x0D { return true }
        }
        return false
    }
}
