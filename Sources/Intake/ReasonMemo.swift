import ServiceCatalog

/// Reasons that come again in the same words: a worker remembers them from row to row.
///
/// That a required field is empty is said of each row alike, and what stands where a list of words allows something else
/// is mostly one of a few habits (`EMEA`, `n/a`).
struct ReasonMemo: Sendable {
    /// By the index of a check that says the same of every row.
    private var fixed: [Reason?] = []
    /// What was said of a value that is in no list of words.
    private var ofValues: [Value: Reason] = [:]

    struct Value: Hashable {
        var check: Int
        var text: String
    }

    /// Values beyond that are put into words each time.
    private static let mostRemembered = 256

    /// The reason of a check, made where it is not known yet.
    mutating func reason(ofCheck index: Int, _ make: () -> Reason) -> Reason {
        if index < fixed.count, let known = fixed[index] { return known }
        let made = make()
        while fixed.count <= index { fixed.append(nil) }
        fixed[index] = made
        return made
    }

    /// The reason of a value, made where it is not known yet.
    mutating func reason(of value: Value, _ make: () -> Reason) -> Reason {
        if let known = ofValues[value] { return known }
        let made = make()
        if ofValues.count < Self.mostRemembered { ofValues[value] = made }
        return made
    }
}
