import Bytes

/// The tests of a run, compiled to a flat list of plain operations.
///
/// A `ValueTest` holds automata, lists of words and ranges by reference, and to look at one is to count that reference
/// up and down, for each value of each row. Here they lie in tables of numbers. What is rare or too large for a table
/// (a phone number with spaces, a list of long words) is left to the test itself, so the verdicts are the same.
package final class TestProgram: Sendable {
    let operations: PlainStorage<TestOperation>
    /// For each automaton of few states, for each byte: what every state becomes, six bits for each.
    let shifts: PlainStorage<UInt64>
    /// For each flat pattern, for each byte: where it may stand.
    private let places: PlainStorage<UInt32>
    /// For flat patterns whose places each take one run of bytes: what they lie between.
    let bounds: PlainStorage<FlatPattern.Bounds>
    /// For each state of the other automata, for each byte: where the next state's row begins.
    private let automata: PlainStorage<UInt32>
    let words: ShortWordLists
    private let ranges: PlainStorage<NumberRanges.Range>
    let tests: [ValueTest]

    /// - Parameter tests: each is then known by its place among them.
    package init(_ tests: [ValueTest]) {
        var builder = Builder()
        operations = PlainStorage(tests.map { builder.operation($0) })
        shifts = PlainStorage(builder.shifts)
        places = PlainStorage(builder.places)
        bounds = PlainStorage(builder.bounds)
        automata = PlainStorage(builder.automata)
        words = ShortWordLists(builder.words)
        ranges = PlainStorage(builder.ranges)
        self.tests = tests
    }

    /// Whether the value in a range of `bytes` passes a test; as `ValueTest.accepts`.
    package func accepts(
        _ test: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, canonical: inout [UInt8]
    ) -> Bool {
        let operation = operations[test]
        let value = bytes.extracting(range)
        switch operation.kind {
        case .general: break
        case .anything: return true
        case .username: return UsernameFormat.accepts(value)
        case .email: return EmailFormat.accepts(value)
        case .extensionNumber: return ExtensionFormat.accepts(value)
        case .isoDate: return ISODateFormat.accepts(value)
        case .date: if ISODateFormat.accepts(value) { return true }
        case .phone: if PhoneFormat.isCanonical(value) { return true }
        case .length:
            return LengthTest.accepts(value, ClosedRange(uncheckedBounds: (operation.first, operation.second)))
        case .range:
            return IntegerFormat.accepts(
                value, within: ClosedRange(uncheckedBounds: (operation.first, operation.second)))
        case .characters:
            return Repertoire.accepts(
                value, low: UInt64(bitPattern: Int64(operation.first)),
                high: UInt64(bitPattern: Int64(operation.second)))
        case .shifts: return matches(value, shifts: operation)
        case .places: return matches(value, places: operation)
        case .automaton: return matches(value, automaton: operation)
        case .words:
            if let text = ShortText(bytes, range), words.value(of: text, in: operation.first) >= 0 { return true }
        case .notReserved: return !isReserved(value, operation.first, operation.second)
        }
        return tests[test].accepts(value, canonical: &canonical)
    }

    /// A state is a shift; the byte's word, shifted by it, holds the next one in its lowest bits. The processor takes
    /// the lowest six bits of a shift by itself, so a byte costs one shift and nothing is waited for.
    @inline(__always)
    private func matches(_ value: Span<UInt8>, shifts operation: TestOperation) -> Bool {
        var state = UInt64(truncatingIfNeeded: operation.second)
        for index in value.indices {
            state = shifts[operation.first &+ Int(value[index])] &>> state
        }
        return state & 63 >= UInt64(truncatingIfNeeded: operation.third)
    }

    @inline(__always)
    private func matches(_ value: Span<UInt8>, places operation: TestOperation) -> Bool {
        guard value.count >= operation.third & 0xFFFF_FFFF, value.count <= operation.third &>> 32 else { return false }
        var all: UInt32 = 1
        for index in value.indices {
            let place = UInt32(truncatingIfNeeded: min(index, operation.second))
            all &= places[operation.first &+ Int(value[index])] &>> place
        }
        return all & 1 == 1
    }

    @inline(__always)
    private func matches(_ value: Span<UInt8>, automaton operation: TestOperation) -> Bool {
        var state = operation.first
        for index in value.indices {
            state = Int(automata[state &+ Int(value[index])])
        }
        return state >= operation.second
    }

    private func isReserved(_ value: Span<UInt8>, _ first: Int, _ end: Int) -> Bool {
        guard let number = NumberRanges.number(value) else { return false }
        for index in first..<end where ranges[index].contains(number, digits: value.count) { return true }
        return false
    }

    /// Fills the tables.
    private struct Builder {
        var shifts: [UInt64] = []
        var places: [UInt32] = []
        var bounds: [FlatPattern.Bounds] = []
        var automata: [UInt32] = []
        var words: [[ShortWordLists.Word]] = []
        var ranges: [NumberRanges.Range] = []
        private var patterns: [String: TestOperation] = [:]
        private var lists: [ObjectIdentifier: TestOperation] = [:]

        /// Longer lists, and automata of more states, would push what every row needs out of the nearest cache.
        private static let longestList = 256
        private static let mostStates = 48
        /// As many states as a word has room for.
        private static let mostShifts = 10

        mutating func operation(_ test: ValueTest) -> TestOperation {
            switch test {
            case .format(let format): return Self.operation(format)
            case .phone: return TestOperation(kind: .phone)
            case .date: return TestOperation(kind: .date)
            case .length(let allowed):
                return TestOperation(kind: .length, first: allowed.lowerBound, second: allowed.upperBound)
            case .range(let allowed):
                return TestOperation(kind: .range, first: allowed.lowerBound, second: allowed.upperBound)
            case .characters(let repertoire):
                return TestOperation(
                    kind: .characters, first: Int(Int64(bitPattern: repertoire.low)),
                    second: Int(Int64(bitPattern: repertoire.high)))
            case .notReserved(let reserved):
                ranges += reserved.ranges
                return TestOperation(
                    kind: .notReserved, first: ranges.count - reserved.ranges.count, second: ranges.count)
            case .pattern(let pattern): return operation(pattern)
            case .oneOf(let list): return operation(list)
            }
        }

        private static func operation(_ format: ValueFormat) -> TestOperation {
            switch format {
            case .username: TestOperation(kind: .username)
            case .email: TestOperation(kind: .email)
            case .extensionNumber: TestOperation(kind: .extensionNumber)
            case .isoDate: TestOperation(kind: .isoDate)
            case .date: TestOperation(kind: .date)
            case .phone: TestOperation(kind: .phone)
            case .region: TestOperation(kind: .anything)
            case .mac, .locale, .timeZone, .integer: TestOperation(kind: .general)
            }
        }

        private mutating func operation(_ pattern: BytePattern) -> TestOperation {
            if let known = patterns[pattern.source] { return known }
            var operation = TestOperation(kind: .general)
            if let flat = pattern.flat {
                operation = TestOperation(
                    kind: .places, first: places.count, second: flat.fixed,
                    third: flat.lengths.upperBound << 32 | flat.lengths.lowerBound)
                places += flat.places
                if let found = flat.bounds {
                    operation.fourth = bounds.count
                    bounds.append(found)
                }
            } else if pattern.stateCount <= Self.mostShifts {
                let table = pattern.wholeTable()
                operation = TestOperation(
                    kind: .shifts, first: shifts.count, second: table.start * 6, third: table.firstAccepting * 6)
                for byte in 0..<256 {
                    shifts.append(
                        (0..<pattern.stateCount).reduce(0) { word, state in
                            word | UInt64(table.next[state * 256 + byte] * 6) << UInt64(state * 6)
                        })
                }
            } else if pattern.stateCount <= Self.mostStates {
                let table = pattern.wholeTable()
                let first = automata.count
                operation = TestOperation(
                    kind: .automaton, first: first + table.start * 256, second: first + table.firstAccepting * 256)
                automata += table.next.map { UInt32(truncatingIfNeeded: first + $0 * 256) }
            }
            patterns[pattern.source] = operation
            return operation
        }

        private mutating func operation(_ list: WordList) -> TestOperation {
            let id = ObjectIdentifier(list.storage)
            if let known = lists[id] { return known }
            var operation = TestOperation(kind: .general)
            let words = list.shortWords()
            if !words.isEmpty, words.count <= Self.longestList {
                operation = TestOperation(kind: .words, first: self.words.count)
                self.words.append(words)
            }
            lists[id] = operation
            return operation
        }
    }
}
