import Bytes
import Synchronization

/// A customer's regular expression, compiled to a table that reads each byte of a value once.
///
/// What it understands: characters, `.` (anything but a line break), classes such as `[A-Za-z0-9._%+'-]` and `[^,;]`,
/// `\d \w \s` (ASCII) and their opposites, escaped signs, groups, `|`, and `* + ? {m} {m,} {m,n}`; `^` may begin and
/// `$` end the pattern, which matches whole values in any case. What needs memory of the text (back references,
/// look-around) is refused when it is compiled, so that no value can ever take long.
package struct BytePattern: Sendable {
    /// As it was written.
    package var source: String { table.source }

    private let table: PatternTable
    /// The same without states, where the pattern can do without.
    var flat: FlatPattern? { table.flat }

    /// Tables by their patterns: the definitions of a folder set the same form for the same field, each for itself.
    private static let compiled = Mutex<[String: PatternTable]>([:])
    /// More patterns than the definitions of one folder are likely to have.
    private static let mostKept = 256

    /// Throws what is wrong with the pattern and where, also when it would need too large a table.
    package init(_ pattern: String) throws(PatternError) {
        if let known = Self.compiled.withLock({ $0[pattern] }) {
            table = known
            return
        }
        var parser = PatternParser(pattern)
        let tree = try parser.parse()
        let automaton = try PatternAutomaton(tree)
        table = PatternTable(
            try PatternCompiler.deterministic(automaton), source: pattern, flat: FlatPattern(tree))
        Self.compiled.withLock { [table] compiled in
            if compiled.count >= Self.mostKept { compiled.removeAll() }
            compiled[pattern] = table
        }
    }

    /// True when the pattern matches the whole value; a value that is not UTF-8 never matches.
    package func matches(_ value: Span<UInt8>) -> Bool {
        table.matches(value)
    }

    /// How many states the table has, for tests of its size.
    var stateCount: Int { table.stateCount }

    /// A table with a place for each state and byte, by numbers of states; those that accept are the last.
    func wholeTable() -> (next: [Int], start: Int, firstAccepting: Int) {
        table.whole()
    }

    func explain(_ value: RefusedValue) -> Explanation {
        var sentence: [UInt8] = []
        let code = explain(value.text.utf8Span.span, field: value.field, into: &sentence)
        return Explanation(code: code, sentence: String(decoding: sentence, as: UTF8.self))
    }

    /// - Returns: the reason's code.
    func explain(_ value: Span<UInt8>, field: String, into sentence: inout [UInt8]) -> String {
        RefusedValue.appendSubject(value, field: field, to: &sentence)
        sentence.append(contentsOf: " does not have the form that is set for this field: ".utf8)
        sentence.append(contentsOf: source.utf8)
        return ReasonCode.patternMismatch.code
    }
}

/// Why a pattern cannot be used.
package struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, counted in Unicode scalars from 0.
    package var offset: Int
    /// What is wrong and what to do.
    package var message: String

    package init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }

    package var description: String { "\(message) (at character \(offset + 1) of the pattern)" }
}

/// The table of a compiled pattern: for each state a row, for each class of bytes a column.
///
/// A class so that a test that carries it is copied by one reference; nothing in it ever changes.
final class PatternTable: Sendable {
    let source: String
    let stateCount: Int
    let flat: FlatPattern?
    /// The column of each byte.
    private let classes: PlainStorage<UInt8>
    /// Where the row of the next state begins.
    private let next: PlainStorage<UInt32>
    private let width: Int
    private let start: UInt32
    /// States that accept stand last: their rows begin here or later.
    private let firstAccepting: UInt32

    /// Numbers the states so that those which accept come last.
    init(_ automaton: DeterministicAutomaton, source: String, flat: FlatPattern?) {
        self.source = source
        self.flat = flat
        stateCount = automaton.accepts.count
        classes = PlainStorage(automaton.classes)
        let width = automaton.classCount
        self.width = width
        let order =
            automaton.accepts.indices.filter { !automaton.accepts[$0] }
            + automaton.accepts.indices.filter { automaton.accepts[$0] }
        var rowOf = [UInt32](repeating: 0, count: order.count)
        for (place, state) in order.enumerated() { rowOf[state] = UInt32(truncatingIfNeeded: place * width) }
        var next: [UInt32] = []
        next.reserveCapacity(order.count * width)
        for state in order {
            for column in 0..<width { next.append(rowOf[automaton.next[state * width + column]]) }
        }
        self.next = PlainStorage(next)
        start = rowOf[0]
        firstAccepting = UInt32(truncatingIfNeeded: automaton.accepts.count { !$0 } * width)
    }

    func matches(_ value: Span<UInt8>) -> Bool {
        var row = start
        for index in value.indices {
            row = next[Int(row) &+ Int(classes[Int(value[index])])]
        }
        return row >= firstAccepting
    }

    /// The same with a column for each byte; rows are numbers of states.
    func whole() -> (next: [Int], start: Int, firstAccepting: Int) {
        var whole: [Int] = []
        for state in 0..<stateCount {
            for byte in 0..<256 { whole.append(Int(next[state * width + Int(classes[byte])]) / width) }
        }
        return (whole, Int(start) / width, Int(firstAccepting) / width)
    }
}
