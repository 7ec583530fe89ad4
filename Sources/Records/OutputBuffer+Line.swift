public import CBytes

extension OutputBuffer {
    /// So many bytes must stand behind the start of any text that `appendLine` is given as its head or tail.
    @inlinable public static var roomBehindText: Int { Int(MUSTER_COPY_OF_PIECE) }

    /// Appends a line of cells as a whole: sixteen bytes, two numbers, a text that stands ready, some of a row's cells and
    /// another text.
    ///
    /// Commas are put behind the bytes, between the numbers and in front of each cell; what else parts the cells is for the
    /// two texts to bring.
    ///
    /// - Parameters:
    ///   - head: where the first text lies in `heads`. Likewise `tail`.
    ///   - bytes: of a block that has room for loads.
    ///   - cells: those of the row and perhaps more.
    ///   - columns: which of them are put, in order; below 0 for an empty one. None is beyond `cells`.
    /// - Returns: false where a cell may need quotes or is very long; nothing has been appended then.
    @inlinable @inline(__always)
    public mutating func appendLine(
        _ first: (UInt64, UInt64), _ numbers: (ShortDecimal, ShortDecimal), head: Range<Int>, in heads: Span<UInt8>,
        tail: Range<Int>, in tails: Span<UInt8>, cells: Span<RecordBlock.Cell>, columns: Span<Int32>,
        of bytes: Span<UInt8>
    ) -> Bool {
        let slack = Self.roomBehindText
        precondition(head.lowerBound >= 0 && head.upperBound &+ slack <= heads.count, "no room behind the head")
        precondition(tail.lowerBound >= 0 && tail.upperBound &+ slack <= tails.count, "no room behind the tail")
        reserve(head.count &+ tail.count &+ columns.count &* (Int(MUSTER_LONGEST_CELL) &+ 1) &+ 40 &+ slack)
        guard let base = storage.baseAddress else { return false }
        let count = heads.withUnsafeBytes { heads in
            tails.withUnsafeBytes { tails in
                cells.withUnsafeBytes { cells in
                    columns.withUnsafeBufferPointer { columns in
                        bytes.withUnsafeBytes { bytes in
                            var parts = MusterLineParts(
                                first: first.0.littleEndian, second: first.1.littleEndian,
                                numbers: (numbers.0.number, numbers.1.number),
                                head: MusterPiece(
                                    bytes: heads.baseAddress?.advanced(by: head.lowerBound), count: Int64(head.count)),
                                tail: MusterPiece(
                                    bytes: tails.baseAddress?.advanced(by: tail.lowerBound), count: Int64(tail.count)),
                                text: bytes.baseAddress, cells: cells.baseAddress, columns: columns.baseAddress,
                                columnCount: Int64(columns.count))
                            return muster_put_line(base + filled, &parts)
                        }
                    }
                }
            }
        }
        filled &+= Int(count)
        return count > 0
    }
}

extension ShortDecimal {
    @inlinable @inline(__always)
    var number: MusterNumber { MusterNumber(digits: digits.littleEndian, count: Int64(count)) }
}
