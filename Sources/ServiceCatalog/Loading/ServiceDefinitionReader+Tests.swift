extension ServiceDefinitionReader {
    /// The keys of a field, or of a rule's `check`, that test a value.
    static let testKeys = ["format", "length", "pattern", "one-of", "not-reserved", "characters", "range"]

    /// The tests among some keys, in the order in which they are written, and the values of a `one-of`.
    mutating func checks(
        in entries: [YAMLNode.Entry], grade: Grade
    ) -> (checks: [FieldCheck], values: [String]?) {
        var checks: [FieldCheck] = []
        var values: [String]?
        for entry in entries {
            if entry.key == "warn", grade == .error {
                guard let inner = yaml.mapping(entry.value, keys: Self.testKeys, what: "“warn”") else { continue }
                let warnings = self.checks(in: inner.entries, grade: .warning)
                checks += warnings.checks
                values = values ?? warnings.values
            } else if entry.key == "one-of" {
                guard let words = words(entry.value) else { continue }
                values = words.map(\.name)
                checks.append(FieldCheck(.oneOf(WordList(words, matching: matching)), grade: grade))
            } else if let test = test(entry) {
                checks.append(FieldCheck(test, grade: grade))
            }
        }
        return (checks, values)
    }

    private mutating func test(_ entry: YAMLNode.Entry) -> ValueTest? {
        let node = entry.value
        switch entry.key {
        case "format":
            return yaml.choice(node, of: ValueFormat.self, what: "“format”").map { .format($0) }
        case "characters":
            return word(node, of: [("target-name", Repertoire.targetName)], what: "“characters”").map {
                .characters($0)
            }
        case "length":
            guard let range = range(node, what: "“length”") else { return nil }
            guard range.lowerBound >= 0 else {
                yaml.report("a length is never below 0", at: node)
                return nil
            }
            return .length(range)
        case "range":
            return range(node, what: "“range”").map { .range($0) }
        case "not-reserved":
            guard let items = yaml.sequence(node, what: "“not-reserved”") else { return nil }
            return .notReserved(NumberRanges(items.compactMap { numbers($0) }))
        case "pattern":
            guard let text = yaml.string(node, what: "“pattern”") else { return nil }
            do {
                return .pattern(try BytePattern(text))
            } catch {
                yaml.report(
                    "the pattern cannot be used, see its character \(error.offset + 1): \(error.message)", at: node)
                return nil
            }
        default:
            return nil
        }
    }

    // MARK: Ranges

    /// `3..7`, `4..` (no upper end), `..30` (from 0), or one number.
    private mutating func range(_ node: YAMLNode, what: String) -> ClosedRange<Int>? {
        guard let text = node.text, let ends = Self.ends(text) else {
            yaml.report("\(what) must be a range such as 3..7, 4.., ..30 or one number", at: node)
            return nil
        }
        guard ends.lower <= ends.upper else {
            yaml.report("\(what) runs backwards: \(ends.lower) is more than \(ends.upper)", at: node)
            return nil
        }
        return ends.lower...ends.upper
    }

    /// `112` or `400..699`; numbers are told apart by their digits, so both ends have the same count of them.
    private mutating func numbers(_ node: YAMLNode) -> NumberRanges.Range? {
        if let text = node.text, let range = NumberRanges.Range(Self.dashed(text)) { return range }
        yaml.report(
            "an item of “not-reserved” must be a number such as 112, or a range of numbers with the same count of "
                + "digits such as 400..699", at: node)
        return nil
    }

    private static func dashed(_ text: String) -> String {
        guard let dots = text.firstRange(of: "..") else { return text }
        return text[..<dots.lowerBound] + "-" + text[dots.upperBound...]
    }

    private static func ends(_ text: String) -> (lower: Int, upper: Int)? {
        if let number = Int(text) { return (number, number) }
        guard let dots = text.firstRange(of: "..") else { return nil }
        let before = text[..<dots.lowerBound]
        let after = text[dots.upperBound...]
        guard !before.isEmpty || !after.isEmpty,
            let lower = before.isEmpty ? 0 : Int(before), let upper = after.isEmpty ? Int.max : Int(after)
        else { return nil }
        return (lower, upper)
    }

    // MARK: Closed sets of values

    /// `[X1, {value: X2, also: [two]}]`, or `{file: sites.txt}`.
    private mutating func words(_ node: YAMLNode) -> [Name]? {
        if case .mapping = node.content { return listFile(node) }
        guard let items = yaml.sequence(node, what: "“one-of”") else { return nil }
        var words: [Name] = []
        var owners: [String: String] = [:]
        for item in items {
            if case .scalar = item.content {
                guard let text = yaml.string(item, what: "an item of “one-of”") else { continue }
                claim(text, for: text, in: &owners, at: item.place)
                words.append(Name(text))
            } else {
                guard let mapping = yaml.mapping(item, keys: ["value", "also"], what: "an item of “one-of”"),
                    let valueNode = yaml.required("value", in: mapping),
                    let value = yaml.string(valueNode, what: "“value”")
                else { continue }
                claim(value, for: value, in: &owners, at: valueNode.place)
                let also = mapping["also"].map { spellings($0) } ?? []
                for (text, place) in also { claim(text, for: value, in: &owners, at: place) }
                words.append(Name(value, spellings: distinct(also.map(\.text), besides: value)))
            }
        }
        return words.isEmpty ? nil : words
    }

    /// A text file beside the definition: one value a line, other spellings after `|`; blank lines and `#` lines are
    /// skipped.
    private mutating func listFile(_ node: YAMLNode) -> [Name]? {
        guard let mapping = yaml.mapping(node, keys: ["file"], what: "“one-of”"),
            let pathNode = yaml.required("file", in: mapping),
            let path = yaml.string(pathNode, what: "“file”")
        else { return nil }
        let bytes: [UInt8]
        switch file.list(path) {
        case .success(let content): bytes = content
        case .failure(let fault):
            yaml.report("the list “\(path)” cannot be read: \(fault.reason)", at: pathNode)
            return nil
        }
        lists.append(bytes)
        guard let text = String(validating: CustomFile.body(of: bytes), as: UTF8.self) else {
            yaml.report("the list “\(path)” is not UTF-8 text; save it with the encoding UTF-8", at: pathNode)
            return nil
        }
        var words: [Name] = []
        var owners: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let cells = line.split(separator: "|").map(Spelling.trimmed).filter { !$0.isEmpty }
            guard let value = cells.first, !value.hasPrefix("#") else { continue }
            let isRepeated = owners[Spelling.key(value, matching)] == value
            for cell in cells {
                guard let owner = Self.conflict(cell, for: value, in: &owners, matching) else { continue }
                yaml.report(
                    "the list “\(path)”, line \(index + 1): “\(cell)” means “\(owner)” already; keep one",
                    at: pathNode)
            }
            if !isRepeated {
                words.append(Name(value, spellings: distinct(Array(cells.dropFirst()), besides: value)))
            }
        }
        guard !words.isEmpty else {
            yaml.report("the list “\(path)” has no values; write one a line", at: pathNode)
            return nil
        }
        return words
    }

    private mutating func claim(
        _ text: String, for value: String, in owners: inout [String: String], at place: YAMLPlace
    ) {
        let isRepeated = text == value && owners[Spelling.key(text, matching)] == value
        guard let owner = isRepeated ? value : Self.conflict(text, for: value, in: &owners, matching) else { return }
        yaml.report("“\(text)” means the value “\(owner)” already; keep one", at: place)
    }

    /// The other value that a spelling means already.
    private static func conflict(
        _ text: String, for value: String, in owners: inout [String: String], _ matching: WordMatching
    ) -> String? {
        let key = Spelling.key(text, matching)
        if let owner = owners[key] { return owner == value ? nil : owner }
        owners[key] = value
        return nil
    }

    private func distinct(_ spellings: [String], besides value: String) -> [String] {
        var seen: Set = [Spelling.key(value, matching)]
        return spellings.filter { seen.insert(Spelling.key($0, matching)).inserted }
    }
}

extension ValueTest {
    /// Whether a value that passes is a calendar date.
    var isDate: Bool {
        switch self {
        case .format(.date), .format(.isoDate): true
        default: false
        }
    }
}
