import ServiceLevels
import Yams

/// A calendar file as keys and values with their places; what it says is not looked at here.
struct CalendarDocument {
    var root: CalendarNode

    /// A calendar of a hundred regions has some hundred kilobytes.
    static let largestFile = 4 << 20

    init(file: String, bytes: [UInt8]) throws(DefinitionProblem) {
        func problem(_ line: Int, _ column: Int, _ message: String) -> DefinitionProblem {
            DefinitionProblem(file: file, line: max(1, line), column: max(1, column), message: message)
        }
        guard bytes.count <= CalendarDocument.largestFile else {
            throw problem(
                1, 1, "The file is larger than \(CalendarDocument.largestFile >> 20) MB: is it a calendar file?")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else {
            throw problem(1, 1, "The file is not text in UTF-8: save it as UTF-8.")
        }
        if let place = CalendarDocument.alias(in: content) {
            throw problem(
                place.line, place.column,
                "Anchors (&) and aliases (*) are not used here: write the values out in each place.")
        }
        let node: Node?
        do {
            node = try Parser(yaml: text).singleRoot()
        } catch {
            throw CalendarDocument.problem(of: error, file: file)
        }
        guard let node else { throw problem(1, 1, "The file is empty: write one region or more.") }
        root = CalendarNode(node)
    }

    private static func problem(of error: any Error, file: String) -> DefinitionProblem {
        switch error as? YamlError {
        case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _), .composer(_, let text, let mark, _):
            DefinitionProblem(
                file: file, line: max(1, mark.line), column: max(1, mark.column),
                message: "This is not YAML: \(text). Check the indentation, the colons and the quotation marks.")
        case .duplicatedKeysInMapping(let keys, let context):
            DefinitionProblem(
                file: file, line: max(1, context.mark.line), column: max(1, context.mark.column),
                message: "The key \(keys.map { "\"\($0)\"" }.joined(separator: ", ")) stands here twice: keep one.")
        case .reader(let text, _, _, _):
            DefinitionProblem(file: file, line: 1, column: 1, message: "This is not YAML: \(text).")
        default:
            DefinitionProblem(file: file, line: 1, column: 1, message: "This is not YAML.")
        }
    }

    /// The first alias of a file that has anchors too.
    ///
    /// A few lines of aliases to aliases stand for billions of values, which even comparing keys would walk through.
    /// Only marks where a value can begin count, so that `Q&A` or `R & D` stay text.
    private static func alias(in bytes: [UInt8]) -> (line: Int, column: Int)? {
        var hasAnchor = false
        var place: (line: Int, column: Int)?
        var line = 1
        var column = 0
        /// Nothing but what may stand before a value: the line's start, `- `, `: `, `? `, `[`, `{`, `,`.
        var atValue = true
        for (index, byte) in bytes.enumerated() {
            // Columns count characters, not the bytes that continue one.
            if byte & 0xC0 != 0x80 { column += 1 }
            switch byte {
            case 0x0A:
                line += 1
                column = 0
                atValue = true
            case 0x20, 0x09, 0x0D, 0x2C, 0x5B, 0x7B, 0x3A, 0x2D, 0x3F, 0x21:
                if byte != 0x20 && byte != 0x09 { atValue = true }
            case 0x26 where atValue && CalendarDocument.isNameByte(bytes, index + 1):
                hasAnchor = true
                atValue = false
            case 0x2A where atValue && CalendarDocument.isNameByte(bytes, index + 1):
                if place == nil { place = (line, column) }
                atValue = false
            default:
                atValue = false
            }
        }
        return hasAnchor ? place : nil
    }

    private static func isNameByte(_ bytes: [UInt8], _ index: Int) -> Bool {
        index < bytes.count && bytes[index] > 0x20 && bytes[index] != 0x26 && bytes[index] != 0x2A
    }
}

/// A value of a calendar file and where it stands.
struct CalendarNode {
    struct Place: Hashable {
        /// 1-based, as in `DefinitionProblem`.
        var line: Int
        var column: Int
    }

    struct Entry {
        /// Keys that are no plain words are empty.
        var key: String
        var keyPlace: Place
        var value: CalendarNode
    }

    enum Content {
        case scalar(String)
        case list
        case mapping
        /// A key without a value.
        case nothing
    }

    let content: Content
    let place: Place
    private let node: Node

    init(_ node: Node) {
        self.node = node
        place = CalendarNode.place(of: node)
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            content = isNothing ? .nothing : .scalar(scalar.string)
        case .sequence: content = .list
        case .mapping: content = .mapping
        case .alias: content = .nothing
        }
    }

    private static func place(of node: Node) -> Place {
        Place(line: max(1, node.mark?.line ?? 1), column: max(1, node.mark?.column ?? 1))
    }

    /// The elements of a list, otherwise none. Made when asked for, so that nothing deeper than is read is walked.
    var elements: [CalendarNode] {
        guard case .sequence(let sequence) = node else { return [] }
        return sequence.map { CalendarNode($0) }
    }

    /// The pairs of a mapping in their order, otherwise none.
    var entries: [Entry] {
        guard case .mapping(let mapping) = node else { return [] }
        return mapping.map { key, value in
            Entry(
                key: key.scalar?.string ?? "", keyPlace: CalendarNode.place(of: key), value: CalendarNode(value))
        }
    }
}
