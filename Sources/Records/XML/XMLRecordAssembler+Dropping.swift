/// What is left out of a record: it reaches no cell, no column, and no text that could be written to a rejection file.
extension XMLRecordAssembler {
    /// Begins to read past an element.
    mutating func startDropped(_ input: XMLInputWindow) {
        copy(input, upTo: input.tagStart().position)
        droppedDepth = depth
    }

    mutating func endDropped(_ input: XMLInputWindow) {
        droppedDepth = 0
        passOver(input)
    }

    /// Goes on with the record's text behind what has just been read.
    mutating func passOver(_ input: XMLInputWindow) {
        record.copied = input.position
        record.shift = block.bytes.count &- record.copied
    }

    func isMark(_ attribute: XMLTag.Attribute) -> Bool {
        mayHoldMarks && attribute.uri == settings.rejectionNamespace
    }

    private mutating func isLeftOut(_ attribute: XMLTag.Attribute) -> Bool {
        isMark(attribute) || (hasDrops && tree.dropsAttribute(attribute.name, of: current.node))
    }

    /// Whether the innermost open element, whose tag this is, has an attribute that is left out.
    mutating func dropsAttribute(of tag: XMLTag) -> Bool {
        for index in 0..<tag.attributeCount {
            if let attribute = tag.attribute(index), isLeftOut(attribute) { return true }
        }
        return false
    }

    /// Writes a start tag anew, without the attributes that are left out; the others become cells.
    mutating func writeTag(_ tag: XMLTag, key: XMLName, _ input: XMLInputWindow) {
        copy(input, upTo: input.tagStart().position)
        guard !record.isTooLong else { return }
        block.bytes.append(UInt8(ascii: "<"))
        block.bytes.append(prefix: tag.prefix, name: tag.name)
        for index in 0..<tag.namespaceCount {
            let (prefix, uri) = tag.namespace(index)
            block.bytes.append(namespace: uri, prefix: prefix)
        }
        for index in 0..<tag.attributeCount {
            guard let attribute = tag.attribute(index), !isLeftOut(attribute) else { continue }
            let written = write(attribute)
            addAttribute(attribute, key: key, written: written, input)
        }
        passOver(input)
    }

    /// Appends ` name="value"`.
    ///
    /// - Returns: where the value stands; empty where it had to be escaped and so is not itself.
    mutating func write(_ attribute: XMLTag.Attribute) -> Range<Int> {
        block.bytes.append(UInt8(ascii: " "))
        block.bytes.append(prefix: attribute.prefix, name: attribute.name)
        block.bytes.append(contentsOf: "=\"".utf8)
        let start = block.bytes.count
        let isPlain = attribute.value.isPlain
        if isPlain {
            block.bytes.append(contentsOf: attribute.value.bytes)
        } else {
            block.bytes.append(escaping: attribute.value)
        }
        let end = block.bytes.count
        block.bytes.append(UInt8(ascii: "\""))
        return isPlain ? start..<end : start..<start
    }
}
