/// The people who have a primary row in the file: sixteen bytes each.
package struct PersonSet: Sendable {
    private var hashes: [Hash128] = []
    private var sorted = 0

    package init() {}

    package mutating func insert(_ person: Hash128) {
        hashes.append(person)
        // What is named again and again is kept once.
        if hashes.count >= 2 * sorted + 4096 { sort() }
    }

    /// To be called once, before the set is asked.
    package mutating func finish() {
        sort()
    }

    private mutating func sort() {
        hashes.sort { ($0.high, $0.low) < ($1.high, $1.low) }
        var kept = 0
        for index in hashes.indices where index == 0 || hashes[index] != hashes[kept - 1] {
            hashes[kept] = hashes[index]
            kept += 1
        }
        hashes.removeSubrange(kept...)
        sorted = hashes.count
    }

    /// Whether a person was put in; right only after `finish`.
    package func contains(_ person: Hash128) -> Bool {
        var low = 0
        var high = hashes.count
        while low < high {
            let middle = (low + high) / 2
            let other = hashes[middle]
            if other == person { return true }
            if (other.high, other.low) < (person.high, person.low) { low = middle + 1 } else { high = middle }
        }
        return false
    }
}
