/// How a CSV file is written, found out in stages; each knows what the ones before have found.
///
/// 1. compression, by the file's first two bytes (`GzipSource`)
/// 2. encoding (`EncodingDetection`)
/// 3. the `sep=` line (`SeparatorLine`)
/// 4. delimiter (`DelimiterDetection`)
/// 5. quote
/// 6. line ends (`LineEndDetection`)
/// 7. the header row, with titles above it (`HeaderDetection`)
/// 8. a second header row (`HeaderCells`), when the header has been taken
///
/// What the user has set is never overruled. Two candidates that fit equally well are an error that names both.
struct CSVDetection {
    var dialect = CSVDialect()
    var facts: [ReadingFact] = []
    /// Rows before the header.
    var skipped: [SkippedRow] = []
    /// Where the header starts.
    private(set) var contentStart = 0
    /// The line on which it starts.
    private(set) var firstLine = 1

    private let bytes: [UInt8]
    private let isWhole: Bool
    private let options: CSVOptions
    private let header: HeaderDetection

    /// - Parameters:
    ///   - bytes: the file's first, in UTF-8, without a byte order mark.
    ///   - isWhole: they are the whole file.
    /// - Throws: `RecordError` where a stage cannot decide, or what the user has set does not fit.
    init(
        _ bytes: [UInt8], isWhole: Bool, name: String, encoding: EncodingDetection.Found, isGzip: Bool,
        options: CSVOptions, knowsHeader: @escaping (String) -> Bool
    ) throws {
        self.bytes = bytes
        self.isWhole = isWhole
        self.options = options
        header = HeaderDetection(name: name, knowsHeader: knowsHeader)
        takeCompression(isGzip)
        takeEncoding(encoding)
        let separator = takeSeparatorLine()
        try takeDelimiter(separator, name: name)
        takeQuote()
        let first = FirstRows(
            bytes[contentStart...], delimiter: dialect.delimiter, isWhole: isWhole, line: firstLine)
        takeLineEnds(first)
        try takeHeaderRow(first)
    }

    private mutating func note(_ name: String, _ value: String, _ origin: ReadingFact.Origin) {
        facts.append(ReadingFact(name, value, origin))
    }

    // MARK: The stages

    private mutating func takeCompression(_ isGzip: Bool) {
        if isGzip { note("compression", "gzip", .detected) }
    }

    private mutating func takeEncoding(_ found: EncodingDetection.Found) {
        dialect.encoding = found.encoding
        dialect.hasByteOrderMark = found.hasByteOrderMark
        note("encoding", found.encoding.name, found.origin)
        note("byte order mark", found.hasByteOrderMark ? "yes" : "no", .detected)
        if found.origin == .detected, !found.hasByteOrderMark { note("encoding known by", found.evidence, .detected) }
    }

    private mutating func takeSeparatorLine() -> SeparatorLine? {
        guard let separator = SeparatorLine(bytes, from: contentStart) else { return nil }
        dialect.hasSeparatorLine = true
        skipped.append(SkippedRow(line: 1, cause: "separator line (sep=)"))
        contentStart = separator.next
        firstLine = 2
        return separator
    }

    private mutating func takeDelimiter(_ separator: SeparatorLine?, name: String) throws {
        if let delimiter = options.delimiter {
            dialect.delimiter = delimiter
            note("delimiter", CSVDialect.name(ofDelimiter: delimiter), .setByUser)
            if let separator, separator.delimiter != delimiter {
                note("sep= line", CSVDialect.name(ofDelimiter: separator.delimiter), .detected)
            }
            return
        }
        dialect.delimiter =
            try separator?.delimiter
            ?? DelimiterDetection(name: name, header: header).delimiter(of: bytes[contentStart...], isWhole: isWhole)
        note("delimiter", CSVDialect.name(ofDelimiter: dialect.delimiter), .detected)
    }

    /// No HR system writes another.
    private mutating func takeQuote() {
        note("quote", "\"", .byDefault)
    }

    private mutating func takeLineEnds(_ first: FirstRows) {
        let found = LineEndDetection(first)
        dialect.lineEnd = found.lineEnd
        note("line ends", found.words, .detected)
    }

    private mutating func takeHeaderRow(_ first: FirstRows) throws {
        let found: HeaderDetection.Found
        if let line = options.headerLine {
            found = try header.header(in: first, line: line)
        } else {
            guard let row = header.header(in: first) else { return }
            try header.requireClear(row, in: first)
            found = row
        }
        let row = first.rows[found.index]
        for above in first.rows[..<found.index] {
            let cause = above.form == .empty ? SkipCause.emptyRow : .titleRow
            skipped.append(SkippedRow(line: above.line, cause: cause.rawValue))
        }
        contentStart += row.text.lowerBound
        firstLine = row.line
        let isEvident = found.knownColumns >= 2 || skipped.contains { $0.cause == SkipCause.titleRow.rawValue }
        note(
            "header line", "\(row.line)",
            options.headerLine != nil ? .setByUser : isEvident ? .detected : .byDefault)
    }
}
