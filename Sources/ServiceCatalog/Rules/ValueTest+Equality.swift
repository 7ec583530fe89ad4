extension ValueTest: Equatable {
    /// Whether two tests ask for the same, so that a value can be tested before its service is known.
    package static func == (one: ValueTest, other: ValueTest) -> Bool {
        switch (one, other) {
        case (.format(let one), .format(let other)): one == other
        case (.phone(let one), .phone(let other)): one == other
        case (.date(let one), .date(let other)): one == other
        case (.length(let one), .length(let other)): one == other
        case (.range(let one), .range(let other)): one == other
        case (.pattern(let one), .pattern(let other)): one.source == other.source
        case (.oneOf(let one), .oneOf(let other)): one == other
        case (.notReserved(let one), .notReserved(let other)): one == other
        case (.characters(let one), .characters(let other)): one == other
        default: false
        }
    }
}
