/// Elements and attributes that are read past as if the file did not have them: personal data that no case needs.
///
/// An entry is a name, which counts wherever it stands inside a record, or a path from the record on, as the columns are
/// called. Only letters and digits count, so `Tax ID (SSN)` is `Tax_ID_SSN` and, escaped by Oracle,
/// `Tax_x0020_ID_x0020__x0028_SSN_x0029_`; an attribute goes by its name as well, and an element told apart by an
/// attribute by that attribute's value. Where in doubt, more is left out rather than less.
struct XMLDropList: Sendable {
    private var names: Set<String> = []
    private var paths: [[String]] = []

    init(_ entries: [String]) {
        for entry in entries {
            let steps = Self.steps(entry)
            guard !steps.contains("") else { continue }
            if steps.count == 1 { names.insert(steps[0]) } else { paths.append(steps) }
        }
    }

    var isEmpty: Bool { names.isEmpty && paths.isEmpty }

    /// Whether an attribute or element is dropped that stands outside the records.
    func drops(_ name: XMLName) -> Bool {
        !isEmpty && !names.isDisjoint(with: Self.spellings(name.string, key: nil))
    }

    /// - Parameter path: each step from the record on, in all its spellings.
    func drops(_ path: [[String]]) -> Bool {
        guard let last = path.last else { return false }
        return last.contains { names.contains($0) }
            || paths.contains { entry in
                entry.count == path.count && zip(entry, path).allSatisfy { $1.contains($0) }
            }
    }

    /// What a step of a path may be called in an entry.
    static func spellings(_ name: String, key: (attribute: String, value: String)?) -> [String] {
        var spellings = [fold(name), fold(XMLNameEscapes.undone(name))]
        if let key { spellings += [fold(key.value), spellings[1] + fold(key.attribute) + fold(key.value)] }
        return spellings
    }

    /// The steps of an entry. A slash within brackets belongs to a value; a number in brackets tells repeats apart, which
    /// are all dropped.
    private static func steps(_ entry: String) -> [String] {
        var steps = [""]
        var isInBrackets = false
        for character in entry {
            switch character {
            case "/" where !isInBrackets: steps.append("")
            case "[": isInBrackets = true
            case "]": isInBrackets = false
            default: break
            }
            if character != "/" || isInBrackets { steps[steps.count - 1].append(character) }
        }
        return steps.map { step in
            var step = step[...]
            if step.last == "]", let open = step.lastIndex(of: "["),
                step[open...].dropFirst().dropLast().allSatisfy(\.isNumber)
            {
                step = step[..<open]
            }
            return fold(String(step))
        }
    }

    private static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars
        where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            folded.append(scalar)
        }
        return String(folded)
    }
}
