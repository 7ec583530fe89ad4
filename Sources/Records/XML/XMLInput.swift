/// The bytes of an XML file, the first of which are looked at before the records are read.
struct XMLInput: Sendable {
    /// The source's name, fit for messages.
    let name: String
    private var source: any ByteSource
    private let blockSize: Int
    /// What has been read; from `parsed` on it has not been parsed for records.
    private var bytes: [UInt8] = []
    private var parsed = 0
    private var isAtEnd = false
    /// What is read, when that is a document inside another one.
    private let inner: XMLInnerDocument?

    /// How much is read to find the record's element: as a rule, and when nothing repeats so far.
    private static let usualBeginning = 256 << 10
    static let longestBeginning = 4 << 20

    init(_ source: any ByteSource, inner: XMLInnerDocument?, blockSize: Int) throws {
        self.inner = inner
        self.source = inner ?? source
        self.blockSize = max(blockSize, 1)
        name = XMLFault.clean(inner?.name ?? source.name, longest: 120)
        try readMore(4)
        guard !bytes.isEmpty else {
            throw RecordError(.malformed, "\(name) is empty. Export it again and check its size.")
        }
    }

    private mutating func readMore(_ count: Int) throws {
        guard !isAtEnd else { return }
        isAtEnd = try source.read(count, into: &bytes) < count
    }

    // MARK: Encoding

    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether the bytes are known to be UTF-8, whatever the document declares.
    var ignoresDeclaredEncoding: Bool { inner != nil || bytes.starts(with: Self.utf8Mark) }

    /// The line in the file of the document's first line.
    var firstLine: Int { inner?.firstLine ?? 1 }

    /// What is wrong with the file around the document: it has been cut there, whatever it looks like itself.
    var outerFault: RecordError? { isAtEnd ? inner?.fault : nil }

    func encodingFact(declared: String?) -> ReadingFact {
        inner?.encoding ?? Self.encodingFact(mark: mark, declared: declared)
    }

    static func encodingFact(mark: String?, declared: String?) -> ReadingFact {
        if let mark { return ReadingFact("encoding", mark, .detected) }
        return ReadingFact("encoding", declared ?? "UTF-8", declared == nil ? .byDefault : .detected)
    }

    /// The encoding of which the file's first bytes speak; they are kept in `mark` when the bytes have gone.
    private(set) var mark: String?

    static func mark(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: utf8Mark) { return "UTF-8" }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0x3C, 0]) { return "UTF-16LE" }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0, 0x3C]) { return "UTF-16BE" }
        return nil
    }

    // MARK: The record's element

    /// Finds the element that is one record from the file's beginning, which stays to be read.
    ///
    /// - Parameter accepted: paths of which the first that the beginning has is taken.
    mutating func findRecord(accepted: [[String]], limits: XMLLimits) throws -> [String] {
        let parser = try XMLPushParser(
            .survey, limits: limits, ignoresDeclaredEncoding: ignoresDeclaredEncoding, firstLine: firstLine)
        var seen = 0
        repeat {
            try readMore(max(seen, Self.usualBeginning))
            while seen < bytes.count, parser.fault == nil {
                let end = min(bytes.count, seen + XMLPushParser.usualPiece)
                parser.feed(bytes[seen..<end], isLast: isAtEnd && end == bytes.count)
                seen = end
            }
        } while !isAtEnd && parser.fault == nil && !parser.survey.hasCandidate && seen < Self.longestBeginning
        let survey = parser.survey
        if let path = accepted.first(where: survey.contains) { return path }
        try refuseWebPage(survey)
        guard let path = try survey.recordPath(in: name) else {
            if let error = outerFault ?? parser.fault?.error(in: name) { throw error }
            throw RecordError(.malformed, "\(name) has no root element. Export it again and check its size.")
        }
        if survey.isTextOnly, parser.fault == nil {
            let root = XMLFault.clean(survey.rootName ?? "", longest: 100)
            throw XMLFault(
                line: 0, column: 0,
                sentence: "the root element <\(root)> holds text and no records. It may be a message instead of an "
                    + "export: open it in a text editor."
            ).error(in: name)
        }
        return path
    }

    /// The root element; `nil` where the beginning has none.
    mutating func findRoot(limits: XMLLimits) throws -> XMLRoot? {
        let parser = try XMLPushParser(
            .survey, limits: limits, ignoresDeclaredEncoding: ignoresDeclaredEncoding, firstLine: firstLine)
        let piece = 4 << 10
        var seen = 0
        while parser.survey.root == nil, parser.fault == nil, seen < Self.longestBeginning {
            if seen == bytes.count { try readMore(piece) }
            guard seen < bytes.count else { break }
            let end = min(bytes.count, seen + piece)
            parser.feed(bytes[seen..<end], isLast: isAtEnd && end == bytes.count)
            seen = end
        }
        return parser.survey.root
    }

    private func refuseWebPage(_ survey: XMLSurvey) throws {
        let what: String
        let remedy: String
        switch survey.rootName {
        case "html", "HTML":
            (what, remedy) = ("a web page, perhaps a log-in or error page", "Export the data again and log in first")
        case "Workbook":
            (what, remedy) = ("an Excel 2003 workbook", "In Excel, choose Save As, “CSV UTF-8”")
        default: return
        }
        throw RecordError(.malformed, "\(name) is \(what), not an XML export. \(remedy).")
    }

    // MARK: Reading on

    /// Hands the next bytes over, as many as are there but no more than `count`.
    /// - Returns: whether they were the last.
    mutating func next(_ count: Int, _ parse: (ArraySlice<UInt8>, _ isLast: Bool) -> Void) throws -> Bool {
        if mark == nil { mark = Self.mark(of: bytes) }
        if parsed == bytes.count {
            bytes.removeAll(keepingCapacity: true)
            parsed = 0
            try readMore(blockSize)
        }
        let end = min(bytes.count, parsed + max(count, 1))
        let isLast = isAtEnd && end == bytes.count
        parse(bytes[parsed..<end], isLast)
        parsed = end
        return isLast
    }
}
