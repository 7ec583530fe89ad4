/// White space at the edges of a value, which people and systems leave behind and never mean.
enum Whitespace {
    /// The range without spaces, control characters and no-break spaces (U+00A0, U+FEFF, U+200B, U+202F) at its edges.
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            let width = spaceWidth(bytes, at: start, before: end)
            if width == 0 { break }
            start &+= width
        }
        while start < end {
            let width = spaceWidth(bytes, endingAt: end, after: start)
            if width == 0 { break }
            end &-= width
        }
        return start..<end
    }

    private static func spaceWidth(_ bytes: Span<UInt8>, at index: Int, before end: Int) -> Int {
        if bytes[index] <= 0x20 || bytes[index] == 0x7F { return 1 }
        if index &+ 1 < end, isNoBreakSpace(bytes[index], bytes[index &+ 1]) { return 2 }
        if index &+ 2 < end, isWideSpace(bytes[index], bytes[index &+ 1], bytes[index &+ 2]) { return 3 }
        return 0
    }

    private static func spaceWidth(_ bytes: Span<UInt8>, endingAt end: Int, after start: Int) -> Int {
        if bytes[end &- 1] <= 0x20 || bytes[end &- 1] == 0x7F { return 1 }
        if end &- 2 >= start, isNoBreakSpace(bytes[end &- 2], bytes[end &- 1]) { return 2 }
        if end &- 3 >= start, isWideSpace(bytes[end &- 3], bytes[end &- 2], bytes[end &- 1]) { return 3 }
        return 0
    }

    private static func isNoBreakSpace(_ one: UInt8, _ two: UInt8) -> Bool {
        one == 0xC2 && two == 0xA0
    }

    private static func isWideSpace(_ one: UInt8, _ two: UInt8, _ three: UInt8) -> Bool {
        switch (one, two, three) {
        case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xAF), (0xEF, 0xBB, 0xBF), (0xE3, 0x80, 0x80): true
        default: false
        }
    }
}

/// Makes keys equal that differ only in letter case.
enum CaseFolding {
    /// ASCII letters are lowered in place; bytes of other scripts only by way of a `String`, and only where there are any.
    static func lower(_ bytes: inout [UInt8]) {
        var isASCII = true
        for index in bytes.indices {
            let byte = bytes[index]
            if byte &- 0x41 < 26 { bytes[index] = byte | 0x20 }
            if byte >= 0x80 { isASCII = false }
        }
        if !isASCII { bytes = Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8) }
    }
}
