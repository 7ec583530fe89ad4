/// A record from its start tag to its end tag.
extension XMLRecordAssembler {
    mutating func startRecord(_ tag: XMLTag, _ input: XMLInputWindow, line: Int) {
        isInRecord = true
        learnRecord(tag)
        record = OpenRecord(start: block.bytes.count, line: line, firstCell: block.cells.count)
        pieces.removeAll(keepingCapacity: true)
        side.removeAll(keepingCapacity: true)
        sideCells.removeAll(keepingCapacity: true)
        lastOwner &+= 1
        current = OpenElement(owner: lastOwner)
        openCount = 1
        appendOpening(of: tag)
        record.openingEnd = block.bytes.count
        for index in 0..<tag.attributeCount {
            guard let attribute = tag.attribute(index) else { continue }
            if isMark(attribute) {
                addMark(attribute, input)
            } else if !hasDrops || !tree.dropsAttribute(attribute.name, of: current.node) {
                let written = write(attribute)
                addAttribute(attribute, key: .none, written: written, input)
            }
        }
        record.tagEnd = block.bytes.count
        passOver(input)
        checkLength()
    }

    /// `<name` and the namespaces that the record declares or inherits.
    ///
    /// All that are in scope are put in, not only those of its names: a value may use a prefix too (`xsi:type`).
    private mutating func appendOpening(of tag: XMLTag) {
        block.bytes.append(UInt8(ascii: "<"))
        block.bytes.append(prefix: tag.prefix, name: tag.name)
        if tag.namespaceCount == 0 {
            block.bytes.append(contentsOf: scope.text)
            return
        }
        scope.append(to: &block.bytes, except: tag)
        for index in 0..<tag.namespaceCount {
            let (prefix, uri) = tag.namespace(index)
            if uri != settings.rejectionNamespace { block.bytes.append(namespace: uri, prefix: prefix) }
        }
    }

    /// A mark of an earlier rejection file: a column of its own, and no part of the record's text.
    private mutating func addMark(_ attribute: XMLTag.Attribute, _ input: XMLInputWindow) {
        guard let column = markColumn(attribute.name) else { return }
        guard column != XMLPathTree.full else { return failFull(input) }
        let hadValue = record.hasValue
        setSide(column) { $0.append(decoding: attribute.value) }
        record.hasValue = hadValue
    }

    /// - Returns: `nil` for a mark that is not known; it is dropped.
    private mutating func markColumn(_ name: XMLName) -> Int? {
        if let known = marks.first(where: { $0.name == name }) { return known.column }
        guard XMLEnvelope.marks.contains(name.string) else { return nil }
        let column = tree.addColumn(for: nil, named: "muster_" + name.string)
        marks.append((name, column))
        return column
    }

    mutating func endRecord(_ input: XMLInputWindow) {
        isInRecord = false
        matched &-= 1
        endField(input)
        copy(input)
        if record.isTooLong { block.bytes.append(contentsOf: "/>".utf8) }
        plain.isLearning = false
        closeRecord()
    }

    /// Makes the row of a record whose text and cells are in the block.
    mutating func closeRecord() {
        if tree.columns.count &* (block.rows.count &+ 1) > Self.mostCells, !block.rows.isEmpty {
            moveRecordToNewBlock()
        }
        let form: RowForm =
            record.isTooLong ? .tooLong : !faults.isEmpty ? .invalid : record.hasValue ? .whole : .empty
        for var fault in faults {
            fault.row = block.rows.count
            block.faults.append(fault)
        }
        faults.removeAll(keepingCapacity: true)
        (hasUnexpected, isInvalid) = (false, false)
        let textEnd = block.bytes.count
        for index in sideCells { block.cells[index].start &+= UInt32(truncatingIfNeeded: textEnd) }
        block.bytes.append(contentsOf: side)
        block.rows.append(
            RecordBlock.Row(
                firstCell: record.firstCell, cellCount: block.cells.count &- record.firstCell,
                text: record.start..<textEnd, line: record.line,
                form: form,
                mayHoldNonASCII: block.holdsNonASCII(from: record.start),
                mayHaveOuterSpace: record.mayHaveOuterSpace))
        width = tree.columns.count
        if block.bytes.count >= settings.blockSize { finishBlock() }
    }
}
