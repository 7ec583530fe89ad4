/// How long a value may be, counted in Unicode scalars and never in bytes.
enum LengthTest {
    @inline(__always)
    static func accepts(_ value: Span<UInt8>, _ allowed: ClosedRange<Int>) -> Bool {
        if value.count < allowed.lowerBound { return false }
        return isPlain(value.count, allowed) || allowed.contains(count(value))
    }

    /// Whether any value of so many bytes passes: it has no more scalars than bytes, and no fewer than a quarter of them.
    /// Most values need no counting.
    @inline(__always)
    static func isPlain(_ bytes: Int, _ allowed: ClosedRange<Int>) -> Bool {
        bytes <= allowed.upperBound && bytes >= allowed.lowerBound &* 4 && allowed.lowerBound < 1 << 32
    }

    /// Every byte that does not continue a scalar starts one.
    static func count(_ value: Span<UInt8>) -> Int {
        var count = 0
        for index in value.indices where value[index] & 0xC0 != 0x80 { count &+= 1 }
        return count
    }

    static func explain(_ value: RefusedValue, _ allowed: ClosedRange<Int>) -> Explanation {
        let count = count(value.text.utf8Span.span)
        var sentence = value.subject
        sentence += " has \(characters(count)); at "
        guard count >= allowed.lowerBound else {
            return Explanation(.lengthShort, sentence + "least \(allowed.lowerBound) are needed.")
        }
        sentence += "most \(allowed.upperBound) fit."
        return Explanation(.lengthLong, sentence)
    }

    private static func characters(_ count: Int) -> String {
        count == 1 ? "1 character" : "\(count) characters"
    }
}
