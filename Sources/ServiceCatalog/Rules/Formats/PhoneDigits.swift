/// The digits of a phone number, gathered from between its separators.
struct PhoneDigits {
    /// Room for 15 digits, a prefix before them and a `(0)` among them.
    static let capacity = 24

    var storage = InlineArray<24, UInt8>(repeating: 0)
    var start = 0
    var end = 0
    /// Written with `+`.
    var hasPlus = false
    var hasSlash = false
    /// Written without any separator.
    var isPlain = true
    /// Where a `(0)` stands among the digits; 0: there is none.
    private var zeroGroup = 0

    var count: Int { end - start }

    /// The digit at an offset, or 255 beyond the end.
    func digit(_ offset: Int) -> UInt8 {
        start + offset < end ? storage[start + offset] : 255
    }

    func begins(_ first: UInt8) -> Bool {
        digit(0) == first
    }

    func begins(_ first: UInt8, _ second: UInt8) -> Bool {
        digit(0) == first && digit(1) == second
    }

    func begins(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        begins(first, second) && digit(2) == third
    }

    func begins(code: Int) -> Bool {
        switch code {
        case ..<10: Int(digit(0)) == code
        case ..<100: Int(digit(0)) * 10 + Int(digit(1)) == code
        default: Int(digit(0)) * 100 + Int(digit(1)) * 10 + Int(digit(2)) == code
        }
    }

    private func codeLength() -> Int {
        count < 3 ? 0 : CountryCalling.codeLength(Int(digit(0)), Int(digit(1)), Int(digit(2)))
    }

    /// Long enough for a number with its calling code, and beginning with one.
    var isInternationalWithoutPlus: Bool {
        guard (11...15).contains(count), !hasSlash else { return false }
        return digit(0) == 1 ? count == 11 && digit(1) >= 2 : codeLength() > 0
    }

    /// Gathers the digits of a value; returns what stands in the way.
    mutating func read(_ value: Span<UInt8>) -> PhoneFault? {
        var openAt = -1
        var index = 0
        while index < value.count {
            let byte = value[index]
            if ASCII.isDigit(byte) {
                if end == Self.capacity { return .tooLong }
                storage[end] = byte &- 0x30
                end += 1
                index += 1
                continue
            }
            isPlain = false
            switch byte {
            case UInt8(ascii: "+"):
                if hasPlus || end > 0 { return .character }
                hasPlus = true
                index += 1
            case UInt8(ascii: "("):
                if openAt >= 0 { return .parenthesis }
                openAt = end
                index += 1
            case UInt8(ascii: ")"):
                if openAt < 0 || openAt == end { return .parenthesis }
                if end - openAt == 1, openAt > 0, storage[openAt] == 0 { zeroGroup = openAt }
                openAt = -1
                index += 1
            case UInt8(ascii: " "):
                index += 1
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
                if end == 0 { return .character }
                if byte == UInt8(ascii: "/") { hasSlash = true }
                index += 1
            default:
                let length = Self.invisibleOrDash(value, at: index)
                if length == 0 { return .character }
                index += length
            }
        }
        if openAt >= 0 { return .parenthesis }
        guard let last = value.isEmpty ? nil : value[value.count - 1] else { return .tooShort }
        if last == UInt8(ascii: "-") || last == UInt8(ascii: ".") || last == UInt8(ascii: "/") { return .character }
        return nil
    }

    /// The bytes of a no-break or narrow space, a dash, or a mark that copying leaves behind; 0 for anything else.
    private static func invisibleOrDash(_ value: Span<UInt8>, at index: Int) -> Int {
        let byte = value[index]
        let second = index + 1 < value.count ? value[index + 1] : 0
        if byte == 0xC2 { return second == 0xA0 ? 2 : 0 }
        guard byte == 0xE2, index + 2 < value.count else { return 0 }
        switch (second, value[index + 2]) {
        // U+2000–2015: spaces, zero-width marks and dashes; U+202A–202F: direction marks and the narrow space.
        case (0x80, 0x80...0x95), (0x80, 0xAA...0xAF): return 3
        // The minus sign.
        case (0x88, 0x92): return 3
        default: return 0
        }
    }

    /// Takes what is left after a prefix as the number, with a calling code before it if one is to be added.
    mutating func international(dropping prefix: Int, adding code: Int = 0) -> PhoneFault? {
        start += prefix
        if code > 0 {
            prepend(code)
        } else {
            dropZeroGroup()
        }
        if count > 0, digit(0) == 0 { return .zeroCode }
        return count < 8 ? .tooShort : count > 15 ? .tooLong : nil
    }

    /// Takes the `(0)` out, unless the zero is part of the number as in Italy.
    private mutating func dropZeroGroup() {
        guard zeroGroup > start, zeroGroup < end, !begins(code: 39), !begins(code: 378) else { return }
        for index in zeroGroup..<(end - 1) { storage[index] = storage[index + 1] }
        end -= 1
    }

    private mutating func prepend(_ code: Int) {
        let width = code < 10 ? 1 : code < 100 ? 2 : 3
        // National numbers have been found to be no longer than their country's longest, so there is room.
        guard count + width <= Self.capacity else { return }
        var moved = InlineArray<24, UInt8>(repeating: 0)
        for offset in 0..<count { moved[width + offset] = storage[start + offset] }
        var rest = code
        for place in stride(from: width - 1, through: 0, by: -1) {
            moved[place] = UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        (start, end) = (0, width + count)
        storage = moved
    }

    /// `14088001500.0`: one point or comma, and zeros alone after it.
    static func isDecimal(_ value: Span<UInt8>) -> Bool {
        var zeros = 0
        while zeros < value.count, value[value.count - 1 - zeros] == UInt8(ascii: "0") { zeros += 1 }
        let point = value.count - 1 - zeros
        guard (1...2).contains(zeros), point > 3,
            value[point] == UInt8(ascii: ".") || value[point] == UInt8(ascii: ",")
        else { return false }
        let first = value[0]
        for index in (first == UInt8(ascii: "+") || first == UInt8(ascii: "-") ? 1 : 0)..<point {
            guard ASCII.isDigit(value[index]) else { return false }
        }
        return true
    }
}
