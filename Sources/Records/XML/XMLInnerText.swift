/// Gathers the text of the one element that holds an escaped XML document.
struct XMLInnerText {
    /// What has been gathered and not yet taken.
    var bytes: [UInt8] = []
    /// The line on which the inner document starts; 0 while it has not been found.
    private(set) var firstLine = 0
    /// What makes the file unreadable.
    private(set) var fault: String?

    private let element: XMLName
    private var place = Place.outside

    private enum Place {
        case outside
        /// In such an element, before its text; or in one whose text is no document.
        case before(depth: Int)
        case past(depth: Int)
        case inside(depth: Int)
    }

    init(_ element: XMLName) {
        self.element = element
    }

    var isFound: Bool { firstLine > 0 }

    /// - Parameter depth: of this element, 1 for the root.
    mutating func start(_ tag: XMLTag, depth: Int) {
        switch place {
        case .inside:
            fault =
                "there are elements inside <\(XMLFault.clean(element.string, longest: 100))>, beside the document that "
                + "is written there as text. Export the file again."
        case .before: place = .past(depth: depth - 1)
        case .outside where tag.name == element: place = .before(depth: depth)
        case .outside, .past: break
        }
    }

    mutating func text(_ text: XMLText, line: Int) {
        switch place {
        case .inside: bytes.append(contentsOf: text.bytes)
        case .before(let depth):
            // The text ends on this line, or in CDATA starts on it: good enough for a person.
            guard let first = text.bytes.firstIndex(where: { $0 > 0x20 }) else { return }
            guard text[first] == UInt8(ascii: "<") else { return place = .past(depth: depth) }
            guard !isFound else {
                fault =
                    "a second document is written as text inside "
                    + "<\(XMLFault.clean(element.string, longest: 100))>. Export each as a file of its own."
                return
            }
            firstLine = max(line, 1)
            bytes.append(contentsOf: text.bytes[first...])
            place = .inside(depth: depth)
        case .outside, .past: break
        }
    }

    /// - Parameter depth: of the element that ends.
    mutating func end(depth: Int) {
        switch place {
        case .before(depth), .past(depth), .inside(depth): place = .outside
        default: break
        }
    }
}
