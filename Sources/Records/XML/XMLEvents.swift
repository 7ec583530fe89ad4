import CLibXML2
import Glibc

// What libxml2 hands over with an event: views of its memory, good only until the event returns. All pointers from C
// that are followed in this target are followed in this file and in XMLPushParser.

/// A name or namespace from the parser's dictionary: equal names have equal addresses, so comparing costs nothing.
struct XMLName: Equatable {
    /// 0: there is none.
    let address: UInt

    static let none = XMLName(nil)

    init(_ pointer: UnsafePointer<xmlChar>?) {
        address = UInt(bitPattern: pointer)
    }

    var isNone: Bool { address == 0 }

    /// The dictionary lives as long as the parser; no name is kept longer.
    private var pointer: UnsafePointer<xmlChar>? { UnsafePointer(bitPattern: address) }

    var string: String { pointer.map { String(cString: $0) } ?? "" }

    func append(to bytes: inout [UInt8]) {
        guard let pointer else { return }
        bytes.append(contentsOf: UnsafeBufferPointer(start: pointer, count: Int(xmlStrlen(pointer))))
    }
}

/// A piece of text, or an attribute's value.
struct XMLText {
    let start: UnsafePointer<xmlChar>
    let count: Int

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        start[index]
    }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Whether it is nothing but XML white space.
    var isBlank: Bool {
        for index in 0..<count where start[index] > 0x20 { return false }
        return true
    }

    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
    }
}

/// A start tag.
struct XMLTag {
    let name: XMLName
    let prefix: XMLName
    let uri: XMLName
    /// Pairs of prefix and URI.
    let namespaces: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    let namespaceCount: Int
    /// Five pointers each: name, prefix, URI, the value's start and its end.
    let attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    let attributeCount: Int

    struct Attribute {
        let name: XMLName
        let prefix: XMLName
        let uri: XMLName
        let value: XMLText
    }

    func attribute(_ index: Int) -> Attribute? {
        guard let attributes, let start = attributes[index &* 5 &+ 3], let end = attributes[index &* 5 &+ 4] else {
            return nil
        }
        return Attribute(
            name: XMLName(attributes[index &* 5]), prefix: XMLName(attributes[index &* 5 &+ 1]),
            uri: XMLName(attributes[index &* 5 &+ 2]), value: XMLText(start: start, count: end - start))
    }

    func namespace(_ index: Int) -> (prefix: XMLName, uri: XMLName) {
        guard let namespaces else { return (.none, .none) }
        return (XMLName(namespaces[index &* 2]), XMLName(namespaces[index &* 2 &+ 1]))
    }
}

/// The part of the document that libxml2 holds in memory, as UTF-8 whatever the file's encoding.
///
/// Positions count bytes of UTF-8 from the document's start, so they stay good when libxml2 moves its buffer.
struct XMLInputWindow {
    private let context: xmlParserCtxtPtr
    private let input: xmlParserInputPtr

    init?(_ context: xmlParserCtxtPtr) {
        self.context = context
        guard let input = context.pointee.input, input.pointee.base != nil, input.pointee.cur != nil else { return nil }
        self.input = input
    }

    var line: Int { Int(input.pointee.line) }
    var column: Int { Int(input.pointee.col) }

    /// How far the document has been handed over in events.
    @inline(__always)
    var position: Int { Int(input.pointee.consumed) &+ (input.pointee.cur - input.pointee.base) }

    /// Bytes that wait for the rest of a tag, comment or processing instruction.
    var waiting: Int { input.pointee.end - input.pointee.cur }

    /// Whether a `>` is among them.
    var holdsTagEnd: Bool { waiting > 0 && memchr(input.pointee.cur, Int32(UInt8(ascii: ">")), waiting) != nil }

    /// Where text stands in the document word for word; `nil` where libxml2 has made it from references or the like.
    @inline(__always)
    func position(of text: XMLText) -> Int? {
        guard let base = input.pointee.base, let end = input.pointee.end, let current = input.pointee.cur else {
            return nil
        }
        var start = text.start
        if start < base || start + text.count > end {
            // Text that is not ASCII comes as a copy; mostly the document has just the same bytes.
            guard current - base >= text.count, memcmp(current - text.count, start, text.count) == 0 else { return nil }
            start = current - text.count
        }
        return Int(input.pointee.consumed) &+ (start - base)
    }

    /// The position of the `<` of the tag that is being handed over, and its line.
    ///
    /// No start tag holds another `<`, and libxml2 has all of it in memory.
    func tagStart() -> (position: Int, line: Int) {
        guard let base = input.pointee.base, var at = input.pointee.cur else { return (position, line) }
        var lines = 0
        while at > base {
            at -= 1
            if at.pointee == UInt8(ascii: "<") { break }
            if at.pointee == 0x0A { lines &+= 1 }
        }
        return (Int(input.pointee.consumed) &+ (at - base), line &- lines)
    }

    /// The position of the `<!--` of the comment that has just ended: none can hold another.
    func commentStart() -> Int {
        guard let base = input.pointee.base, let current = input.pointee.cur else { return position }
        var at = current
        while at - base >= 4 {
            at -= 1
            if at.pointee == UInt8(ascii: "<"), memcmp(at, "<!--", 4) == 0 { break }
        }
        return Int(input.pointee.consumed) &+ (at - base)
    }

    /// Appends the document from `start` up to `end`.
    /// - Returns: false when libxml2 no longer has it; it drops bytes only between two pieces of input.
    @inline(__always)
    func append(from start: Int, to end: Int, into bytes: inout [UInt8]) -> Bool {
        let offset = start &- Int(input.pointee.consumed)
        guard let base = input.pointee.base, offset >= 0, end >= start, end <= position else { return false }
        bytes.append(contentsOf: UnsafeBufferPointer(start: base + offset, count: end &- start))
        return true
    }

    /// The byte of the document that follows byte `index` of a text that lies in it; 0 at the end of what is known.
    func byte(after text: XMLText, at index: Int) -> UInt8 {
        if index + 1 < text.count { return text[index + 1] }
        guard let base = input.pointee.base, let end = input.pointee.end, text.start >= base else { return 0 }
        return text.start + index + 1 < end ? text.start[index + 1] : 0
    }

    /// The text as an entry of the parser's dictionary.
    func intern(_ text: XMLText) -> XMLName {
        guard text.bytes.contains(UInt8(ascii: "&")) else {
            return XMLName(xmlDictLookup(context.pointee.dict, text.start, Int32(clamping: text.count)))
        }
        var decoded: [UInt8] = []
        decoded.append(decoding: text)
        return XMLName(xmlDictLookup(context.pointee.dict, decoded, Int32(clamping: decoded.count)))
    }
}
