extension Span<UInt8> {
    /// Whether a text may begin or end with what is cut off a value: with anything but ASCII between the space and DEL.
    ///
    /// It says so of letters beyond ASCII, too: whoever cuts looks closer.
    @inline(__always)
    func mayHaveOuterSpace(_ text: Range<Int>) -> Bool {
        if text.isEmpty { return false }
        let (first, last) = (self[text.lowerBound], self[text.upperBound &- 1])
        return Swift.max(first &- 0x21, last &- 0x21) >= 0x5E
    }
}
