/// Why a batch waits for a person, and how it is let go.
struct Hold: Sendable, Equatable {
    /// One sentence or more.
    var explanation: String
    /// The command that lets it go on; `nil`: the one that approves a batch.
    var release: String?
}
