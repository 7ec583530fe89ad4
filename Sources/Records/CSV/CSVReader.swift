/// Reads a CSV file as records: finds out how it is written, takes the header, then lends block after block.
///
/// The stages are listed in `CSVDetection`. Rows that turn out to be no records while the file is read (the header once
/// more, a footer) are lent like all others, with the form `skipped`.
///
/// Memory: one block of about `blockSize` bytes plus the longest record, whatever the file's length.
package struct CSVReader: RecordReader {
    package let dialect: CSVDialect
    package let header: Header
    package let facts: [ReadingFact]
    package private(set) var skipped: [SkippedRow]

    private var source: any ByteSource
    private let digest: InputDigest?
    private var scanner: CSVScanner
    private var sieve: RowSieve
    /// Bytes that were read and belong to the rows to come.
    private var rest: [UInt8]
    private var isAtEnd = false
    /// The rest of a line that was too long is being passed over.
    private var isInLongLine = false
    /// That line ended with a CR as the last byte that was there: an LF right behind it belongs to it.
    private var isBehindCarriageReturn = false
    private let blockSize: Int

    /// The number of bytes read at a time. Of larger blocks each stage would have to fetch anew what the one before has left; of
    /// smaller ones workers come into each other's way more often.
    package static let defaultBlockSize = 128 << 10

    /// Reads the file's beginning.
    ///
    /// - Parameters:
    ///   - options: what the user has said about the file; it is never overruled.
    ///   - wasPacked: the source gives what a gzip file held; else gzip is recognised and unpacked here.
    ///   - knowsHeader: whether a header name is one that the definitions know: it tells delimiters apart, and the
    ///     header from other rows.
    /// - Throws: `RecordError` for what is no CSV, or where two ways of reading it fit equally well.
    package init(
        _ source: any ByteSource, options: CSVOptions = CSVOptions(), blockSize: Int = defaultBlockSize,
        wasPacked: Bool = false, knowsHeader: @escaping (String) -> Bool = { _ in false }
    ) throws {
        var start = try CSVStart(
            source, blockSize: blockSize, wasPacked: wasPacked, options: options, knowsHeader: knowsHeader)
        dialect = start.detection.dialect
        var scanner = CSVScanner(
            delimiter: dialect.delimiter, quote: dialect.quote, width: 0, line: start.detection.firstLine)
        let top = try start.takeHeader(&scanner)
        header = top.header
        scanner.width = header.count
        facts = start.detection.facts
        skipped = start.detection.skipped + top.skipped
        sieve = RowSieve(header: top.cells, second: top.second)
        self.scanner = scanner
        self.blockSize = max(blockSize, 1)
        // More has been looked at than a block is to hold: the rest of it is read once more.
        let isMore = start.rest.count > self.blockSize
        self.source = isMore ? PeekedSource(Array(start.rest[self.blockSize...]), before: start.source) : start.source
        digest = self.source.digest
        digest?.leaveToReader()
        rest = Array(start.rest.prefix(self.blockSize))
        isAtEnd = !isMore && start.isAtEnd
    }

    package mutating func read(into block: inout RecordBlock) throws -> Bool {
        while true {
            block.removeAllButCells()
            swap(&block.bytes, &rest)
            rest.removeAll(keepingCapacity: true)
            // Values with doubled quotes come behind what is read.
            block.bytes.reserveCapacity(blockSize + blockSize / 8)
            var isNewPiece = block.bytes.isEmpty
            while true {
                if !isAtEnd, isNewPiece || block.bytes.count < blockSize {
                    isAtEnd = try source.read(blockSize, into: &block.bytes) == 0
                }
                if isInLongLine || isBehindCarriageReturn {
                    // What is passed over is gone before the scan.
                    digest?.takePending(block.bytes.span)
                    passOverLongLine(&block)
                }
                let count = block.bytes.count
                let used = scan(&block)
                if used > 0 || isAtEnd {
                    isInLongLine = scanner.isInsideLine && !isAtEnd
                    rest.append(contentsOf: block.bytes[used..<count])
                    sieve.mark(&block)
                    break
                }
                if count > scanner.longestRecord {
                    cutLongLine(&block)
                    break
                }
                isNewPiece = true
            }
            if !block.rows.isEmpty || block.blankLines > 0 { return true }
            if isAtEnd { return false }
        }
    }

    /// Scans the block, and has its bytes hashed meanwhile.
    private mutating func scan(_ block: inout RecordBlock) -> Int {
        guard let digest else { return scanner.scan(&block, isLast: isAtEnd) }
        scanner.hash = digest.begin(block.bytes.span)
        let used = scanner.scan(&block, isLast: isAtEnd)
        digest.end(scanner.hash, block.bytes.span)
        return used
    }

    /// A line without an end in sight becomes a row of its first bytes; what follows up to the line end is dropped.
    private mutating func cutLongLine(_ block: inout RecordBlock) {
        let count = block.bytes.count
        block.rows.append(
            RecordBlock.Row(
                firstCell: 0, cellCount: 0, text: 0..<count, line: scanner.line, form: .tooLong,
                mayHoldNonASCII: true))
        isBehindCarriageReturn = block.bytes.last == 0x0D
        isInLongLine = !isBehindCarriageReturn
        scanner.line += scanner.lineEnds(block.bytes.span, in: 0..<count) + (isInLongLine ? 1 : 0)
    }

    private mutating func passOverLongLine(_ block: inout RecordBlock) {
        if isBehindCarriageReturn, let first = block.bytes.first {
            if first == 0x0A { block.bytes.removeFirst() }
            isBehindCarriageReturn = false
        }
        guard isInLongLine else { return }
        guard let end = block.bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
            block.bytes.removeAll(keepingCapacity: true)
            return
        }
        isInLongLine = false
        let isReturn = block.bytes[end] == 0x0D
        let isPair = isReturn && end + 1 < block.bytes.count && block.bytes[end + 1] == 0x0A
        isBehindCarriageReturn = isReturn && end + 1 == block.bytes.count
        block.bytes.removeSubrange(...(end + (isPair ? 1 : 0)))
    }
}

/// What the user has said about a CSV file; `nil` is found out.
package struct CSVOptions: Sendable, Equatable {
    package var delimiter: UInt8?
    package var encoding: EncodingChoice?
    /// The physical line on which the header starts, 1 for the first; what stands above it is skipped.
    package var headerLine: Int?
    /// The system that writes the file puts labels under its header, so a row with a few of them is one.
    package var expectsSecondHeader: Bool

    package init(
        delimiter: UInt8? = nil, encoding: EncodingChoice? = nil, headerLine: Int? = nil,
        expectsSecondHeader: Bool = false
    ) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.headerLine = headerLine
        self.expectsSecondHeader = expectsSecondHeader
    }
}
