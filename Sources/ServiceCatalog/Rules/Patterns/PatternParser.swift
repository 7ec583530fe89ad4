/// Reads a pattern into a tree, and says what it does not understand.
struct PatternParser {
    /// Neither deep nesting nor great counts belong in a pattern for one cell.
    private static let deepest = 50
    private static let greatestCount = 1000

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private func following(_ distance: Int) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        index += 1
        return true
    }

    private func error(_ message: String, at place: Int? = nil) -> PatternError {
        PatternError(offset: place ?? index, message: message)
    }

    mutating func parse() throws(PatternError) -> PatternTree {
        if scalars.isEmpty { throw error("The pattern is empty.") }
        _ = skip("^")
        let tree = try choice()
        if current == ")" { throw error("This ) closes no group; write \\) for the character.") }
        return tree
    }

    // MARK: Structure

    private mutating func choice() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw error("Groups are nested too deeply.") }
        var branches = [try sequence()]
        while skip("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var items: [PatternTree] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            if scalar == "$" {
                guard index == scalars.count - 1 else {
                    throw error("$ may only end the pattern; write \\$ for the character.")
                }
                index += 1
                break
            }
            let item = try atom(scalar)
            items.append(try quantified(item))
        }
        return items.isEmpty ? .empty : items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternTree {
        switch scalar {
        case "(": return try group()
        case "[": return .set(try characterClass())
        case ".":
            index += 1
            return .set(.anyButLineBreak)
        case "\\": return .set(try escape())
        case "*", "+", "?":
            throw error("There is nothing before \(scalar) that it could repeat; write \\\(scalar) for the character.")
        case "{": throw error("There is nothing before { that it could repeat; write \\{ for the character.")
        case "^": throw error("^ may only begin the pattern; write \\^ for the character.")
        default:
            index += 1
            return .set(ScalarSet(scalar))
        }
    }

    private mutating func group() throws(PatternError) -> PatternTree {
        let start = index
        index += 1
        if current == "?" {
            switch (following(1), following(2)) {
            case (":", _): index += 2
            case ("=", _), ("!", _), ("<", "="), ("<", "!"):
                throw error("Look-ahead and look-behind are not supported.", at: start)
            case ("<", _), ("P", _): throw error("Named groups are not supported; use ( ).", at: start)
            default: throw error("Flags are not supported; only ( ) and (?: ) are.", at: start)
            }
        }
        let tree = try choice()
        guard skip(")") else { throw error("This ( is never closed; write \\( for the character.", at: start) }
        return tree
    }

    // MARK: Repetition

    private mutating func quantified(_ item: PatternTree) throws(PatternError) -> PatternTree {
        let least: Int
        let most: Int?
        switch current {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{": (least, most) = try counts()
        default: return item
        }
        index += 1
        switch current {
        case "?", "+":
            throw error("Lazy and possessive repetition are not supported, and make no difference to a whole match.")
        case "*", "{": throw error("A repetition cannot be repeated; put it in ( ).")
        default: return .repeated(item, least: least, most: most)
        }
    }

    /// Reads `{m}`, `{m,}` or `{m,n}` up to the closing brace.
    private mutating func counts() throws(PatternError) -> (Int, Int?) {
        let start = index
        let form = "Write {m}, {m,} or {m,n} with numbers up to \(Self.greatestCount), or \\{ for the character."
        index += 1
        guard let least = number() else { throw error(form, at: start) }
        var most: Int? = least
        if skip(",") { most = current == "}" ? nil : number() ?? -1 }
        guard current == "}", least <= Self.greatestCount, most ?? 0 >= 0, most ?? 0 <= Self.greatestCount
        else { throw error(form, at: start) }
        if let most, most < least { throw error("The second number must not be lower than the first.", at: start) }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var result: Int?
        while let scalar = current, ScalarSet.digits.contains(scalar) {
            result = min((result ?? 0) * 10 + Int(scalar.value - 0x30), Self.greatestCount + 1)
            index += 1
        }
        return result
    }

    // MARK: Characters

    /// Reads an escape, also inside a class.
    private mutating func escape() throws(PatternError) -> ScalarSet {
        let start = index
        index += 1
        guard let scalar = current else { throw error("A \\ at the end escapes nothing.", at: start) }
        index += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "w": return .wordCharacters
        case "W": return ScalarSet.wordCharacters.inverted
        case "s": return .space
        case "S": return ScalarSet.space.inverted
        case "t": return ScalarSet("\t")
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "1"..."9": throw error("Back references are not supported.", at: start)
        case "b", "B", "A", "z", "Z", "G":
            throw error("\\\(scalar) is not supported; the pattern always matches the whole value.", at: start)
        case "p", "P": throw error("Unicode properties are not supported; list the characters in [ ].", at: start)
        default:
            if ScalarSet.wordCharacters.contains(scalar) && scalar != "_" {
                throw error("\\\(scalar) is not known.", at: start)
            }
            return ScalarSet(scalar)
        }
    }

    private mutating func characterClass() throws(PatternError) -> ScalarSet {
        let start = index
        index += 1
        let isNegated = skip("^")
        if current == "]" { throw error("An empty class matches nothing; write \\] for the character.", at: start) }
        var ranges: [ClosedRange<UInt32>] = []
        while true {
            guard let scalar = current else {
                throw error("This [ is never closed; write \\[ for the character.", at: start)
            }
            if scalar == "]" { break }
            if scalar == "[", following(1) == ":" {
                throw error("Named classes such as [:alpha:] are not supported; write a-z.")
            }
            if scalar == "&", following(1) == "&" { throw error("Intersections (&&) are not supported.") }
            let place = index
            let lower = try member()
            guard current == "-", let end = following(1), end != "]" else {
                ranges += lower.ranges
                continue
            }
            index += 1
            let upper = try member()
            guard let low = lower.single, let high = upper.single else {
                throw error("A range needs a single character at both its ends.", at: place)
            }
            if low > high { throw error("The range runs backwards.", at: place) }
            ranges.append(low...high)
        }
        index += 1
        let set = ScalarSet(ranges)
        return isNegated ? set.inverted : set
    }

    private mutating func member() throws(PatternError) -> ScalarSet {
        guard let scalar = current else { throw error("This class is never closed.") }
        if scalar == "\\" { return try escape() }
        index += 1
        return ScalarSet(scalar)
    }
}

extension ScalarSet {
    /// The only member's value; `nil` when there are more.
    fileprivate var single: UInt32? {
        guard ranges.count == 1, let range = ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }
}
