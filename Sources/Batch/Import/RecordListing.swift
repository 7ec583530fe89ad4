import Records
package import ServiceCatalog

/// What a reader makes of a file, as NDJSON: a line for each row, in file order.
package struct RecordListing {
    private let catalog: ServiceCatalog
    private let options: InputOptions
    private let profile: Profile?

    /// - Parameter profile: only one that is named says how rows are found; none is looked for.
    package init(catalog: ServiceCatalog, options: InputOptions, profile: ProfileSetting = .none) {
        self.catalog = catalog
        self.options = options
        self.profile = if case .named(let profile) = profile { profile } else { nil }
    }

    /// - Parameter write: takes pieces of the listing as they are ready.
    /// - Throws: `RecordError`; what was written before stands.
    package func print(file path: String, write: ([UInt8]) -> Void) throws {
        let input = try InputFile.open(
            FileSource(path: path), options: options, catalog: catalog, profile: profile)
        var reader = input.reader
        var names = reader.header.distinctNames
        var output = OutputBuffer()
        var counts = (accepted: 0, rejected: 0, skipped: 0)
        if !input.isXML { Self.appendHeader(names, &output) }
        var told = 0
        var block = RecordBlock()
        var record = 0
        while true {
            // What is skipped before the records is known first; beside them, as they come.
            for row in reader.skipped.dropFirst(told) where !input.isXML {
                Self.appendMessage(row.line, "skipped", row.cause, &output)
                counts.skipped += 1
                told += 1
            }
            guard try reader.read(into: &block) else { break }
            if reader.header.count != names.count { names = reader.header.distinctNames }
            for (index, row) in block.rows.enumerated() {
                if case .skipped(let cause) = row.form {
                    Self.appendMessage(row.line, "skipped", cause.rawValue, &output)
                    counts.skipped += 1
                    continue
                }
                switch Self.fault(at: index, in: block, width: names.count) {
                case nil where row.form == .empty:
                    Self.appendMessage(row.line, "skipped", "row of empty cells", &output)
                    counts.skipped += 1
                case nil:
                    record += 1
                    Self.append(record, row, block, names, leavesOutEmpty: input.isXML, &output)
                    counts.accepted += 1
                case let fault?:
                    record += 1
                    Self.appendMessage(row.line, "rejected", fault, &output)
                    counts.rejected += 1
                }
            }
            write(output.bytes)
            output.removeAll()
        }
        for row in reader.skipped.dropFirst(told) {
            Self.appendMessage(row.line, "skipped", row.cause, &output)
            counts.skipped += 1
        }
        output.append("{\"summary\":{\"accepted\":")
        output.append(decimal: counts.accepted)
        output.append(",\"rejected\":")
        output.append(decimal: counts.rejected)
        output.append(",\"skipped\":")
        output.append(decimal: counts.skipped)
        output.append("}}\n")
        write(output.bytes)
    }

    private static func appendHeader(_ names: [String], _ output: inout OutputBuffer) {
        output.append("{\"header\":[")
        for (index, name) in names.enumerated() {
            if index > 0 { output.append(",") }
            output.appendJSON(name)
        }
        output.append("]}\n")
    }

    private static func fault(at index: Int, in block: RecordBlock, width: Int) -> String? {
        let row = block.rows[index]
        switch row.form {
        case .invalid:
            return block.faults.filter { $0.row == index }.map { "line \($0.line): \($0.sentence)" }.joined(
                separator: " ")
        case .empty, .skipped: return nil
        case .whole: break
        case .ragged where row.cellCount < width: return "\(row.cellCount) cells where the header has \(width)"
        case .ragged: break
        case .openQuote(let line): return "a quotation mark opens in line \(line) and never closes"
        case .textAfterQuote(let line): return "text follows a closing quotation mark in line \(line)"
        case .tooLong: return "longer than a record may be"
        }
        guard row.mayHoldNonASCII else { return nil }
        let text = block.bytes.span.extracting(row.text)
        return (try? UTF8Span(validating: text)) == nil ? "not UTF-8 text" : nil
    }

    private static func append(
        _ record: Int, _ row: RecordBlock.Row, _ block: RecordBlock, _ names: [String], leavesOutEmpty: Bool,
        _ output: inout OutputBuffer
    ) {
        output.append("{\"record\":")
        output.append(decimal: record)
        output.append(",\"line\":")
        output.append(decimal: row.line)
        output.append(",\"fields\":{")
        let cells = block.cells(of: row).map { block.string(of: $0) }
        var isFirst = true
        // In XML what a record does not have has no column of its own either.
        for (name, value) in zip(names, cells) where !(leavesOutEmpty && value.isEmpty) {
            if !isFirst { output.append(",") }
            isFirst = false
            output.appendJSON(name)
            output.append(":")
            output.appendJSON(value)
        }
        output.append("}")
        if cells.count > names.count {
            output.append(",\"extra\":[")
            for (index, value) in cells[names.count...].enumerated() {
                if index > 0 { output.append(",") }
                output.appendJSON(value)
            }
            output.append("]")
        }
        output.append("}\n")
    }

    private static func appendMessage(_ line: Int, _ kind: String, _ text: String, _ output: inout OutputBuffer) {
        output.append("{\"line\":")
        output.append(decimal: line)
        output.append(",\"")
        output.append(kind)
        output.append("\":")
        output.appendJSON(text)
        output.append("}\n")
    }
}
