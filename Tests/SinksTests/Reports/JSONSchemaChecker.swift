/// JSON as a tree, for tests that look into what was written.
enum JSONTree: Decodable, Hashable {
    case null, bool(Bool), number(Double), string(String), array([JSONTree]), object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    subscript(key: String) -> JSONTree? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }
    var items: [JSONTree] { if case .array(let items) = self { items } else { [] } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
}

/// Checks JSON against as much of JSON Schema as the report's schema uses; any other keyword is a fault of its own, so
/// that the schema cannot come to say what nobody checks.
struct JSONSchemaChecker {
    let schema: JSONTree

    /// Every fault, each with the place where it is.
    func faults(in value: JSONTree) -> [String] {
        faults(in: value, against: schema, at: "$")
    }

    private func faults(in value: JSONTree, against rule: JSONTree, at place: String) -> [String] {
        var faults: [String] = []
        for (keyword, argument) in rule.members {
            switch keyword {
            case "$schema", "$id", "title", "description", "$defs":
                break
            case "$ref":
                let name = (argument.text ?? "").split(separator: "/").last.map(String.init) ?? ""
                if let target = schema["$defs"]?[name] {
                    faults += self.faults(in: value, against: target, at: place)
                } else {
                    faults.append("\(place): the schema has no \(argument)")
                }
            case "type":
                let allowed = argument.items.isEmpty ? [argument] : argument.items
                if !allowed.contains(where: { Self.matches(value, type: $0.text ?? "") }) {
                    faults.append("\(place): is not of type \(allowed.compactMap(\.text))")
                }
            case "const":
                if value != argument { faults.append("\(place): is not \(argument)") }
            case "enum":
                if !argument.items.contains(value) { faults.append("\(place): is not in the list") }
            case "minimum":
                if let number = value.number, number < argument.number ?? 0 { faults.append("\(place): is too small") }
            case "minItems":
                if Double(value.items.count) < argument.number ?? 0 { faults.append("\(place): has too few items") }
            case "maxItems":
                if Double(value.items.count) > argument.number ?? 0 { faults.append("\(place): has too many items") }
            case "required" where value != .null:
                for key in argument.items.compactMap(\.text) where value[key] == nil {
                    faults.append("\(place).\(key): is missing")
                }
            case "required": break
            case "additionalProperties":
                for key in value.members.keys where rule["properties"]?[key] == nil {
                    faults.append("\(place).\(key): is not in the schema")
                }
            case "properties":
                for (key, member) in value.members {
                    if let inner = argument[key] {
                        faults += self.faults(in: member, against: inner, at: "\(place).\(key)")
                    }
                }
            case "items":
                for (index, item) in value.items.enumerated() {
                    faults += self.faults(in: item, against: argument, at: "\(place)[\(index)]")
                }
            default:
                faults.append("\(place): the schema uses \(keyword), which is not checked")
            }
        }
        return faults
    }

    private static func matches(_ value: JSONTree, type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array),
            ("object", .object):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }
}
