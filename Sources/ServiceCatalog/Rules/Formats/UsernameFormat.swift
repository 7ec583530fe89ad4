/// A username of the vendor's platform: 3 to 70 of `A–Z a–z 0–9 . @ - _ /`.
///
/// Source: the vendor's user API specification.
enum UsernameFormat {
    static let lengths = 3...70

    static func accepts(_ value: Span<UInt8>) -> Bool {
        guard lengths.contains(value.count) else { return false }
        for index in value.indices where !isAllowed(value[index]) { return false }
        return true
    }

    @inline(__always)
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    static func explain(_ value: RefusedValue) -> Explanation {
        if let wrong = value.first({ !$0.isASCII || !isAllowed(UInt8(truncatingIfNeeded: $0.value)) }) {
            return Explanation(
                .usernameSyntax,
                "\(value.subject) has \(RefusedValue.name(wrong.scalar)) at position \(wrong.position). A username may "
                    + "have letters without accents, digits and . @ - _ / only.")
        }
        let count = value.text.unicodeScalars.count
        return Explanation(
            .usernameSyntax,
            "\(value.subject) has \(count) character\(count == 1 ? "" : "s"); a username has 3 to 70.")
    }
}
