/// A JSON value whose objects keep their keys in the order in which they were given.
indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member: Hashable, Sendable {
        var key: String
        var value: JSONValue
    }

    /// How much of a line a scalar takes.
    fileprivate var roughLength: Int {
        if case .string(let string) = self { string.utf8.count + 4 } else { 6 }
    }

    /// A value that fits on its parent's line.
    fileprivate var isScalar: Bool {
        switch self {
        case .null, .bool, .int, .double, .string: true
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        }
    }
}

/// Writes JSON text that a person can read too: two spaces a level, lists of plain values on one line.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .int(let int): append(String(int))
        case .double(let double): append(double.isFinite ? double.description : "null")
        case .string(let string): writeString(string)
        case .array(let items):
            let isOneLine = items.allSatisfy(\.isScalar) && items.reduce(0) { $0 + $1.roughLength } < 80
            writeList(items, open: "[", close: "]", isOneLine: isOneLine) { $0.write($1) }
        case .object(let members):
            writeList(members, open: "{", close: "}", isOneLine: members.isEmpty) { text, member in
                text.writeString(member.key)
                text.append(": ")
                text.write(member.value)
            }
        }
    }

    private mutating func writeList<Item>(
        _ items: [Item], open: String, close: String, isOneLine: Bool, writeItem: (inout Self, Item) -> Void
    ) {
        append(open)
        depth += 1
        for (index, item) in items.enumerated() {
            if index > 0 { append(isOneLine ? ", " : ",") }
            if !isOneLine { startLine() }
            writeItem(&self, item)
        }
        depth -= 1
        if !isOneLine { startLine() }
        append(close)
    }

    private mutating func startLine() {
        append("\n" + String(repeating: "  ", count: depth))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Escapes what JSON asks for and, beyond that, DEL and the two line separators that JavaScript stumbles over.
    private mutating func writeString(_ string: String) {
        append("\"")
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: append(String(scalar))
            }
        }
        append("\"")
    }
}
