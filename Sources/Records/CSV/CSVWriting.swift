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

    private mutating func appendQuoted(_ value: Span<UInt8>) {
        append(UInt8(ascii: "\""))
        appendDoublingQuotes(value)
        append(UInt8(ascii: "\""))
    }

    private mutating func appendDoublingQuotes(_ value: Span<UInt8>) {
        for index in value.indices {
            let byte = value[index]
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte)
        }
    }

    private static func needsQuotes(_ value: Span<UInt8>, delimiter: UInt8) -> Bool {
        for index in value.indices {
            let byte = value[index]
            if byte == delimiter || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D { return true }
        }
        return false
    }
}
