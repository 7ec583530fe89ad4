import Intake
import Sinks

/// What a block is judged and rendered by. An XML file's header grows as paths turn up, and then there is a new one.
final class BlockPlan: Sendable {
    let intake: Intake
    /// In the files' order.
    let renderers: [any BlockRenderer]

    init(_ intake: Intake, _ renderers: [any BlockRenderer]) {
        self.intake = intake
        self.renderers = renderers
    }
}
