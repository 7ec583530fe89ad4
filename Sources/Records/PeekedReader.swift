/// A reader whose first block has been looked at: it lends that block once more, then goes on.
package struct PeekedReader: RecordReader {
    private var reader: any RecordReader
    /// The first block; `nil` once it has been lent.
    private var block: RecordBlock?
    private var hasBlock: Bool

    /// - Throws: `RecordError` for a fault in the first block.
    package init(_ reader: any RecordReader) throws {
        self.reader = reader
        var block = RecordBlock()
        hasBlock = try self.reader.read(into: &block)
        self.block = block
    }

    /// The first rows, until they are read.
    package var first: RecordBlock { block ?? RecordBlock() }

    /// The columns of the block last read, or of the first.
    package var header: Header { reader.header }
    /// What is known of how the file is written.
    package var facts: [ReadingFact] { reader.facts }
    /// Rows that are no records.
    package var skipped: [SkippedRow] { reader.skipped }

    package mutating func read(into other: inout RecordBlock) throws -> Bool {
        guard let block else { return try reader.read(into: &other) }
        self.block = nil
        other = block
        return hasBlock
    }
}
