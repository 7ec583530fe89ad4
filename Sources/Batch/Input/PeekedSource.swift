import Records

/// A source whose first bytes have been looked at already.
struct PeekedSource: ByteSource {
    /// What was looked at; empty once it has been handed out.
    private(set) var beginning: [UInt8] = []
    private var rest: any ByteSource

    init(_ source: any ByteSource, count: Int = 512) throws {
        rest = source
        _ = try rest.read(count, into: &beginning)
    }

    var name: String { rest.name }

    mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let taken = min(count, beginning.count)
        bytes.append(contentsOf: beginning.prefix(taken))
        beginning.removeFirst(taken)
        guard taken < count else { return taken }
        return taken + (try rest.read(count - taken, into: &bytes))
    }
}
