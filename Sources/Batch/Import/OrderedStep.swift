import Synchronization

/// A step that the blocks of a file take one at a time and in file order, whoever works on them.
///
/// Nobody waits for a turn: who comes before it leaves the block here and does something else, and whoever has the turn takes
/// it through as well.
final class OrderedStep<Item: Sendable>: Sendable {
    private let state = Mutex(State())

    private struct State {
        var next = 0
        /// Somebody is at the step; stays so for ever if that fails.
        var isTaken = false
        /// Those that came before their turn, by their numbers.
        var early: [Int: Numbered<Item>] = [:]
    }

    /// Takes a block through the step, and those behind it that came early; leaves it here if its turn has not come.
    ///
    /// - Returns: those that have been taken through, in file order.
    /// - Throws: what `step` throws. Nothing is taken through after that.
    func take(_ block: Numbered<Item>, through step: (Item) throws -> Void) rethrows -> [Numbered<Item>] {
        let isItsTurn = state.withLock { state in
            if state.isTaken || state.next != block.number {
                state.early[block.number] = block
                return false
            }
            state.isTaken = true
            return true
        }
        guard isItsTurn else { return [] }
        var taken: [Numbered<Item>] = []
        var next: Numbered<Item>? = block
        while let block = next {
            try step(block.item)
            taken.append(block)
            next = state.withLock { state in
                state.next += 1
                let early = state.early.removeValue(forKey: state.next)
                state.isTaken = early != nil
                return early
            }
        }
        return taken
    }
}

/// One of the blocks of a file, and which: 0 is the first.
struct Numbered<Item: Sendable>: Sendable {
    let number: Int
    let item: Item
}
