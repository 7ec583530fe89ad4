extension Span<UInt8> {
    /// Whether a text begins or ends with white space or a control character in ASCII.
    @inline(__always)
    func hasOuterSpace(_ text: Range<Int>) -> Bool {
        if text.isEmpty { return false }
        let (first, last) = (self[text.lowerBound], self[text.upperBound &- 1])
        return first <= 0x20 || last <= 0x20 || first == 0x7F || last == 0x7F
    }
}
