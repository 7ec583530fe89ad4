import CLibXML2

/// The first thing that makes an XML file unreadable, and where it stands.
struct XMLFault {
    /// 0: no line, the file as a whole.
    var line: Int
    var column: Int
    /// What is wrong and what to do, as one sentence or two.
    var sentence: String

    /// - Returns: one line of 12 to 600 characters without control characters.
    func error(in name: String) -> RecordError {
        let place = line > 0 ? ", line \(line), column \(max(column, 1)): " : ": "
        return RecordError(.malformed, Self.clean(name, longest: 120) + place + Self.clean(sentence, longest: 430))
    }

    /// Text of a file for a message: its beginning, without control characters and line ends.
    static func clean(_ text: String, longest: Int) -> String {
        var shown = ""
        var length = 0
        for scalar in text.unicodeScalars {
            if length == longest { return shown + "…" }
            let isHidden =
                scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                || scalar.value == 0x2028 || scalar.value == 0x2029
            shown.unicodeScalars.append(isHidden ? " " : scalar)
            length += 1
        }
        return shown
    }
}

// MARK: In place of libxml2's words

extension XMLFault {
    /// Whether libxml2 could not go on, or a prefix makes the names themselves doubtful.
    static func isFatal(_ error: xmlError) -> Bool {
        // XML_NS_ERR_XML_NAMESPACE to XML_NS_ERR_COLON; the warnings about odd URIs have other numbers.
        error.level == XML_ERR_FATAL || (200...205).contains(error.code)
    }

    /// Puts a libxml2 error into words for the person who has the file.
    ///
    /// - Parameter isCut: the input has ended with elements open.
    init(_ error: xmlError, line: Int, column: Int, isCut: Bool) {
        // Bytes are turned into UTF-8 a piece at a time, ahead of the lines: only where they begin is known.
        guard error.domain != XML_FROM_I18N.rawValue else {
            self.line = 0
            self.column = 0
            sentence =
                "behind line \(line) stands a byte that the file's encoding does not have. Export the file again as "
                + "UTF-8, or mend the encoding in its first line."
            return
        }
        self.line = error.line > 0 ? Int(error.line) : line
        self.column = error.line > 0 && error.int2 > 0 ? Int(error.int2) : column
        var detail = error.message.map { String(cString: $0) } ?? "libxml2 error \(error.code)"
        detail = String(detail.prefix { $0 != "\n" }).trimmingEdges()
        detail = Self.clean(detail, longest: 160)
        sentence = Self.sentence(xmlParserErrors(UInt32(max(error.code, 0))), detail, isCut: isCut)
    }

    private static func sentence(_ code: xmlParserErrors, _ detail: String, isCut: Bool) -> String {
        if isCut {
            return "the file ends before its elements are closed, so it was cut. Export or copy it again (\(detail))."
        }
        return switch code {
        case XML_ERR_DOCUMENT_EMPTY:
            "this is no XML: it does not begin with an element (\(detail)). Name a CSV or XML file."
        case XML_ERR_DOCUMENT_END:
            "there is something behind the end of the root element, or no root element (\(detail)). Remove it, or "
                + "export the file again."
        case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_ENCODING:
            "here stands a character that the file's encoding or XML itself does not allow (\(detail)). Export the "
                + "file again as UTF-8, or mend the encoding in its first line."
        case XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING:
            "the first line names an encoding that cannot be read (\(detail)). Export the file again as UTF-8."
        case XML_ERR_NAME_REQUIRED, XML_ERR_ENTITYREF_SEMICOL_MISSING:
            "a name is missing, or a bare & should be written &amp; (\(detail)). Mend the file there or export it "
                + "again."
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY:
            "the file uses an entity that XML does not know (\(detail)). Write the character itself or its number, "
                + "such as &#160;."
        case XML_ERR_TAG_NAME_MISMATCH:
            "an end tag does not match its start tag (\(detail)). Mend the file there or export it again."
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            "a prefix is used without being declared (\(detail)). Add its xmlns: declaration to the root element."
        default:
            "this is not well-formed XML (\(detail)). Mend the file there or export it again."
        }
    }
}
