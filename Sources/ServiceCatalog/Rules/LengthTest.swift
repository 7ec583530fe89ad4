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
        var sentence: [UInt8] = []
        let code = explain(value.text.utf8Span.span, field: value.field, allowed, into: &sentence)
        return Explanation(code: code, sentence: String(decoding: sentence, as: UTF8.self))
    }

    /// - Returns: the reason's code.
    static func explain(
        _ value: Span<UInt8>, field: String, _ allowed: ClosedRange<Int>, into sentence: inout [UInt8]
    ) -> String {
        let count = count(value)
        let isShort = count < allowed.lowerBound
        RefusedValue.appendSubject(value, field: field, to: &sentence)
        sentence.append(contentsOf: " has ".utf8)
        sentence.append(contentsOf: String(count).utf8)
        sentence.append(contentsOf: (count == 1 ? " character; at " : " characters; at ").utf8)
        sentence.append(contentsOf: (isShort ? "least " : "most ").utf8)
        sentence.append(contentsOf: String(isShort ? allowed.lowerBound : allowed.upperBound).utf8)
        sentence.append(contentsOf: (isShort ? " are needed." : " fit.").utf8)
        return isShort ? ReasonCode.lengthShort.code : ReasonCode.lengthLong.code
    }
}
