/// A deterministic automaton over classes of bytes; state 0 begins.
struct DeterministicAutomaton {
    /// The class of each byte.
    var classes: [UInt8]
    var classCount: Int
    /// For each state `classCount` next states.
    var next: [Int]
    var accepts: [Bool]
}

/// Makes an automaton deterministic, within bounds of states and of work.
enum PatternCompiler {
    private static let mostStates = 2_000
    /// Steps of the construction; a second's worth at the very most.
    private static let mostWork = 8_000_000

    static func deterministic(_ automaton: PatternAutomaton) throws(PatternError) -> DeterministicAutomaton {
        let (classes, samples) = byteClasses(automaton)
        var numbers: [[Int]: Int] = [:]
        var sets: [[Int]] = []
        var result = DeterministicAutomaton(classes: classes, classCount: samples.count, next: [], accepts: [])
        var work = 0
        var seen = [Int](repeating: -1, count: automaton.states.count)
        var round = 0

        /// The states that read or accept, reached from some without reading.
        func closure(_ starts: [Int]) -> [Int] {
            round += 1
            var pending = starts
            var reached: [Int] = []
            while let state = pending.popLast() {
                if seen[state] == round { continue }
                seen[state] = round
                work += 1
                if case .split(let nexts) = automaton.states[state] {
                    pending += nexts
                } else {
                    reached.append(state)
                }
            }
            return reached.sorted()
        }

        sets.append(closure([automaton.start]))
        numbers[sets[0]] = 0
        var current = 0
        while current < sets.count {
            let set = sets[current]
            result.accepts.append(set.contains { if case .accept = automaton.states[$0] { true } else { false } })
            for sample in samples {
                var targets: [Int] = []
                for state in set {
                    guard case .bytes(let steps) = automaton.states[state] else { continue }
                    work += steps.count
                    for step in steps where step.bytes.contains(sample) { targets.append(step.next) }
                }
                let reached = closure(targets)
                if let known = numbers[reached] {
                    result.next.append(known)
                } else {
                    guard sets.count < mostStates else { throw .tooComplex }
                    numbers[reached] = sets.count
                    result.next.append(sets.count)
                    sets.append(reached)
                }
            }
            if work > mostWork { throw .tooComplex }
            current += 1
        }
        return minimised(result)
    }

    /// Bytes that no step of the automaton tells apart share a class; also gives one byte of each class.
    private static func byteClasses(_ automaton: PatternAutomaton) -> ([UInt8], [UInt8]) {
        var begins = [Bool](repeating: false, count: 257)
        for case .bytes(let steps) in automaton.states {
            for step in steps {
                begins[Int(step.bytes.lowerBound)] = true
                begins[Int(step.bytes.upperBound) + 1] = true
            }
        }
        var classes: [UInt8] = []
        var samples: [UInt8] = []
        for byte: UInt8 in 0...255 {
            if byte == 0 || begins[Int(byte)] { samples.append(byte) }
            classes.append(UInt8(truncatingIfNeeded: samples.count - 1))
        }
        return (classes, samples)
    }

    /// Moore's refinement: states that no text tells apart become one.
    ///
    /// Ends without a change where it would take long, as for a long chain, which is minimal already.
    private static func minimised(_ automaton: DeterministicAutomaton) -> DeterministicAutomaton {
        let width = automaton.classCount
        var groups = automaton.accepts.map { $0 ? 1 : 0 }
        var count = Set(groups).count
        for _ in 0..<64 {
            var numbers: [[Int]: Int] = [:]
            var refined: [Int] = []
            for state in automaton.accepts.indices {
                var key = [groups[state]]
                for column in 0..<width { key.append(groups[automaton.next[state * width + column]]) }
                let number = numbers[key] ?? numbers.count
                numbers[key] = number
                refined.append(number)
            }
            // The groups of a round are numbered as they appear, so the start is always in group 0.
            groups = refined
            if numbers.count == count { return merged(automaton, groups, count) }
            count = numbers.count
        }
        return automaton
    }

    private static func merged(_ automaton: DeterministicAutomaton, _ groups: [Int], _ count: Int)
        -> DeterministicAutomaton
    {
        let width = automaton.classCount
        var result = automaton
        result.next = []
        result.accepts = []
        for state in automaton.accepts.indices where groups[state] == result.accepts.count {
            result.accepts.append(automaton.accepts[state])
            for column in 0..<width { result.next.append(groups[automaton.next[state * width + column]]) }
        }
        return result
    }
}
