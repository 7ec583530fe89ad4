public import CBytes

extension OutputBuffer {
    /// So many bytes must stand behind the start of any text that `appendLine` is given as its head or tail.
    @inlinable public static var roomBehindText: Int { Int(MUSTER_COPY_OF_PIECE) }

    /// Appends a line of cells as a whole: sixteen bytes, two numbers, a text that stands ready, some of a row's cells and
    /// another text.
    ///
    /// Commas are put behind the bytes, between the numbers and in front of each run of cells; what else parts the cells is for the
    /// two texts to bring.
    ///
    /// - Parameters:
    ///   - head: where the first text lies in `heads`. Likewise `tail`.
    ///   - bytes: of a block that has room for loads.
    ///   - cells: those of the row and perhaps more.
    ///   - runs: which of them are put, in order. None is beyond `cells`; more than one only where they stand in the text one
    ///     behind the other, and nothing but a comma between them.
    /// - Returns: false where a cell may need quotes or a run is very long; nothing has been appended then.
    @inlinable @inline(__always)
    public mutating func appendLine(
        _ first: (UInt64, UInt64), _ numbers: (ShortDecimal, ShortDecimal), head: Range<Int>, in heads: Span<UInt8>,
        tail: Range<Int>, in tails: Span<UInt8>, cells: Span<RecordBlock.Cell>, runs: Span<MusterRun>,
        of bytes: Span<UInt8>
    ) -> Bool {
        let slack = Self.roomBehindText
        precondition(head.lowerBound >= 0 && head.upperBound &+ slack <= heads.count, "no room behind the head")
        precondition(tail.lowerBound >= 0 && tail.upperBound &+ slack <= tails.count, "no room behind the tail")
        // Of what is copied too much, most is copied of cells.
        reserve(
            head.count &+ tail.count &+ runs.count &* (Int(MUSTER_LONGEST_RUN) &+ 1) &+ 40
                &+ Int(MUSTER_COPY_OF_CELLS))
        guard let base = storage.baseAddress else { return false }
        let count = heads.withUnsafeBytes { heads in
            tails.withUnsafeBytes { tails in
                cells.withUnsafeBytes { cells in
                    runs.withUnsafeBufferPointer { runs in
                        bytes.withUnsafeBytes { bytes in
                            var parts = MusterLineParts(
                                first: first.0.littleEndian, second: first.1.littleEndian,
                                numbers: (numbers.0.number, numbers.1.number),
                                head: MusterPiece(
                                    bytes: heads.baseAddress?.advanced(by: head.lowerBound), count: Int64(head.count)),
                                tail: MusterPiece(
                                    bytes: tails.baseAddress?.advanced(by: tail.lowerBound), count: Int64(tail.count)),
                                text: bytes.baseAddress, cells: cells.baseAddress, runs: runs.baseAddress,
                                runCount: Int64(runs.count))
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
