import CLibXML2
import Glibc

/// libxml2's push parser, fenced in: bytes go in, events reach a survey or an assembler, and the first fault stops it.
///
/// It builds no tree, loads no DTD, expands no entity, opens no file and no connection, and prints nothing.
///
/// The C parser holds a pointer to `state` for as long as it lives, so both belong to this object and to nothing else.
///
/// `@unchecked Sendable`: the parser and its state are not safe for two threads at once, and are never given to two.
/// The one owner is an `XMLReader`, which feeds it from `mutating` methods only; going from one thread to another in
/// between is fine, as libxml2 keeps nothing of a parser in a thread. Copies of a reader share it and must not be
/// used in parallel.
final class XMLPushParser: @unchecked Sendable {
    let state: UnsafeMutablePointer<State>
    let context: xmlParserCtxtPtr

    enum Purpose {
        case survey
        case records
        /// To get at a document that is written as text inside the elements of this name.
        case innerText(String)
    }

    /// What the C callbacks see.
    struct State {
        let context: xmlParserCtxtPtr
        let limits: XMLLimits
        var survey: XMLSurvey
        var assembler: XMLRecordAssembler
        var innerText = XMLInnerText(.none)
        var validator: XMLValidator?
        var fault: XMLFault?
        var isLast = false
        var depth = 0
        /// Records that might have been plain and were not, one after the other.
        var missed = 0
    }

    /// - Parameters:
    ///   - ignoresDeclaredEncoding: the bytes are known to be UTF-8, whatever the document declares.
    ///   - firstLine: the number of the document's first line.
    /// - Throws: `RecordError` when there is no memory for a parser.
    init(
        _ purpose: Purpose, limits: XMLLimits, ignoresDeclaredEncoding: Bool, firstLine: Int = 1
    ) throws(RecordError) {
        guard LibXML.isReady else { throw RecordError(.unreadable, "libxml2 cannot be used on this system.") }
        let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
        var handler =
            switch purpose {
            case .survey: Self.surveyHandler()
            case .records: Self.recordHandler()
            case .innerText: Self.innerTextHandler()
            }
        guard let context = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil) else {
            state.deallocate()
            throw RecordError(.unreadable, "There is no memory left to read XML.")
        }
        let options = XML_PARSE_NONET.rawValue | (ignoresDeclaredEncoding ? XML_PARSE_IGNORE_ENC.rawValue : 0)
        xmlCtxtUseOptions(context, Int32(options))
        context.pointee.input?.pointee.line = Int32(clamping: firstLine)
        state.initialize(
            to: State(
                context: context, limits: limits, survey: XMLSurvey(deepest: limits.depth),
                assembler: XMLRecordAssembler(XMLRecordSettings())))
        self.state = state
        self.context = context
        longestToken = limits.tokenBytes
        if case .innerText(let element) = purpose { state.pointee.innerText = XMLInnerText(name(element)) }
    }

    deinit {
        xmlFreeParserCtxt(context)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    // MARK: Feeding

    private let longestToken: Int
    /// As many bytes as it is quick to give libxml2 at a time; it looks ahead over all it has again and again.
    static let usualPiece = 128 << 10

    /// Parses more of the document; nothing once there is a fault.
    func feed(_ piece: ArraySlice<UInt8>, isLast: Bool) {
        xmlSetStructuredErrorFunc(state) { state, error in XMLPushParser.note(state, error.map { $0.pointee }) }
        defer { xmlSetStructuredErrorFunc(nil, nil) }
        countPause()
        var rest = piece
        while !rest.isEmpty, fault == nil {
            rest = rest.dropFirst(takePlain(rest))
            let count = endOfRecord(rest)
            rest.prefix(count).withUnsafeBytes { buffer in
                if let start = buffer.bindMemory(to: CChar.self).baseAddress, !buffer.isEmpty {
                    xmlParseChunk(context, start, Int32(clamping: buffer.count), 0)
                }
            }
            endPiece()
            rest = rest.dropFirst(count)
        }
        guard isLast, fault == nil else { return }
        state.pointee.isLast = true
        xmlParseChunk(context, nil, 0, 1)
        endPiece()
        if fault == nil, context.pointee.wellFormed == 0 {
            state.pointee.fault = XMLFault(
                line: 0, column: 0, sentence: "this is not well-formed XML. Export the file again.")
        }
    }

    /// What is due when libxml2 has looked at some bytes, before it drops them.
    private func endPiece() {
        guard fault == nil, let input = XMLInputWindow(context) else { return }
        state.pointee.assembler.endOfPiece(input)
        Self.takeFault(state)
        if fault == nil, input.waiting > longestToken {
            state.pointee.fault = XMLFault(
                line: input.line, column: input.column,
                sentence: "a tag, comment, CDATA section or processing instruction is longer than "
                    + "\(longestToken) bytes. Mend the file there or export it again.")
        }
    }

    /// The first thing that was wrong; nothing is read behind it.
    var fault: XMLFault? { state.pointee.fault }

    var survey: XMLSurvey { state.pointee.survey }

    var innerText: XMLInnerText { state.pointee.innerText }

    /// Moves up to `count` bytes of the inner document to `bytes`.
    /// - Returns: how many there were.
    func takeInnerText(_ count: Int, into bytes: inout [UInt8]) -> Int {
        let got = min(count, state.pointee.innerText.bytes.count)
        bytes.append(contentsOf: state.pointee.innerText.bytes[..<got])
        state.pointee.innerText.bytes.removeFirst(got)
        return got
    }

    /// Reads or changes the assembler.
    func withAssembler<Result>(_ body: (inout XMLRecordAssembler) -> Result) -> Result {
        body(&state.pointee.assembler)
    }

    func setValidator(_ validator: XMLValidator) {
        state.pointee.validator = validator
    }

    /// Has the assembler told of comments, which costs a copy of each.
    func watchComments() {
        context.pointee.sax?.pointee.comment = { context, _ in
            guard let (state, input) = XMLPushParser.running(context) else { return }
            state.pointee.assembler.comment(input)
            XMLPushParser.takeFault(state)
        }
    }

    // MARK: What the parser knows

    /// The name's entry in the dictionary, with which names in events can be compared.
    func name(_ text: String) -> XMLName {
        XMLName(xmlDictLookup(context.pointee.dict, text, Int32(clamping: text.utf8.count)))
    }

    /// The encoding that the document declares.
    var declaredEncoding: String? {
        context.pointee.encoding.map { String(cString: $0) }
    }
}

/// The library as a whole, set up once before the first parser.
private enum LibXML {
    static let isReady: Bool = {
        xmlInitParser()
        // The handlers above refuse whatever could ask for another file; should anything ask all the same, it gets
        // nothing.
        xmlSetExternalEntityLoader { _, _, _ in nil }
        return true
    }()
}
