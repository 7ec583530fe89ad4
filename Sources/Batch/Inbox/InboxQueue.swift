/// Chooses which of the files that are ready is taken next.
///
/// Small files go before big ones, as the people behind them wait for an answer of seconds. So that big ones are not put
/// off for ever, one that has waited for long goes first; so that they do not take every place, one place is kept for
/// small files where there are several.
struct InboxQueue {
    /// How many files are imported at the same time.
    var places: Int

    /// From how many bytes on a file is big: those take more than a second or so.
    static let big = 16 << 20
    /// How long a big file lets small ones pass.
    static let patience = Duration.seconds(300)

    struct Item: Equatable {
        var name: FileName
        var size: Int
        /// Since when it could have been taken, on the clock of `Uptime`.
        var readySince: Duration

        var isBig: Bool { size >= InboxQueue.big }
    }

    /// The index of the file to take now; `nil` when none can be.
    ///
    /// - Parameters:
    ///   - running: the sizes of the files that are being imported.
    func next(of items: [Item], running: [Int], now: Duration) -> Int? {
        guard running.count < places else { return nil }
        let bigRunning = running.count { $0 >= Self.big }
        let bigAllowed = bigRunning < max(1, places - 1)
        func rank(_ item: Item) -> (Int, Duration) {
            if !item.isBig { return (1, item.readySince) }
            return (now - item.readySince >= Self.patience ? 0 : 2, item.readySince)
        }
        return items.indices.filter { bigAllowed || !items[$0].isBig }
            .min { left, right in
                let (first, second) = (rank(items[left]), rank(items[right]))
                return first == second ? items[left].name < items[right].name : first < second
            }
    }
}
