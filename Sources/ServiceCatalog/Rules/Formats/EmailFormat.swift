/// An e-mail address as people have them: 5 to 128 ASCII characters, `local@domain.tld`.
///
/// The part before the @ is a dot-atom of RFC 5322, section 3.2.3, of at most 64 characters; quoted forms and comments
/// do not occur in practice. The domain has at least two labels of letters, digits and inner hyphens; the last is of
/// letters, or an internationalised one in its `xn--` form. The value is kept as it was written.
enum EmailFormat {
    static let lengths = 5...128

    static func accepts(_ value: Span<UInt8>) -> Bool {
        guard lengths.contains(value.count), let at = localEnd(value) else { return false }
        return isDomain(value, from: at + 1)
    }

    /// The place of the @ that ends a sound local part.
    @inline(__always)
    private static func localEnd(_ value: Span<UInt8>) -> Int? {
        var index = 0
        var isAfterDot = true
        while index < value.count {
            let byte = value[index]
            if byte == UInt8(ascii: "@") {
                return isAfterDot || index > 64 ? nil : index
            }
            if byte == UInt8(ascii: ".") {
                if isAfterDot { return nil }
                isAfterDot = true
            } else {
                guard isLocal(byte) else { return nil }
                isAfterDot = false
            }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private static func isDomain(_ value: Span<UInt8>, from start: Int) -> Bool {
        var label = start
        var hasOtherThanLetters = false
        var previous = UInt8(ascii: ".")
        for index in start..<value.count {
            let byte = value[index]
            if byte == UInt8(ascii: ".") {
                if previous == UInt8(ascii: ".") || previous == UInt8(ascii: "-") || index - label > 63 { return false }
                label = index + 1
                hasOtherThanLetters = false
            } else if !ASCII.isLetter(byte) {
                if byte == UInt8(ascii: "-") {
                    if previous == UInt8(ascii: ".") { return false }
                } else if !ASCII.isDigit(byte) {
                    return false
                }
                hasOtherThanLetters = true
            }
            previous = byte
        }
        let length = value.count - label
        guard label > start, (2...63).contains(length), previous != UInt8(ascii: "-") else { return false }
        return !hasOtherThanLetters || isPunycode(value, from: label)
    }

    private static func isPunycode(_ value: Span<UInt8>, from label: Int) -> Bool {
        value.count - label > 4 && value[label] | 0x20 == UInt8(ascii: "x")
            && value[label + 1] | 0x20 == UInt8(ascii: "n") && value[label + 2] == UInt8(ascii: "-")
            && value[label + 3] == UInt8(ascii: "-")
    }

    /// `atext` of RFC 5322.
    @inline(__always)
    private static func isLocal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"),
            UInt8(ascii: "{")...UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

// MARK: Words

extension EmailFormat {
    static func explain(_ value: RefusedValue) -> Explanation {
        Explanation(.emailSyntax, "\(value.subject) \(fault(value)).", suggestion: repaired(value.text))
    }

    /// The very fault, as the rest of a sentence.
    private static func fault(_ value: RefusedValue) -> String {
        let text = value.text
        let scalars = Array(text.unicodeScalars)
        if text.lowercased().hasPrefix("mailto:") { return "begins with “mailto:”; write the address alone" }
        if text.contains("<") || text.contains(">") { return "has < or > around it; write the address alone" }
        let ats = scalars.count { $0 == "@" }
        if ats > 1, text.contains(where: { ";,/ ".contains($0) }) {
            return "holds more than one address; write one alone"
        }
        if let space = value.first({ $0.properties.isWhitespace }) {
            return "has \(RefusedValue.name(space.scalar)) at position \(space.position)"
        }
        if let letter = value.first({ !$0.isASCII }) {
            return "has \(RefusedValue.name(letter.scalar)) at position \(letter.position); an address has only "
                + "letters without accents, digits and a few signs"
        }
        guard ats > 0 else { return "has no @; an address looks like name@company.com" }
        guard ats == 1 else { return text.contains("@@") ? "has two @ in a row" : "has more than one @" }
        if scalars.first == "@" { return "has nothing before the @" }
        if scalars.last == "@" { return "has nothing after the @" }
        if scalars.last == "." { return "ends with a dot" }
        if scalars.last == "," || scalars.last == ";" {
            return "ends with a \(scalars.last == "," ? "comma" : "semicolon")"
        }
        if let comma = value.first({ $0 == "," }) {
            return "has a comma at position \(comma.position), where perhaps a dot was meant"
        }
        if text.contains("..") { return "has two dots in a row" }
        return structuralFault(value, at: scalars.firstIndex(of: "@") ?? 0, scalars)
    }

    private static func structuralFault(_ value: RefusedValue, at: Int, _ scalars: [Unicode.Scalar]) -> String {
        if scalars.first == "." { return "begins with a dot" }
        if at > 0, scalars[at - 1] == "." { return "has a dot before the @" }
        if at + 1 < scalars.count, scalars[at + 1] == "." { return "has a dot after the @" }
        for (index, scalar) in scalars.enumerated() where index != at {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            let isFine =
                scalar == "."
                || (index < at ? isLocal(byte) : ASCII.isAlphanumeric(byte) || scalar == "-")
            if !isFine {
                let part = index < at ? "in an address" : "in the part after the @"
                return "has \(RefusedValue.name(scalar)) at position \(index + 1), which cannot stand \(part)"
            }
        }
        if at > 64 { return "has \(at) characters before the @; at most 64 are possible" }
        let labels = scalars[(at + 1)...].split(separator: ".", omittingEmptySubsequences: false)
        if labels.contains(where: { $0.first == "-" || $0.last == "-" }) {
            return "has a hyphen at the edge of a part after the @"
        }
        if labels.count < 2 { return "has no dot after the @; the part after it looks like company.com" }
        if labels.contains(where: { $0.count > 63 }) { return "has a part of more than 63 characters after the @" }
        if let last = labels.last, last.count < 2 || !last.allSatisfy({ $0.properties.isAlphabetic }) {
            var ending = ""
            ending.unicodeScalars.append(contentsOf: last)
            return "ends in “.\(ending)”, where at least two letters such as “.com” are needed"
        }
        let count = scalars.count
        if !lengths.contains(count) { return "has \(count) characters; an address has 5 to 128" }
        return "is not an e-mail address such as name@company.com"
    }

    /// The address inside well-known wrappings; `nil` unless what remains is sound.
    private static func repaired(_ text: String) -> String? {
        var rest = Substring(text)
        if let open = rest.firstIndex(of: "<"), let close = rest.lastIndex(of: ">"), open < close {
            rest = rest[rest.index(after: open)..<close]
        }
        if rest.lowercased().hasPrefix("mailto:") { rest = rest.dropFirst(7) }
        while let last = rest.last, ".,;".contains(last) { rest = rest.dropLast() }
        var address = ""
        for scalar in rest.unicodeScalars where !isInvisible(scalar) { address.unicodeScalars.append(scalar) }
        return address != text && accepts(Array(address.utf8).span) ? address : nil
    }

    /// What copying from a web page or a message leaves behind; an ordinary space is not among it.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{A0}", "\u{202F}", "\u{2007}": true
        default: scalar.properties.generalCategory == .format
        }
    }
}
