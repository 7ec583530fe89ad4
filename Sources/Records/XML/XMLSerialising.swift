/// Writing tags back as XML, into plain bytes.
extension [UInt8] {
    /// Appends a name with its prefix.
    mutating func append(prefix: XMLName, name: XMLName) {
        if !prefix.isNone {
            prefix.append(to: &self)
            append(UInt8(ascii: ":"))
        }
        name.append(to: &self)
    }

    /// Appends ` xmlns:prefix="uri"`.
    mutating func append(namespace uri: XMLName, prefix: XMLName) {
        append(contentsOf: " xmlns".utf8)
        if !prefix.isNone {
            append(UInt8(ascii: ":"))
            prefix.append(to: &self)
        }
        append(contentsOf: "=\"".utf8)
        for byte in uri.string.utf8 { append(escaped: byte) }
        append(UInt8(ascii: "\""))
    }

    /// Appends a byte of an attribute's value that stands between `"` and `"`.
    mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: "\""): append(contentsOf: "&quot;".utf8)
        case 0x09: append(contentsOf: "&#9;".utf8)
        case 0x0A: append(contentsOf: "&#10;".utf8)
        case 0x0D: append(contentsOf: "&#13;".utf8)
        default: append(byte)
        }
    }

    /// Appends an attribute's value as text. Without entity replacement libxml2 hands `&` over as `&#38;`.
    mutating func append(decoding value: XMLText) {
        var index = 0
        while index < value.count {
            append(value[index])
            index &+= value.isAmpersand(at: index) ? 5 : 1
        }
    }

    /// Appends an attribute's value ready to stand between `"` and `"`.
    mutating func append(escaping value: XMLText) {
        var index = 0
        while index < value.count {
            append(escaped: value[index])
            index &+= value.isAmpersand(at: index) ? 5 : 1
        }
    }
}

extension XMLText {
    /// Whether here stands `&#38;`, libxml2's form of a single `&` in an attribute.
    func isAmpersand(at index: Int) -> Bool {
        index &+ 5 <= count && self[index] == UInt8(ascii: "&") && self[index &+ 1] == UInt8(ascii: "#")
            && self[index &+ 2] == UInt8(ascii: "3") && self[index &+ 3] == UInt8(ascii: "8")
            && self[index &+ 4] == UInt8(ascii: ";")
    }

    /// Whether the value can stand between `"` and `"` as it is.
    var isPlain: Bool {
        for index in 0..<count {
            switch self[index] {
            case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: "\""), 0..<0x20: return false
            default: break
            }
        }
        return true
    }
}

extension XMLTag {
    /// The element's name as it stands in the document, prefix and all.
    var writtenName: [UInt8] {
        var written: [UInt8] = []
        written.append(prefix: prefix, name: name)
        return written
    }
}
