/// Inside a record: elements and attributes become cells.
extension XMLRecordAssembler {
    mutating func startField(_ tag: XMLTag, _ input: XMLInputWindow) {
        if tag.namespaceCount > 0 { plain.declaresNamespaces = true }
        if plain.isLearning { learnField(tag) }
        guard isShortEnough(input) else { return }
        current.hasChildren = true
        if mayHoldMarks, tag.uri == settings.rejectionNamespace { return startDropped(input) }
        lastOwner &+= 1
        var key = XMLName.none
        var keyAttribute = XMLName.none
        if tag.attributeCount > 0, !settings.keys.isEmpty {
            (key, keyAttribute) = self.key(of: tag, input)
        }
        let node = tree.child(
            of: current.node, owner: current.owner, name: tag.name, key: key, keyAttribute: keyAttribute)
        guard node != XMLPathTree.full else { return failFull(input) }
        if hasDrops, tree.isDropped(node) { return startDropped(input) }
        outer[openCount &- 1] = current
        openCount &+= 1
        current = OpenElement(node: node, owner: lastOwner)
        guard tag.attributeCount > 0 else { return }
        if hasDrops || mayHoldMarks, dropsAttribute(of: tag) {
            writeTag(tag, key: keyAttribute, input)
        } else {
            for index in 0..<tag.attributeCount {
                guard let attribute = tag.attribute(index) else { continue }
                addAttribute(attribute, key: keyAttribute, input)
            }
        }
        checkLength()
    }

    /// - Parameter written: its value's place in the block where the tag has been written anew, empty when it had to be
    ///   escaped.
    mutating func addAttribute(
        _ attribute: XMLTag.Attribute, key: XMLName, written: Range<Int>? = nil, _ input: XMLInputWindow
    ) {
        guard !isSchemaInstance(attribute) else {
            if attribute.name == settings.nilName {
                current.isNil = attribute.value.equals("true") || attribute.value.equals("1")
            }
            return
        }
        if !key.isNone, attribute.name == key { return }
        current.hasAttributes = true
        let node = tree.child(of: current.node, owner: current.owner, name: attribute.name, isAttribute: true)
        guard let column = column(of: node, input) else { return }
        if let written {
            if written.count == attribute.value.count {
                set(column, written.lowerBound, written.upperBound)
            } else {
                setSide(column) { $0.append(decoding: attribute.value) }
            }
        } else if let position = input.position(of: attribute.value) {
            let start = position &+ record.shift
            set(column, start, start &+ attribute.value.count)
        } else {
            setSide(column) { $0.append(decoding: attribute.value) }
        }
    }

    /// Whether it is `xsi:nil`, `xsi:type` and the like: about the document, no field.
    func isSchemaInstance(_ attribute: XMLTag.Attribute) -> Bool {
        !attribute.uri.isNone && attribute.uri == settings.schemaInstance
    }

    /// The value that tells this element from others of its name, where the user has named such an attribute.
    private func key(of tag: XMLTag, _ input: XMLInputWindow) -> (XMLName, XMLName) {
        for key in settings.keys where key.element == tag.name {
            for index in 0..<tag.attributeCount {
                guard let attribute = tag.attribute(index), attribute.name == key.attribute, attribute.value.count > 0,
                    attribute.value.count <= 256
                else { continue }
                return (input.intern(attribute.value), key.attribute)
            }
        }
        return (.none, .none)
    }

    mutating func addText(_ text: XMLText, _ input: XMLInputWindow, isRaw: Bool) {
        if !current.hasText, !text.isBlank { current.hasText = true }
        if let position = input.position(of: text), !(isRaw && text.bytes.contains(0x0D)) {
            let start = position &+ record.shift
            return add(Piece(start: start, end: start &+ text.count, isSide: false))
        }
        let start = side.count
        if isRaw { appendWithPlainLineEnds(text, input) } else { side.append(contentsOf: text.bytes) }
        add(Piece(start: start, end: side.count, isSide: true))
        checkLength()
    }

    /// XML says that CR LF and CR alone are read as LF; in CDATA libxml2 leaves that to us.
    private mutating func appendWithPlainLineEnds(_ text: XMLText, _ input: XMLInputWindow) {
        for index in 0..<text.count {
            switch text[index] {
            case 0x0D:
                // Whether a LF follows is seen in the document, for the section may come in several pieces.
                if input.byte(after: text, at: index) != 0x0A { side.append(0x0A) }
            case let byte: side.append(byte)
            }
        }
    }

    /// Adds to the innermost element's text; a piece that follows on the last one prolongs it.
    @inline(__always)
    private mutating func add(_ piece: Piece) {
        if current.text.end < 0 {
            current.text = piece
        } else if current.lastPiece < 0, current.text.end == piece.start, current.text.isSide == piece.isSide {
            current.text.end = piece.end
        } else {
            addFurther(piece)
        }
    }

    @inline(never)
    private mutating func addFurther(_ piece: Piece) {
        let last = current.lastPiece
        if last < 0 {
            current.text.next = pieces.count
        } else if pieces[last].end == piece.start, pieces[last].isSide == piece.isSide {
            pieces[last].end = piece.end
            return
        } else {
            pieces[last].next = pieces.count
        }
        current.lastPiece = pieces.count
        pieces.append(piece)
    }

    // MARK: The end of an element

    /// Gives the innermost element its cell: its text when it holds nothing else, and where it has children only text
    /// that is more than the white space between them, without the white space around it.
    mutating func endField(_ input: XMLInputWindow) {
        guard isShortEnough(input) else { return }
        let needsText = current.hasChildren || current.hasAttributes || openCount == 1
        if current.hasText || !needsText, let column = column(of: current.node, input), current.text.end >= 0,
            !current.isNil
        {
            if current.lastPiece < 0, !current.hasChildren {
                if current.text.isSide { sideCells.append(block.cells.count) }
                set(column, current.text.start, current.text.end)
            } else {
                joinText(column, input)
            }
        }
        openCount &-= 1
        if openCount > 0 { current = outer[openCount &- 1] }
    }

    private mutating func joinText(_ column: Int, _ input: XMLInputWindow) {
        guard copy(input), !record.isTooLong else { return }
        let start = side.count
        var piece = current.text
        while true {
            if piece.isSide {
                side.append(contentsOf: side[piece.start..<piece.end])
            } else {
                side.append(contentsOf: block.bytes[piece.start..<piece.end])
            }
            guard piece.next >= 0 else { break }
            piece = pieces[piece.next]
        }
        sideCells.append(block.cells.count)
        let range = current.hasChildren ? trimmed(start..<side.count) : start..<side.count
        set(column, range.lowerBound, range.upperBound)
        checkLength()
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, side[start] <= 0x20 { start += 1 }
        while end > start, side[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    // MARK: Cells

    @inline(__always)
    mutating func column(of node: Int, _ input: XMLInputWindow) -> Int? {
        guard !isInvalid else { return nil }
        let column = node == XMLPathTree.full ? XMLPathTree.full : tree.column(of: node)
        guard column != XMLPathTree.full else {
            failFull(input)
            return nil
        }
        return column
    }

    @inline(__always)
    mutating func set(_ column: Int, _ start: Int, _ end: Int) {
        // What a delimiter will be is not known here, so every value may need quotes.
        block.cells.append(RecordBlock.Cell(start: start, end: end, mayNeedQuotes: true))
        columns.append(UInt32(truncatingIfNeeded: column))
        if end > start { record.hasValue = true }
    }

    mutating func setSide(_ column: Int, _ append: (inout [UInt8]) -> Void) {
        let start = side.count
        append(&side)
        sideCells.append(block.cells.count)
        set(column, start, side.count)
    }

    // MARK: Bounds

    mutating func failFull(_ input: XMLInputWindow) {
        fail(
            input,
            "the records have more than \(settings.limits.fields) different fields, or fields with names that are "
                + "too long. Name the element that is one record with --record.")
    }

    /// Copies the document up to here into the block, unless the record is too long.
    @discardableResult
    mutating func copy(_ input: XMLInputWindow, upTo end: Int? = nil) -> Bool {
        guard !record.isTooLong else { return false }
        let position = end ?? input.position
        guard input.append(from: record.copied, to: position, into: &block.bytes) else {
            fail(input, "the text of this record has been lost while it was read. Please report this file's shape.")
            return false
        }
        record.copied = position
        checkLength()
        return true
    }

    /// A record that is too long keeps its start tag alone.
    @inline(__always)
    mutating func checkLength() {
        if block.bytes.count &- record.start &+ side.count > settings.limits.recordBytes { cutRecord() }
    }

    /// The same for what has not been copied yet, so that it does not matter in what pieces the file is read.
    @inline(__always)
    private mutating func isShortEnough(_ input: XMLInputWindow) -> Bool {
        guard !record.isTooLong else { return false }
        if input.position &+ record.shift &- record.start &+ side.count > settings.limits.recordBytes { cutRecord() }
        return !record.isTooLong
    }

    @inline(never)
    private mutating func cutRecord() {
        guard !record.isTooLong else { return }
        record.isTooLong = true
        let isTagTooLong = record.tagEnd &- record.start > settings.limits.recordBytes
        block.bytes.removeSubrange((isTagTooLong ? record.openingEnd : record.tagEnd)...)
        side.removeAll(keepingCapacity: true)
        sideCells.removeAll(keepingCapacity: true)
        block.cells.removeSubrange(record.firstCell...)
        columns.removeSubrange(record.firstCell...)
    }
}
