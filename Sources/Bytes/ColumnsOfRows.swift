public import CBytes

// Rows that have the same columns. Whoever calls says that each of them has a cell in every column that is asked for, and that
// sixteen bytes or more stand behind the start of any value. A cell is a start and a length with a mark, four bytes each.

extension Span<MusterPart> {
    /// Adds up the values of some rows in these columns, one after the other.
    ///
    /// - Parameters:
    ///   - places: of the rows.
    ///   - seed: what each row begins with.
    ///   - bytes: where the values lie.
    ///   - sums: of each row, as two numbers of eight bytes: written over.
    ///   - widest: the widest instructions that may be used.
    @inlinable
    public func add<Cell: BitwiseCopyable, Sums: BitwiseCopyable>(
        _ places: Range<Int>, of rows: Span<MusterRow>, cells: Span<Cell>, bytes: Span<UInt8>, seed: MusterSums,
        to sums: inout MutableSpan<Sums>, widest: MusterInstructions = .avx512
    ) {
        precondition(MemoryLayout<Cell>.size == 8 && MemoryLayout<Sums>.size == 16, "not of this form")
        precondition(places.lowerBound >= 0 && places.upperBound <= min(rows.count, sums.count), "no such rows")
        withUnsafeBufferPointer { parts in
            bytes.withUnsafeBytes { bytes in
                cells.withUnsafeBytes { cells in
                    rows.withUnsafeBufferPointer { rows in
                        sums.withUnsafeMutableBytes { sums in
                            // Of the size that has been asked for above.
                            muster_add_rows(
                                parts.baseAddress, Int64(parts.count), seed, bytes.baseAddress, cells.baseAddress,
                                rows.baseAddress, Int64(places.lowerBound), Int64(places.count),
                                sums.baseAddress?.assumingMemoryBound(to: MusterSums.self), widest)
                        }
                    }
                }
            }
        }
    }
}

extension MusterColumn {
    /// Takes a column of some rows and hands out the values that are to be looked at.
    ///
    /// - Parameters:
    ///   - places: of the rows.
    ///   - bytes: where the values lie.
    ///   - values: room for more than there are rows to take.
    /// - Returns: how many values are handed out.
    @inlinable
    public func take<Cell: BitwiseCopyable>(
        _ places: Range<Int>, of rows: Span<MusterRow>, cells: Span<Cell>, bytes: Span<UInt8>,
        values: inout MutableSpan<LoadedValue>
    ) -> Int {
        precondition(MemoryLayout<Cell>.size == 8, "not of this form")
        precondition(places.lowerBound >= 0 && places.upperBound <= rows.count, "no such rows")
        precondition(places.count < values.count, "too little room")
        return withUnsafePointer(to: self) { column in
            bytes.withUnsafeBytes { bytes in
                cells.withUnsafeBytes { cells in
                    rows.withUnsafeBufferPointer { rows in
                        values.withUnsafeMutableBytes { values in
                            // A loaded value is nothing but what is written there.
                            Int(
                                muster_take_column(
                                    column, bytes.baseAddress, cells.baseAddress, rows.baseAddress,
                                    Int64(places.lowerBound), Int64(places.count),
                                    values.baseAddress?.assumingMemoryBound(to: MusterValue.self)))
                        }
                    }
                }
            }
        }
    }
}

extension Span<UInt32> {
    /// Marks rows as not sound that have a cell whose length does not lie where it may.
    ///
    /// These numbers are, for each two words of a row's cells from the first on, the least that they may be; and behind all of
    /// those how much more. Their count is a multiple of 16. A start may be anything.
    ///
    /// - Parameters:
    ///   - places: of the rows.
    ///   - sound: of each row, what may be said of it so far.
    ///   - widest: the widest instructions that may be used.
    @inlinable
    public func checkLengths<Cell: BitwiseCopyable>(
        _ places: Range<Int>, of rows: Span<MusterRow>, cells: Span<Cell>, sound: inout MutableSpan<Bool>,
        widest: MusterInstructions = .avx512
    ) {
        precondition(MemoryLayout<Cell>.size == 8 && count % 16 == 0, "not of this form")
        precondition(places.lowerBound >= 0 && places.upperBound <= Swift.min(rows.count, sound.count), "no such rows")
        let half = count / 2
        withUnsafeBufferPointer { bounds in
            guard let least = bounds.baseAddress else { return }
            cells.withUnsafeBytes { cells in
                rows.withUnsafeBufferPointer { rows in
                    sound.withUnsafeMutableBufferPointer { sound in
                        muster_check_lengths(
                            least, least + half, Int64(half), cells.baseAddress, Int64(cells.count / 4),
                            rows.baseAddress, Int64(places.lowerBound), Int64(places.count), sound.baseAddress, widest)
                    }
                }
            }
        }
    }
}

extension PlainStorage<UInt64> {
    /// Walks through values by an automaton, and marks the rows of those that it does not accept as not sound. Only where they
    /// lie is looked at, not what has been loaded.
    ///
    /// - Parameters:
    ///   - first: where the automaton's words begin, one for each byte: shifted to the right by a state, its lowest six bits
    ///     are the next one.
    ///   - start: the first state.
    ///   - firstAccepting: this state and all greater ones accept.
    ///   - sound: a mark for each place.
    ///   - widest: the widest instructions that may be used.
    public func mark(
        _ values: Span<LoadedValue>, byShiftsFrom first: Int, start: UInt64, firstAccepting: UInt64,
        in bytes: Span<UInt8>,
        sound: inout MutableSpan<Bool>, widest: MusterInstructions = .avx512
    ) {
        precondition(first >= 0, "index out of range")
        withFirst(first + 256) { words in
            var automaton = MusterAutomaton(
                shifts: words.baseAddress?.advanced(by: first), start: start, firstAccepting: firstAccepting)
            values.withUnsafeBytes { values in
                bytes.withUnsafeBytes { bytes in
                    sound.withUnsafeMutableBufferPointer { sound in
                        // A loaded value is nothing but what is looked at there.
                        muster_mark_by_shifts(
                            &automaton, bytes.baseAddress, Int64(bytes.count),
                            values.baseAddress?.assumingMemoryBound(to: MusterValue.self),
                            Int64(values.count / MemoryLayout<LoadedValue>.stride), sound.baseAddress,
                            Int64(sound.count), widest)
                    }
                }
            }
        }
    }
}
