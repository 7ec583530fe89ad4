/// The beginning of a CSV file, from which its dialect and header are found.
struct CSVStart {
    /// The bytes read so far, in UTF-8; after `takeHeader` those behind the header.
    private(set) var rest: [UInt8] = []
    private(set) var isAtEnd: Bool
    /// What gives the bytes after `rest`: unpacked and in UTF-8.
    private(set) var source: any ByteSource
    let detection: CSVDetection
    private let name: String
    private let blockSize: Int
    private let knowsHeader: (String) -> Bool
    private let expectsSecondHeader: Bool

    /// How many bytes are judged by, unless blocks are larger: nobody else has anything to do meanwhile.
    private static let mostLookedAt = 256 << 10

    /// Reads enough to judge by, and finds out how the file is written.
    ///
    /// - Throws: `RecordError` for an empty file, another format, or a dialect that cannot be told.
    init(
        _ packed: any ByteSource, blockSize: Int, wasPacked: Bool, options: CSVOptions,
        knowsHeader: @escaping (String) -> Bool
    ) throws {
        name = packed.name
        self.blockSize = blockSize
        self.knowsHeader = knowsHeader
        expectsSecondHeader = options.expectsSecondHeader
        // How a file is written shows better in some blocks than in one.
        let wanted = max(min(4 * blockSize, Self.mostLookedAt), blockSize, 1 << 12)
        var (raw, isGzip) = wasPacked ? (packed, true) : try GzipSource.unpacked(packed, firstRead: wanted)
        var first: [UInt8] = []
        let isWhole = try raw.read(wanted, into: &first) < wanted
        guard !first.isEmpty else {
            throw RecordError(
                .malformed, "\(name) is empty: it has not even a header line. Export it again and check its size.")
        }
        try Self.refuseOtherFormats(first, name: name)
        let encoding = try EncodingDetection(name: name)
            .encoding(of: first.span, isWhole: isWhole, choice: options.encoding)
        if encoding.hasByteOrderMark { first.removeFirst(encoding.encoding.byteOrderMark.count) }
        source = DecodingSource(PeekedSource(first, before: raw), encoding: encoding.encoding)
        isAtEnd = try source.read(wanted, into: &rest) < wanted
        detection = try CSVDetection(
            rest, isWhole: isAtEnd, name: name, encoding: encoding,
            isGzip: isGzip, options: options, knowsHeader: knowsHeader)
    }

    /// Says what a file is that cannot be CSV, instead of reading noise.
    private static func refuseOtherFormats(_ bytes: [UInt8], name: String) throws(RecordError) {
        let formats: [(magic: [UInt8], message: String)] = [
            (
                [0x50, 0x4B, 0x03, 0x04],
                "is an Excel workbook (or another ZIP file), not CSV. In Excel, choose Save As, “CSV UTF-8”."
            ),
            ([0xD0, 0xCF, 0x11, 0xE0], "is an old Excel workbook, not CSV. In Excel, choose Save As, “CSV UTF-8”."),
            (Array("%PDF-".utf8), "is a PDF, not CSV. Export the data as CSV instead."),
            ([0x1F, 0x8B], "is gzip inside gzip. Unpack it once and try again."),
        ]
        for format in formats where bytes.starts(with: format.magic) {
            throw RecordError(.malformed, "\(name) \(format.message)")
        }
    }

    // MARK: Header

    /// What a file calls its columns.
    struct Top {
        var header: Header
        var cells: HeaderCells
        /// The labels under it, and where they stand.
        var second: HeaderCells?
        var skipped: [SkippedRow] = []
    }

    /// Takes the header off `rest`, and the labels under it.
    mutating func takeHeader(_ scanner: inout CSVScanner) throws -> Top {
        var block = RecordBlock()
        var start = detection.contentStart
        block.bytes.append(contentsOf: rest)
        while true {
            // Only the header and rows of empty cells come here, and these leave the block's bytes as they are.
            block.rows.removeAll(keepingCapacity: true)
            block.cells.removeAll(keepingCapacity: true)
            let line = scanner.line
            guard let next = scanner.scanRow(&block, from: start, isLast: isAtEnd) else {
                if rest.count - start > scanner.longestRecord || isAtEnd {
                    throw RecordError(
                        .malformed, "\(name) has no header line: nothing but blank lines, or one endless line.")
                }
                rest.removeSubrange(..<start)
                start = 0
                isAtEnd = try source.read(max(blockSize, 1), into: &rest) == 0
                block.removeAll()
                block.bytes.append(contentsOf: rest)
                continue
            }
            start = next
            guard let row = block.rows.first, row.form != .empty else { continue }
            guard row.form == .whole else {
                throw RecordError(
                    .malformed,
                    "\(name), line \(line): the header has a quote that never closes. Mend that line and try again.")
            }
            rest.removeSubrange(..<start)
            let names = block.cells(of: row).map { block.string(of: $0).trimmingEdges() }
            guard !names.contains(where: Self.holdsControlCharacters) else {
                throw RecordError(
                    .malformed,
                    "\(name) is not a text file: its header holds control characters. Save it as “CSV UTF-8” and try again."
                )
            }
            var top = Top(header: Header(names: names, line: line), cells: HeaderCells(row, in: block))
            try takeSecondHeader(&scanner, &block, &top)
            return top
        }
    }

    /// How far the row under the header is looked at, in bytes: longer ones are no labels.
    private static let longestLabels = 64 << 10
    /// With as much as this behind the header, no more is read only to look at that row.
    private static let enoughForLabels = 2 << 10

    private mutating func takeSecondHeader(
        _ scanner: inout CSVScanner, _ block: inout RecordBlock, _ top: inout Top
    ) throws {
        while true {
            block.removeAll()
            block.bytes.append(contentsOf: rest.prefix(Self.longestLabels))
            var after = scanner
            guard let next = after.scanRow(&block, from: 0, isLast: isAtEnd && rest.count <= Self.longestLabels) else {
                if isAtEnd || rest.count >= Self.enoughForLabels { return }
                isAtEnd = try source.read(max(blockSize, 1), into: &rest) == 0
                continue
            }
            guard let row = block.rows.first, row.form == .whole else { return }
            let cells = HeaderCells(row, in: block)
            guard
                let cause = top.cells.cause(
                    under: cells, isExpected: expectsSecondHeader, knowsHeader: knowsHeader)
            else { return }
            top.skipped.append(SkippedRow(line: scanner.line, cause: cause.rawValue))
            if cause == .secondHeader { top.second = cells }
            scanner = after
            rest.removeSubrange(..<next)
            return
        }
    }

    /// No column is called so; line breaks and tabs do occur in names.
    private static func holdsControlCharacters(_ name: String) -> Bool {
        name.utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }
}

extension String {
    /// Without white space at its edges, no-break spaces included.
    package func trimmingEdges() -> String {
        let isSpace = { (character: Character) in character.isWhitespace || character == "\u{FEFF}" }
        let front = drop(while: isSpace)
        guard let last = front.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(front[...last])
    }
}
