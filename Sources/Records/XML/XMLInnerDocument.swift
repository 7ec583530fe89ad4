/// The bytes of a document that is written as text inside an element of another one, as Oracle's reports do it:
/// `<RESULT>&lt;DATA_DS&gt;…</RESULT>`.
///
/// Both documents are parsed as streams, with the same limits and the same refusals. Whatever the inner document says of
/// its encoding, its bytes are UTF-8.
struct XMLInnerDocument: ByteSource {
    /// The outer file's name, and where in it the bytes stand.
    let name: String
    /// Where in the outer file the inner document starts.
    let firstLine: Int
    /// The outer file's encoding.
    let encoding: ReadingFact

    private var source: any ByteSource
    private let fileName: String
    private let parser: XMLPushParser
    private var isAtEnd: Bool
    /// What the outer parser is fed with, at a time.
    private static let piece = 64 << 10

    /// Looks for the inner document in the beginning of a file.
    ///
    /// - Parameter source: the file; it is at its beginning again where nothing is found.
    /// - Returns: `nil` where there is no such element, or its text is no document: then the file itself is to be read,
    ///   as a rejection file is.
    static func find(
        _ element: String, in source: inout any ByteSource, limits: XMLLimits
    ) throws -> XMLInnerDocument? {
        var seen: [UInt8] = []
        var isAtEnd = try source.read(piece, into: &seen) < piece
        let parser = try XMLPushParser(
            .innerText(element), limits: limits, ignoresDeclaredEncoding: seen.starts(with: XMLInput.utf8Mark))
        var fed = 0
        while true {
            parser.feed(seen[fed...], isLast: isAtEnd)
            fed = seen.count
            if parser.innerText.isFound { break }
            guard !isAtEnd, parser.fault == nil, fed < XMLInput.longestBeginning else {
                source = PeekedSource(seen, before: source)
                return nil
            }
            isAtEnd = try source.read(piece, into: &seen) < piece
        }
        return XMLInnerDocument(source, parser, element: element, beginning: seen, isAtEnd: isAtEnd)
    }

    private init(
        _ source: any ByteSource, _ parser: XMLPushParser, element: String, beginning: [UInt8], isAtEnd: Bool
    ) {
        self.source = source
        self.parser = parser
        self.isAtEnd = isAtEnd
        fileName = source.name
        name = "\(XMLFault.clean(fileName, longest: 80)) (inside <\(XMLFault.clean(element, longest: 30))>)"
        firstLine = parser.innerText.firstLine
        encoding = XMLInput.encodingFact(mark: XMLInput.mark(of: beginning), declared: parser.declaredEncoding)
    }

    /// What is wrong with the outer file; the inner document ends there.
    var fault: RecordError? { parser.fault?.error(in: fileName) }

    mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        var fresh: [UInt8] = []
        while parser.innerText.bytes.count < count, !isAtEnd, parser.fault == nil {
            fresh.removeAll(keepingCapacity: true)
            isAtEnd = try source.read(Self.piece, into: &fresh) < Self.piece
            parser.feed(fresh[...], isLast: isAtEnd)
        }
        return parser.takeInnerText(count, into: &bytes)
    }
}
