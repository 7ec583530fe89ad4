import Yams

extension YAMLReader {
    /// Deeper nesting than any file has a use for.
    static let maximumDepth = 32

    /// The one document of a file; `nil` after the reason has been reported.
    ///
    /// Refused: a file that is too large, bytes that are not UTF-8, text that is not YAML, no document or more than one, a key that is used twice
    /// in one mapping, keys that are not plain texts, anchors and aliases, and nesting beyond `maximumDepth`.
    package mutating func compose(_ bytes: [UInt8]) -> YAMLNode? {
        guard bytes.count <= kind.maximumByteCount else {
            report("this file is larger than \(kind.maximumByteCount >> 20) MiB; is it a \(kind)?", at: .start)
            return nil
        }
        let body = CustomFile.body(of: bytes)
        guard let text = String(validating: body, as: UTF8.self) else {
            report("this is not UTF-8 text; save the file with the encoding UTF-8", at: Self.endOfValidText(body))
            return nil
        }
        if let place = Self.firstOfManyAliases(in: text) {
            report(Self.aliasMessage, at: place)
            return nil
        }
        do {
            // The basic resolver keeps every scalar a text: no value's type is guessed.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                report("this file is empty", at: .start)
                return nil
            }
            // Nodes hold their anchors weakly; the parser owns them.
            return withExtendedLifetime(parser) { convert(root, depth: 0) }
        } catch let error as YamlError {
            report(error, in: text)
        } catch {
            report("this file is not YAML: \(error)", at: .start)
        }
        return nil
    }

    // MARK: Converting

    private mutating func convert(_ node: Node, depth: Int) -> YAMLNode? {
        let place = node.mark.map { YAMLPlace(line: $0.line, column: $0.column) } ?? .start
        guard node.anchor == nil else {
            report(Self.aliasMessage, at: place)
            return nil
        }
        guard depth < Self.maximumDepth else {
            report("this is nested more than \(Self.maximumDepth) levels deep; write it flatter", at: place)
            return nil
        }
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            return YAMLNode(content: .scalar(scalar.string, isQuoted: !isPlain), place: place)
        case .sequence(let sequence):
            let items = sequence.map { convert($0, depth: depth + 1) }
            return YAMLNode(content: .sequence(items.compactMap(\.self)), place: place)
        case .mapping(let mapping):
            var entries: [YAMLNode.Entry] = []
            for (key, value) in mapping where !isNote(key) {
                guard let keyNode = convert(key, depth: depth + 1) else { continue }
                let converted = convert(value, depth: depth + 1)
                guard let name = keyNode.text, !keyNode.isEmpty else {
                    report("a key must be a text that is not empty", at: keyNode)
                    continue
                }
                if let converted {
                    entries.append(YAMLNode.Entry(key: name, place: keyNode.place, value: converted))
                }
            }
            return YAMLNode(content: .mapping(entries), place: place)
        case .alias:
            report(Self.aliasMessage, at: place)
            return nil
        }
    }

    private func isNote(_ key: Node) -> Bool {
        kind == .calendar && key.scalar?.string.hasPrefix("_") == true
    }

    // MARK: Faults of the text

    private static let aliasMessage =
        "anchors (&name) and aliases (*name) are not understood here; write the value out, or put it in quotes"

    private mutating func report(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let message = Self.explain(problem)
            report(message, at: YAMLPlace(line: max(1, mark.line), column: max(1, mark.column)))
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "“\($0)”" }.joined(separator: ", ")
            report(
                "\(names) is written more than once in the same group of keys; keep one",
                at: YAMLPlace(line: max(1, context.mark.line), column: max(1, context.mark.column)))
        case .reader(_, let offset, let value, _):
            let scalar = value >= 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
            let place = Self.place(atCharacter: offset ?? 0, of: text)
            report("this character\(scalar) is not allowed in YAML; delete it", at: place)
        default:
            report("this file is not YAML: \(error)", at: .start)
        }
    }

    /// The parser's words, with the usual cause where there is one.
    private static func explain(_ problem: String) -> String {
        switch problem {
        case let text where text.contains("another document"):
            "a second document begins here (---); keep one document in a file"
        case let text where text.contains("undefined alias"):
            aliasMessage
        case let text where text.contains("mapping values are not allowed"):
            "a colon is not allowed here; put a text that holds “: ” in quotes, or check the indentation"
        case let text where text.contains("could not find expected ':'"):
            "a colon is missing after this key"
        case let text where text.contains("expected alphabetic or numeric"):
            "& and * do not stand at the beginning of a text; put the text in quotes"
        case let text where text.contains("cannot start any token") || text.contains("tab character"):
            "this character cannot begin a value; put the text in quotes, and indent with spaces, not tabs"
        case let text where text.contains("expected key") || text.contains("expected '-'"):
            "the indentation does not fit the lines above; keys of one group begin in the same column"
        case let text where text.contains("expected ',' or"):
            "a list or group that was opened with [ or { is not closed; write a comma or the closing bracket"
        case let text where text.contains("end of stream"):
            "the file ends inside quotes; write the closing quote"
        case let text where text.contains("nesting level"):
            "this is nested more than \(maximumDepth) levels deep; write it flatter"
        default:
            "this is not YAML: \(problem)"
        }
    }

    /// Where the first byte stands that is not UTF-8.
    private static func endOfValidText(_ bytes: ArraySlice<UInt8>) -> YAMLPlace {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var place = YAMLPlace.start
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            place.step(over: scalar)
        }
        return place
    }

    private static func place(atCharacter offset: Int, of text: String) -> YAMLPlace {
        var place = YAMLPlace.start
        for scalar in text.prefix(max(0, offset)).unicodeScalars { place.step(over: scalar) }
        return place
    }

    /// A file with many aliases can grow without bound while it is parsed, so such a file is refused unparsed.
    ///
    /// Anything that looks like an alias counts, even in quotes: texts of definitions do not have dozens. A file without
    /// any `&` has no anchor, so no alias of it stands for more than itself.
    private static func firstOfManyAliases(in text: String) -> YAMLPlace? {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return nil }
        var place = YAMLPlace.start
        var first: YAMLPlace?
        var count = 0
        var before: Unicode.Scalar = "\n"
        var candidate: YAMLPlace?
        for scalar in text.unicodeScalars {
            if let start = candidate, scalar != "*", !scalar.properties.isWhitespace {
                count += 1
                first = first ?? start
                if count > 20 { return first }
            }
            candidate = scalar == "*" && !before.properties.isAlphabetic ? place : nil
            place.step(over: scalar)
            before = scalar
        }
        return nil
    }
}

extension YAMLPlace {
    fileprivate mutating func step(over scalar: Unicode.Scalar) {
        if scalar == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }
}
