/// Looks through a page template for what would be filled in wrongly or not at all.
///
/// The template engine leaves a gap where it does not know a name, and lets a template switch escaping off. On a page
/// made of other people's data both are faults, so both are refused, with the line.
struct PageTemplateCheck {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    func check() throws(ReportPageError) {
        var rest = text.utf8[...]
        var line = 1
        while let tag = Self.nextTag(in: &rest, line: &line) {
            guard let inside = tag.inside else {
                throw ReportPageError(line: tag.line, explanation: "a tag is opened with {{ and never closed with }}")
            }
            try check(inside, line: tag.line)
        }
    }

    private func check(_ tag: String, line: Int) throws(ReportPageError) {
        var name = tag[...]
        switch tag.first {
        case "!":
            return
        case "{", "&":
            throw ReportPageError(
                line: line, explanation: "{{\(tag)}} would put a value on the page unescaped; write {{name}} instead")
        case ">", "<", "$":
            throw ReportPageError(
                line: line, explanation: "{{\(tag)}} asks for another template; a page is one template without parts")
        case "=", "%":
            throw ReportPageError(
                line: line, explanation: "{{\(tag)}} changes how tags are read; that is not supported")
        case "#", "^", "/":
            name = name.dropFirst()
        default:
            break
        }
        for part in Self.words(of: name) where !ReportView.names.contains(part) {
            throw ReportPageError(line: line, explanation: "the report has no value called \u{201C}\(part)\u{201D}")
        }
    }

    /// The names in a tag: `a` in `a`, `a` and `b` in `a.b`, `a` in `count(a)`, none in `.`.
    private static func words(of name: Substring) -> [String] {
        let inner = name.split(separator: "(").last ?? ""
        let isTransformOnly = name.contains("(") && inner.allSatisfy { $0 == ")" || $0.isWhitespace }
        guard !isTransformOnly else { return [] }
        return inner.split { $0 == "." || $0 == ")" || $0.isWhitespace }.map(String.init)
    }

    /// Moves past the next tag. `inside` is `nil` when the tag has no end.
    private static func nextTag(in rest: inout Substring.UTF8View, line: inout Int) -> (inside: String?, line: Int)? {
        let open = UInt8(ascii: "{")
        let close = UInt8(ascii: "}")
        let lineFeed = UInt8(ascii: "\n")
        guard let start = firstPair(of: open, in: rest) else { return nil }
        line += rest[..<start].count { $0 == lineFeed }
        let tagLine = line
        let inner = rest[rest.index(start, offsetBy: 2)...]
        guard let end = firstPair(of: close, in: inner) else {
            rest = inner
            return (nil, tagLine)
        }
        let inside = inner[..<end]
        line += inside.count { $0 == lineFeed }
        rest = inner[inner.index(end, offsetBy: 2)...]
        return (String(Substring(inside)), tagLine)
    }

    private static func firstPair(of byte: UInt8, in bytes: Substring.UTF8View) -> Substring.Index? {
        var previous: Substring.Index?
        for index in bytes.indices {
            if bytes[index] == byte {
                if let previous { return previous }
                previous = index
            } else {
                previous = nil
            }
        }
        return nil
    }
}
