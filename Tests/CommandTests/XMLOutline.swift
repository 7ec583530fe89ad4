import Testing

/// A small check that a text is well-formed XML of elements and character data, with what it holds.
struct XMLOutline {
    private(set) var elements: [String] = []
    /// All character data, with references resolved.
    private(set) var text = ""

    var root: String? { elements.first }

    init(of source: String) throws {
        var rest = Substring(source)
        var open: [String] = []
        try #require(rest.unicodeScalars.allSatisfy(Self.isAllowed), "a sign that XML cannot hold")
        while !rest.isEmpty {
            guard rest.first == "<" else {
                let data = rest.prefix { $0 != "<" }
                try #require(!open.isEmpty || data.allSatisfy(\.isWhitespace), "text outside the root")
                text += try Self.resolved(data)
                rest = rest.dropFirst(data.count)
                continue
            }
            let tag = rest.prefix { $0 != ">" }
            try #require(tag.count < rest.count, "a tag that never ends")
            rest = rest.dropFirst(tag.count + 1)
            let name = String(tag.dropFirst().drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" })
            if tag.hasPrefix("<?") {
                try #require(elements.isEmpty, "a declaration within the document")
            } else if tag.hasPrefix("</") {
                try #require(open.popLast() == name, "</\(name)> closes another element")
            } else {
                try #require(!open.isEmpty || elements.isEmpty, "a second root")
                try #require(name.first?.isLetter == true, "<\(name)> is no name")
                elements.append(name)
                if !tag.hasSuffix("/") { open.append(name) }
            }
        }
        try #require(open.isEmpty && !elements.isEmpty, "left open: \(open)")
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static func resolved(_ data: Substring) throws -> String {
        try #require(!data.contains("]]>"))
        var result = ""
        var rest = data
        while let first = rest.first {
            guard first == "&" else {
                result.append(first)
                rest = rest.dropFirst()
                continue
            }
            let reference = rest.prefix { $0 != ";" }
            let signs = ["&amp": "&", "&lt": "<", "&gt": ">", "&quot": "\"", "&apos": "'", "&#13": "\r", "&#xD": "\r"]
            result += try #require(signs[String(reference)], "\(reference) is no reference")
            rest = rest.dropFirst(reference.count + 1)
        }
        return result
    }
}
