/// A source whose first bytes have been looked at: it hands them out once more, then goes on.
package struct PeekedSource: ByteSource {
    private var first: [UInt8]
    private var source: any ByteSource

    package init(_ first: [UInt8], before source: any ByteSource) {
        self.first = first
        self.source = source
    }

    package var name: String { source.name }
    // What has been looked at comes in front of what the source then hands out.
    package var digest: InputDigest? { source.digest }

    package mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        guard !first.isEmpty else { return try source.read(count, into: &bytes) }
        let taken = min(count, first.count)
        if bytes.isEmpty, taken == first.count {
            swap(&bytes, &first)
        } else {
            bytes.append(contentsOf: first.prefix(taken))
            first.removeFirst(taken)
        }
        guard taken < count else { return taken }
        return taken + (try source.read(count - taken, into: &bytes))
    }
}
