/// The tags of a page in order, and what is wrong with them: enough of an HTML reader to test our own pages.
struct HTMLOutline {
    private(set) var tags: [String] = []
    private(set) var attributeNames: [String] = []
    private(set) var faults: [String] = []
    private(set) var ids: [String] = []
    private(set) var localLinks: [String] = []

    /// The levels of the headings in order.
    var headings: [Int] { tags.compactMap { $0.count == 2 && $0.hasPrefix("h") ? Int($0.dropFirst()) : nil } }
    var tables: Int { tags.count { $0 == "table" } }
    var captions: Int { tags.count { $0 == "caption" } }

    private static let void: Set<String> = ["meta", "br", "col"]

    init(_ html: String) throws {
        var open: [String] = []
        // By scalars, as a browser reads: a combining mark does not hide the bracket before it.
        var rest = html.unicodeScalars[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: ">") else {
                faults.append("a tag has no end")
                break
            }
            let inside = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if inside.hasPrefix("!DOCTYPE") { continue }
            if inside.hasPrefix("/") {
                let name = String(inside.dropFirst())
                if open.popLast() != name { faults.append("</\(name)> closes something else") }
                continue
            }
            let name = String(inside.prefix { !$0.isWhitespace && $0 != "/" })
            tags.append(name)
            let attributes = readAttributes(inside.dropFirst(name.count))
            attributeNames += attributes.map(\.name)
            ids += attributes.filter { $0.name == "id" }.map(\.value)
            localLinks += attributes.filter { $0.name == "href" && $0.value.hasPrefix("#") }.map {
                String($0.value.dropFirst())
            }
            localLinks += attributes.filter { $0.name == "aria-labelledby" }
                .flatMap { $0.value.split(separator: " ").map(String.init) }
            if name == "style" {
                // Raw text: only its own end tag ends it.
                let css = String(rest).firstRange(of: "</style").map { String(rest)[..<$0.lowerBound] } ?? ""
                rest = rest.dropFirst(css.unicodeScalars.count)
            }
            if !inside.hasSuffix("/"), !Self.void.contains(name) { open.append(name) }
        }
        faults += open.map { "<\($0)> is never closed" }
    }

    private mutating func readAttributes(_ text: Substring) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        var rest = text.unicodeScalars[...]
        func skipBlanks() { rest = rest.drop { $0.properties.isWhitespace || $0 == "/" } }
        skipBlanks()
        while !rest.isEmpty {
            let name = String(rest.prefix { $0 != "=" && !$0.properties.isWhitespace })
            rest = rest.dropFirst(name.unicodeScalars.count)
            guard rest.first == "=" else {
                attributes.append((name, ""))
                skipBlanks()
                continue
            }
            rest = rest.dropFirst()
            guard rest.first == "\"" else {
                faults.append("the attribute \(name) is not quoted")
                return attributes
            }
            rest = rest.dropFirst()
            let value = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(value.count + 1)
            attributes.append((name, String(value)))
            skipBlanks()
        }
        return attributes
    }
}
