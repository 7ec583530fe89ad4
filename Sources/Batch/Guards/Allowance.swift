/// How many cases a tenant has bought a month, and what happens to requests beyond them.
package struct Allowance: Sendable, Equatable {
    package var monthlyCases: Int
    package var policy: Policy

    package enum Policy: String, Sendable, CaseIterable {
        /// Requests beyond the allowance are filed, with a warning.
        case warn
        /// They wait for somebody to approve them.
        case hold
    }

    package init(monthlyCases: Int, policy: Policy = .warn) {
        self.monthlyCases = max(0, monthlyCases)
        self.policy = policy
    }
}

/// Which requests of a file come first when not all of them fit into the allowance: leavers, then the soonest effective
/// dates, then the order of the file.
///
/// It keeps 8 bytes for each accepted row, and only where there is an allowance.
struct AllowanceQueue: Sendable {
    private var ranks: [UInt64] = []

    var count: Int { ranks.count }

    /// - Parameter date: `YYYYMMDD`; 0 for a request that names no date and so is meant for now.
    static func rank(isLeaver: Bool, date: Int, record: Int) -> UInt64 {
        let day = UInt64(truncatingIfNeeded: max(0, min(date, 99_999_999)))
        return (isLeaver ? 0 : 1 << 63) | day << 36 | UInt64(truncatingIfNeeded: record) & (1 << 36 - 1)
    }

    mutating func add(_ rank: UInt64) {
        ranks.append(rank)
    }

    /// The requests for which there is no place, as their ranks in ascending order.
    func beyond(places: Int) -> [UInt64] {
        guard ranks.count > places else { return [] }
        return Array(ranks.sorted()[max(0, places)...])
    }
}

extension [UInt64] {
    /// Whether an ascending list has this number.
    func hasSorted(_ number: UInt64) -> Bool {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low] == number
    }
}
