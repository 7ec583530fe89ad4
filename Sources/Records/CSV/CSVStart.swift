/// The beginning of a CSV file, from which its dialect and header are found.
struct CSVStart {
    /// The bytes read so far; after `takeHeader` those behind the header.
    private(set) var rest: [UInt8] = []
    private(set) var isAtEnd: Bool
    private let name: String
    private let blockSize: Int

    /// Reads enough to judge by: one block.
    init(_ source: inout any ByteSource, blockSize: Int) throws {
        name = source.name
        self.blockSize = blockSize
        let wanted = max(blockSize, 1 << 12)
        isAtEnd = try source.read(wanted, into: &rest) < wanted
        guard !rest.isEmpty else {
            throw RecordError(
                .malformed, "\(name) is empty: it has not even a header line. Export it again and check its size.")
        }
        try refuseOtherFormats()
    }

    struct Dialect {
        var dialect: CSVDialect
        var facts: [ReadingFact]
        var skipped: [SkippedRow]
        /// Where the header starts.
        var contentStart: Int
        /// The line on which it starts.
        var firstLine: Int
    }

    // MARK: Dialect

    func detectDialect(_ options: CSVOptions, knowsHeader: @escaping (String) -> Bool) throws -> Dialect {
        var found = Dialect(dialect: CSVDialect(), facts: [], skipped: [], contentStart: 0, firstLine: 1)
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
            found.dialect.hasByteOrderMark = true
            found.contentStart = 3
        }
        found.facts.append(ReadingFact("encoding", "UTF-8", found.dialect.hasByteOrderMark ? .detected : .byDefault))
        found.facts.append(
            ReadingFact("byte order mark", found.dialect.hasByteOrderMark ? "yes" : "no", .detected))
        let separator = separatorLine(from: found.contentStart)
        if let separator {
            found.dialect.hasSeparatorLine = true
            found.skipped.append(SkippedRow(line: 1, cause: "separator line (sep=)"))
            found.contentStart = separator.next
            found.firstLine = 2
        }
        if let delimiter = options.delimiter {
            found.dialect.delimiter = delimiter
            found.facts.append(ReadingFact("delimiter", CSVDialect.name(ofDelimiter: delimiter), .setByUser))
        } else if let separator {
            found.dialect.delimiter = separator.delimiter
            found.facts.append(
                ReadingFact("delimiter", CSVDialect.name(ofDelimiter: separator.delimiter), .detected))
        } else {
            let delimiter = try DelimiterDetection(name: name, knowsHeader: knowsHeader)
                .delimiter(of: rest[found.contentStart...], isWhole: isAtEnd)
            found.dialect.delimiter = delimiter
            found.facts.append(ReadingFact("delimiter", CSVDialect.name(ofDelimiter: delimiter), .detected))
        }
        found.facts.append(ReadingFact("quote", "\"", .byDefault))
        found.dialect.lineEnd = lineEnd(from: found.contentStart)
        found.facts.append(ReadingFact("line ends", found.dialect.lineEnd.rawValue, .detected))
        return found
    }

    private func separatorLine(from start: Int) -> (delimiter: UInt8, next: Int)? {
        let line = rest[start...].prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count == 5, line.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }),
            let delimiter = line.last
        else { return nil }
        var next = line.endIndex
        if next < rest.count, rest[next] == 0x0D { next += 1 }
        if next < rest.count, rest[next] == 0x0A { next += 1 }
        return (delimiter, next)
    }

    private func lineEnd(from start: Int) -> CSVDialect.LineEnd {
        guard let end = rest[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return .lf }
        if rest[end] == 0x0A { return .lf }
        return end + 1 < rest.count && rest[end + 1] == 0x0A ? .crlf : .cr
    }

    /// Says what a file is that cannot be CSV in UTF-8, instead of reading noise.
    private func refuseOtherFormats() throws {
        if rest.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw RecordError(
                .malformed,
                "\(name) is an Excel workbook (or another ZIP file), not CSV. In Excel, choose Save As, “CSV UTF-8”.")
        }
        if rest.starts(with: [0xFF, 0xFE]) || rest.starts(with: [0xFE, 0xFF]) || rest.prefix(1024).contains(0) {
            throw RecordError(
                .malformed,
                "\(name) is not UTF-8 text (it looks like UTF-16 or a binary file). Save it as “CSV UTF-8” and try again.")
        }
    }

    // MARK: Header

    mutating func takeHeader(
        _ scanner: inout CSVScanner, _ source: inout any ByteSource, _ block: inout RecordBlock, from start: Int
    ) throws -> Header {
        var start = start
        block.removeAll()
        block.bytes.append(contentsOf: rest)
        while true {
            // Only the header and rows of empty cells come here, and these leave the block's bytes as they are.
            block.rows.removeAll(keepingCapacity: true)
            block.cells.removeAll(keepingCapacity: true)
            let line = scanner.line
            guard let next = scanner.scanRow(&block, from: start, isLast: isAtEnd) else {
                if rest.count - start > scanner.longestRecord || isAtEnd {
                    throw RecordError(.malformed, "\(name) has no header line: nothing but blank lines, or one endless line.")
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
                    "\(name), line \(line): the header has a quote that never closes. Mend the first line and try again.")
            }
            rest.removeSubrange(..<start)
            let names = block.cells(of: row).map { block.string(of: $0).trimmingEdges() }
            return Header(names: names, line: line)
        }
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
