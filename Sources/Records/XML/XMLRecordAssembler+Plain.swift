import CBytes

/// Plain records, which nearly all are in many files: read here, past libxml2, at several times its speed.
///
/// A record is plain when it consists of elements without attributes whose names have been met before, at paths that
/// have been met before, and each element holds either other elements or a text without references, comments, CDATA or
/// anything else that had to be changed or could be wrong. Such a record is well-formed wherever its parent is, and its
/// row is made in one pass over its bytes. Whatever is not as plain as that is left to libxml2, which has the last word.
/// Both ways come to the same rows; a test holds them against each other.
///
/// Nothing is learnt on this way: new names, paths and columns come from libxml2 alone.
extension XMLRecordAssembler {
    /// What is known of plain records.
    struct Plain {
        /// How the record's name was last written; `nil` where no record may be plain.
        var recordName: [UInt8]?
        var names = XMLKnownNames()
        /// The names of the next record that libxml2 reads are to be learnt.
        var isLearning = true
        /// An element of the open record has declared a namespace: prefixes may mean something else in it.
        var declaresNamespaces = false
        /// The elements around the innermost open one.
        fileprivate var open: [Element] = []

        fileprivate struct Element: BitwiseCopyable {
            var node: Int
            var owner: Int
            var name: XMLWrittenName
        }

        mutating func forget() {
            names.removeAll()
            recordName = nil
            isLearning = true
        }
    }

    /// The end tag behind which a plain record may come; `nil` where none may.
    var endTagBeforePlainRecord: [UInt8]? {
        guard settings.takesPlainRecords, !mayHoldMarks, let name = plain.recordName else { return nil }
        return Array("</".utf8) + name + [UInt8(ascii: ">")]
    }

    /// Whether what comes next may be a plain record, if libxml2 has read all that came before.
    var isBeforePlainRecord: Bool {
        settings.takesPlainRecords && !isInRecord && !hasFault && !mayHoldMarks && plain.recordName != nil
            && depth == settings.path.count &- 1 && matched == depth
    }

    mutating func learnRecord(_ tag: XMLTag) {
        plain.declaresNamespaces = tag.namespaceCount > 0
        guard plain.isLearning else { return }
        let written = tag.writtenName
        plain.recordName = written.count <= 256 ? written : nil
    }

    @inline(never)
    mutating func learnField(_ tag: XMLTag) {
        guard !plain.declaresNamespaces else { return }
        plain.names.insert(tag.writtenName, tag.name)
    }

    /// Takes the plain records that follow one another from the start of `bytes`, with the white space before each.
    ///
    /// - Parameter line: the one on which `bytes` begin.
    /// - Returns: how many bytes were taken, and how many line ends were among them.
    mutating func takePlain(_ bytes: Span<UInt8>, line: Int) -> (end: Int, lines: Int) {
        guard let recordName = plain.recordName else { return (0, 0) }
        var (end, lines) = (0, 0)
        while let start = Self.afterSpace(bytes, from: end),
            let taken = takePlainRecord(bytes, start.at, named: recordName, line: line &+ lines &+ start.lines)
        {
            end = taken.end
            lines &+= start.lines &+ taken.lines
        }
        return (end, lines)
    }

    /// Bytes beyond the last tag that must be there, lest a load of sixteen goes beyond the end.
    private static let margin = 32

    /// Where the white space from `start` on ends; `nil` where too few bytes follow.
    @inline(__always)
    private static func afterSpace(_ bytes: Span<UInt8>, from start: Int) -> (at: Int, lines: Int)? {
        var (at, lines) = (start, 0)
        while at &+ margin < bytes.count {
            switch bytes[at] {
            case 0x0A: lines &+= 1
            case 0x20, 0x09: break
            case 0x0D where bytes[at &+ 1] == 0x0A: break
            default: return (at, lines)
            }
            at &+= 1
        }
        return nil
    }

    private mutating func takePlainRecord(
        _ bytes: Span<UInt8>, _ start: Int, named name: [UInt8], line: Int
    ) -> (end: Int, lines: Int)? {
        let tagEnd = start &+ 1 &+ name.count
        guard tagEnd &+ Self.margin < bytes.count else { return nil }
        guard bytes[start] == UInt8(ascii: "<"), bytes[tagEnd] == UInt8(ascii: ">"),
            name.indices.allSatisfy({ bytes[start &+ 1 &+ $0] == name[$0] })
        else {
            plain.isLearning = true
            return nil
        }
        let openingCount = 1 &+ name.count &+ scope.text.count
        let first = (cell: block.cells.count, byte: block.bytes.count)
        guard let content = takePlainContent(bytes, from: start, tagEnd, shift: first.byte &+ openingCount &- tagEnd),
            openingCount &+ content.end &- tagEnd <= settings.limits.recordBytes
        else {
            block.cells.removeSubrange(first.cell...)
            columns.removeSubrange(first.cell...)
            return nil
        }
        record = OpenRecord(start: first.byte, line: line, firstCell: first.cell)
        record.hasValue = content.hasValue
        record.mayHaveOuterSpace = content.mayHaveOuterSpace
        side.removeAll(keepingCapacity: true)
        sideCells.removeAll(keepingCapacity: true)
        block.bytes.append(UInt8(ascii: "<"))
        block.bytes.append(contentsOf: name)
        block.bytes.append(contentsOf: scope.text)
        bytes.extracting(tagEnd..<content.end).withUnsafeBufferPointer { block.bytes.append(contentsOf: $0) }
        closeRecord()
        return (content.end, content.lines)
    }

    /// Makes cells of the elements of a record.
    ///
    /// - Parameters:
    ///   - start: of the record, whose start tag ends with the `>` at `tagEnd`.
    ///   - shift: from a place in `bytes` to the one in the block.
    /// - Returns: `nil` where it is no plain record; cells may then have been made.
    private mutating func takePlainContent(
        _ bytes: Span<UInt8>, from start: Int, _ tagEnd: Int, shift: Int
    ) -> (end: Int, lines: Int, hasValue: Bool, mayHaveOuterSpace: Bool)? {
        lastOwner &+= 1
        var current = Plain.Element(
            node: XMLPathTree.root, owner: lastOwner, name: XMLWrittenName(bytes, (start &+ 1)..<tagEnd))
        plain.open.removeAll(keepingCapacity: true)
        var (at, lines) = (tagEnd &+ 1, 0)
        var hasValue = false
        var mayHaveOuterSpace = false
        while true {
            guard let next = Self.afterSpace(bytes, from: at), bytes[next.at] == UInt8(ascii: "<") else { return nil }
            lines &+= next.lines
            at = next.at &+ 1
            if bytes[at] == UInt8(ascii: "/") {
                guard let end = Self.endOfTag(current.name, bytes, at &+ 1) else { return nil }
                at = end
                guard let outer = plain.open.popLast() else { break }
                current = outer
                continue
            }
            guard let tag = Self.startTag(bytes, from: at), let name = plain.names.name(tag.name, bytes) else {
                plain.isLearning = true
                return nil
            }
            let node = tree.knownChild(of: current.node, owner: current.owner, name: name)
            guard node != XMLPathTree.full, !hasDrops || !tree.isDropped(node),
                depth &+ plain.open.count &+ 2 <= settings.limits.depth
            else { return nil }
            at = tag.end
            if tag.isEmpty {
                guard tree.knownColumn(of: node) != XMLPathTree.full else { return nil }
                continue
            }
            guard let text = Self.text(bytes, from: at) else { return nil }
            if bytes[text.end &+ 1] == UInt8(ascii: "/") {
                // It holds a text, perhaps an empty one.
                let column = tree.knownColumn(of: node)
                guard column != XMLPathTree.full, let end = Self.endOfTag(tag.name, bytes, text.end &+ 2) else {
                    return nil
                }
                if text.holdsNonASCII, !Self.isText(bytes.extracting(at..<text.end)) { return nil }
                lines &+= text.lines
                if text.end > at {
                    // Every value may need quotes: what a delimiter will be is not known here.
                    block.cells.append(
                        RecordBlock.Cell(start: at &+ shift, end: text.end &+ shift, mayNeedQuotes: true))
                    columns.append(UInt32(truncatingIfNeeded: column))
                    hasValue = true
                    mayHaveOuterSpace = mayHaveOuterSpace || bytes.hasOuterSpace(at..<text.end)
                }
                at = end
                continue
            }
            // It holds elements: the white space before them is looked at once more.
            lastOwner &+= 1
            plain.open.append(current)
            current = Plain.Element(node: node, owner: lastOwner, name: tag.name)
        }
        return (at, lines, hasValue, mayHaveOuterSpace)
    }

    /// Behind an end tag, whose name has to stand at `at`; `nil` where it does not, or where too few bytes follow.
    @inline(__always)
    private static func endOfTag(_ name: XMLWrittenName, _ bytes: Span<UInt8>, _ at: Int) -> Int? {
        let end = at &+ name.count
        guard end &+ margin < bytes.count, bytes[end] == UInt8(ascii: ">"), name.stands(at: at, bytes) else {
            return nil
        }
        return end &+ 1
    }

    /// A start tag whose name begins at `start`. Attributes and white space are taken as parts of a name, which is then not
    /// known.
    @inline(__always)
    private static func startTag(
        _ bytes: Span<UInt8>, from start: Int
    ) -> (name: XMLWrittenName, end: Int, isEmpty: Bool)? {
        guard let text = text(bytes, from: start, until: UInt8(ascii: ">")), text.lines == 0 else { return nil }
        let isEmpty = bytes[text.end &- 1] == UInt8(ascii: "/")
        let name = XMLWrittenName(bytes, start..<(isEmpty ? text.end &- 1 : text.end))
        return (name, text.end &+ 1, isEmpty)
    }

    /// Text from `start` to the next byte of markup.
    /// - Returns: `nil` where that is another one than is asked for, or where too few bytes follow.
    @inline(__always)
    private static func text(
        _ bytes: Span<UInt8>, from start: Int, until wanted: UInt8 = UInt8(ascii: "<")
    ) -> (end: Int, lines: Int, holdsNonASCII: Bool)? {
        var (at, lines) = (start, 0)
        var nonASCII: UInt32 = 0
        while at &+ margin < bytes.count {
            let found = bytes.markup(at: at)
            guard found.stops != 0 else {
                nonASCII |= found.nonASCII
                at &+= 16
                continue
            }
            let count = found.stops.trailingZeroBitCount
            nonASCII |= found.nonASCII & ((1 &<< UInt32(truncatingIfNeeded: count)) &- 1)
            at &+= count
            let byte = bytes[at]
            if byte == wanted { return at &+ margin < bytes.count ? (at, lines, nonASCII != 0) : nil }
            guard byte == 0x0A || byte == 0x09 else { return nil }
            lines &+= byte == 0x0A ? 1 : 0
            at &+= 1
        }
        return nil
    }

    /// Whether bytes without control characters are UTF-8 and hold nothing but characters of XML: all but U+FFFE and U+FFFF.
    private static func isText(_ bytes: Span<UInt8>) -> Bool {
        guard (try? UTF8Span(validating: bytes)) != nil else { return false }
        for index in bytes.indices.dropFirst(2) where bytes[index] >= 0xBE {
            if bytes[index &- 1] == 0xBF, bytes[index &- 2] == 0xEF { return false }
        }
        return true
    }
}
