/// Reads an XML file as records: one for each element at the record's path, a column for each path inside it.
///
/// ### Columns
///
/// - A column's name is the path inside the record, of local names: `Worker/ID`; prefixes are dropped.
/// - Attributes: `Worker/@Descriptor`; the record's own `@id`. `xsi:` attributes are none.
/// - Repeated elements: `Phone`, `Phone[2]`, `Phone[3]` …, counted in their parent: `Worker[2]/ID[3]/@type`.
/// - Elements told apart by `XMLOptions.keyAttributes`: `field[@id=firstName]`.
/// - An element without children and without attributes has a value, perhaps empty; one with attributes only when it
///   has text; one with children when it has text between them (without the white space at its ends). Text of the
///   record's own element: `text()`.
/// - CDATA is text, comments and processing instructions are nothing, `xsi:nil="true"` is empty.
/// - Attributes of `XMLEnvelope.rejectionNamespace` on a record are the columns `muster_record`, `muster_line` and so
///   on.
///
/// The columns are not known beforehand: `header` grows from one block to the next, never within one, and never changes
/// otherwise. Every row of a block has `header.count` cells, empty ones for what its record does not have.
///
/// ### Rows
///
/// A row's text is its element, well-formed by itself, in UTF-8. A record without any value has the form `.empty`, one
/// longer than `XMLLimits.recordBytes` the form `.tooLong`, with its start tag alone as text.
///
/// Most of it is libxml2's work; records without attributes and references go past it (`XMLRecordAssembler+Plain`).
///
/// Copies of a reader share one position in the file. Memory: a block, the longest record, and libxml2's piece of
/// input.
package struct XMLReader: RecordReader {
    /// The columns of the block last read; before the first, those of the block to come.
    package private(set) var header: Header
    package private(set) var facts: [ReadingFact]
    /// From the root to the record; empty when the file has no records.
    package let recordPath: [String]
    /// The document's root element: of the inner document where that is what is read.
    package private(set) var root: XMLRoot?
    /// What stands around the records; empty when there are none.
    package private(set) var envelope = XMLEnvelope()

    private let name: String
    private let parser: XMLPushParser
    private var input: XMLInput
    private var isAtEnd = false
    private let pieceSize: Int
    private let isPathSetByUser: Bool

    package static let defaultBlockSize = 256 << 10

    /// Reads the file's beginning: finds the record's element and the first block of records.
    ///
    /// - Parameter takesPlainRecords: false: libxml2 reads every record, which is what the short way is held against.
    /// - Throws: `RecordError` where no records can be read from it.
    package init(
        _ source: any ByteSource, options: XMLOptions = XMLOptions(), blockSize: Int = defaultBlockSize,
        takesPlainRecords: Bool = true
    ) throws {
        let limits = options.limits
        var source = source
        let inner = try options.innerDocument.flatMap { element in
            try XMLInnerDocument.find(element, in: &source, limits: limits)
        }
        input = try XMLInput(source, inner: inner, blockSize: blockSize)
        name = input.name
        pieceSize = max(blockSize, 1)
        var schema = options.schema
        if let namespace = schema?.namespace, try input.findRoot(limits: limits)?.namespace != namespace {
            schema = nil
        }
        isPathSetByUser = options.recordPath?.isEmpty == false
        if let path = options.recordPath, !path.isEmpty {
            recordPath = path
        } else if let schema {
            recordPath = schema.recordPath
        } else {
            recordPath = try input.findRecord(accepted: options.recordPaths, limits: limits)
        }
        let parser = try XMLPushParser(
            .records, limits: limits, ignoresDeclaredEncoding: input.ignoresDeclaredEncoding,
            firstLine: input.firstLine)
        if let schema { parser.validate(by: try XMLValidator(schema)) }
        let settings = XMLRecordSettings(
            options, recordPath: recordPath, blockSize: pieceSize, takesPlainRecords: takesPlainRecords,
            names: parser)
        if !settings.drops.isEmpty { parser.watchComments() }
        parser.withAssembler { $0 = XMLRecordAssembler(settings) }
        self.parser = parser
        header = Header(names: [])
        facts = []
        root = nil
        try fill()
        (root, envelope) = parser.withAssembler { ($0.surroundings.root, $0.surroundings.envelope) }
        header = nextHeader()
        var facts = [ReadingFact("format", "XML", .detected)]
        facts.append(input.encodingFact(declared: parser.declaredEncoding))
        facts.append(
            ReadingFact(
                "record", recordPath.isEmpty ? "none" : recordPath.joined(separator: "/"),
                isPathSetByUser ? .setByUser : .detected))
        let namespaces = parser.withAssembler { $0.surroundings.namespaces }
        if !namespaces.isEmpty {
            facts.append(ReadingFact("namespaces", namespaces.joined(separator: ", "), .detected))
        }
        if inner != nil {
            facts.append(ReadingFact("inner document", options.innerDocument ?? "", .detected))
        }
        if let schema { facts.append(ReadingFact("checked by", "the schema of \(schema.formatName)", .detected)) }
        self.facts = facts
    }

    /// Whether a file's first bytes can only be XML, in any encoding that XML allows without saying so.
    package static func recognises(_ bytes: some Collection<UInt8>) -> Bool {
        let shown = bytes.prefix(512).drop { [0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x09, 0x0A, 0x0D, 0x20].contains($0) }
        guard shown.first == UInt8(ascii: "<"), let next = shown.dropFirst().first(where: { $0 != 0 }) else {
            return false
        }
        return switch next {
        case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }

    /// Elements that stand beside the records and look like some; complete when the last block has been read.
    package var skipped: [SkippedRow] {
        parser.withAssembler { $0.surroundings.skipped }
    }

    package mutating func read(into block: inout RecordBlock) throws -> Bool {
        block.removeAll()
        try fill()
        header = nextHeader()
        parser.withAssembler { $0.fetch(into: &block) }
        return !block.rows.isEmpty
    }

    /// Parses until a block is full.
    /// - Throws: `RecordError` for a fault in the file, once all records before it have been fetched.
    private mutating func fill() throws {
        let parser = parser
        while parser.withAssembler({ $0.finished.isEmpty }) {
            if isAtEnd, let error = input.outerFault { throw error }
            if let fault = parser.fault { throw fault.error(in: name) }
            if isAtEnd { return try checkEnd() }
            let piece = min(parser.withAssembler { $0.longestPiece }, XMLPushParser.usualPiece, pieceSize)
            isAtEnd = try input.next(piece) { bytes, isLast in parser.feed(bytes, isLast: isLast) }
            if isAtEnd || parser.fault != nil { parser.withAssembler { $0.finishBlock() } }
        }
    }

    private func nextHeader() -> Header {
        let width = parser.withAssembler { $0.finished.first?.width }
        guard let width, width != header.count else { return header }
        return Header(names: parser.withAssembler { Array($0.tree.columns.prefix(width)) })
    }

    /// A path that the user gave, and that leads nowhere in this file, is a mistake and no empty file.
    private func checkEnd() throws {
        let surroundings = parser.withAssembler { $0.surroundings }
        guard isPathSetByUser, !surroundings.isClosed else { return }
        let path = XMLFault.clean(recordPath.joined(separator: "/"), longest: 100)
        if surroundings.root?.name != recordPath.first {
            throw XMLFault(
                line: 0, column: 0,
                sentence: "there is no element \(path): the root element is "
                    + "\(XMLFault.clean(surroundings.root?.name ?? "", longest: 100)). Give --record the names from the "
                    + "root on, without prefixes."
            ).error(in: name)
        }
        if let other = surroundings.skipped.first {
            throw XMLFault(
                line: 0, column: 0,
                sentence: "there is no element \(path); where it should be, "
                    + "\(XMLFault.clean(other.cause, longest: 150)) (line \(other.line)). Check the path given "
                    + "with --record."
            ).error(in: name)
        }
    }
}
