/// Makes rows of the events of an XML document.
///
/// BE ADVISED: the text of a row is the document's own text, copied in one piece behind a start tag that is written
/// anew (with the namespaces in scope, without the marks of a rejection file). A value that stands in the document as
/// it is becomes a cell inside that copy before it is made: `shift` turns a position in the document into one in
/// `block.bytes`. What libxml2 has changed (references, several pieces) goes to `side`, which is appended behind the
/// row's text. So whoever changes what is copied must change `shift` with it.
struct XMLRecordAssembler {
    let settings: XMLRecordSettings
    var tree: XMLPathTree
    /// The first fault found by this code; libxml2's are kept elsewhere.
    private(set) var fault: (sentence: String, line: Int, column: Int)?
    /// Asked after every event, so it must cost nothing.
    private(set) var hasFault = false
    /// Full blocks that have not been fetched, oldest first.
    private(set) var finished: [SparseBlock] = []
    /// The block being filled, and the column of each of its cells.
    var block = RecordBlock()
    var columns: [UInt32] = []
    /// An empty block whose storage can be filled again.
    private var spare = SparseBlock()
    /// How many columns there were at the end of the last record.
    var width = 0

    // Around the records: XMLRecordAssembler+Surroundings.
    var depth = 0
    /// How many names of the record's path the open elements match.
    var matched = 0
    var scope = XMLNamespaceScope()
    var surroundings = XMLSurroundings()

    /// Records that need no libxml2: XMLRecordAssembler+Plain.
    var plain = Plain()

    // The record being read: XMLRecordAssembler+Records and +Fields.
    var isInRecord = false
    var record = OpenRecord()
    /// The innermost open element of the record, and how many there are.
    var current = OpenElement()
    var openCount = 0
    /// The elements around it, the record's own first: the first `openCount - 1` entries.
    var outer: [OpenElement]
    /// Further pieces of the open elements' text.
    var pieces: [Piece] = []
    var side: [UInt8] = []
    /// Which of the block's cells lie in `side` as yet.
    var sideCells: [Int] = []
    /// The columns of a rejection file's marks.
    var marks: [(name: XMLName, column: Int)] = []
    /// A number for each element inside records.
    var lastOwner = 0
    /// The depth of the element that is being left out; 0: none is.
    var droppedDepth = 0
    let hasDrops: Bool
    /// The namespace of a rejection file's marks has been declared, so elements and attributes may be in it. Those of a
    /// record are columns; any others inside it are left out, since what declares their prefix is no part of the text.
    var mayHoldMarks = false
    /// What a schema does not allow in the record; and whether elements are among it that it does not expect.
    var faults: [RowFault] = []
    var hasUnexpected = false
    /// Something is wrong with the record: from here on nothing in it makes a cell, let alone a column for all records.
    var isInvalid = false

    /// When columns times rows come to this, a block is closed however few bytes it has: 4 MiB of cells.
    static let mostCells = 512 << 10

    struct OpenRecord {
        /// Where it starts in `block.bytes`, and where its start tag ends: before its attributes, and before its `>`.
        var start = 0
        var openingEnd = 0
        var tagEnd = 0
        var line = 0
        /// The first of its cells in `block.cells`.
        var firstCell = 0
        /// What to add to a position in the document to get an index into `block.bytes`.
        var shift = 0
        /// How far the document has been copied.
        var copied = 0
        var hasValue = false
        /// False: no value begins or ends with white space or a control character.
        var mayHaveOuterSpace = true
        /// Nothing more is kept of it.
        var isTooLong = false
    }

    struct OpenElement {
        var node = XMLPathTree.root
        var owner = 0
        /// The first piece of its text, and in `pieces` the last of those that follow, -1 for none.
        var text = Piece(start: 0, end: -1, isSide: false)
        var lastPiece = -1
        var hasChildren = false
        var hasAttributes = false
        /// It has text of its own that is not just white space.
        var hasText = false
        var isNil = false
    }

    /// A part of an element's text: a range of `block.bytes`, or of `side`.
    struct Piece {
        var start: Int
        /// Less than `start`: there is no piece.
        var end: Int
        var next = -1
        var isSide: Bool
    }

    init(_ settings: XMLRecordSettings) {
        self.settings = settings
        tree = XMLPathTree(
            longestHeader: settings.limits.fields, drops: settings.drops, unescapesNames: settings.unescapesNames)
        hasDrops = !settings.drops.isEmpty
        outer = Array(repeating: OpenElement(), count: max(settings.limits.depth, 1))
    }

    mutating func fail(_ input: XMLInputWindow, _ sentence: String) {
        guard !hasFault else { return }
        hasFault = true
        fault = (sentence, input.line, input.column)
    }

    /// How many bytes of the document may be parsed before the full blocks are fetched.
    ///
    /// Every record is given the namespaces in scope, so a record of four bytes can become one of thousands; all
    /// blocks of a piece together stay within some 32 MiB.
    var longestPiece: Int {
        surroundings.isClosed ? max((8 << 20) / (scope.text.count + 64), 4 << 10) : 4 << 10
    }

    // MARK: Events

    @inline(__always)
    mutating func start(_ tag: XMLTag, _ input: XMLInputWindow) {
        depth &+= 1
        guard depth <= settings.limits.depth else {
            return fail(input, settings.limits.depthSentence)
        }
        guard droppedDepth == 0 else { return }
        if tag.namespaceCount > 0, !mayHoldMarks {
            mayHoldMarks = (0..<tag.namespaceCount).contains { tag.namespace($0).uri == settings.rejectionNamespace }
        }
        if isInRecord {
            startField(tag, input)
        } else {
            startOutside(tag, input)
        }
    }

    @inline(__always)
    mutating func end(_ input: XMLInputWindow) {
        depth &-= 1
        if droppedDepth > 0 {
            if depth < droppedDepth { endDropped(input) }
        } else if !isInRecord {
            endOutside()
        } else if depth < settings.path.count {
            endRecord(input)
        } else if !record.isTooLong {
            endField(input)
        }
    }

    /// - Parameter isRaw: a CDATA section, whose line ends libxml2 leaves as they are.
    @inline(__always)
    mutating func text(_ text: XMLText, _ input: XMLInputWindow, isRaw: Bool) {
        guard isInRecord, !record.isTooLong, droppedDepth == 0, text.count > 0 else { return }
        addText(text, input, isRaw: isRaw)
    }

    /// What somebody has put into a comment may be just what is to be left out.
    mutating func comment(_ input: XMLInputWindow) {
        guard hasDrops, isInRecord, !record.isTooLong, droppedDepth == 0 else { return }
        copy(input, upTo: input.commentStart())
        passOver(input)
    }

    /// Takes what the parser is about to drop from its memory.
    mutating func endOfPiece(_ input: XMLInputWindow) {
        if droppedDepth > 0 { return }
        if isInRecord {
            copy(input)
        } else {
            surroundings.copy(input)
        }
    }

    // MARK: Blocks

    /// Closes the block in front of the record that has just been read.
    mutating func moveRecordToNewBlock() {
        let bytes = Array(block.bytes[record.start...])
        let cells = Array(block.cells[record.firstCell...])
        let columns = Array(columns[record.firstCell...])
        block.bytes.removeSubrange(record.start...)
        block.cells.removeSubrange(record.firstCell...)
        self.columns.removeSubrange(record.firstCell...)
        finishBlock()
        block.bytes.append(contentsOf: bytes)
        block.cells.append(contentsOf: cells)
        self.columns.append(contentsOf: columns)
        for index in sideCells.indices { sideCells[index] &-= record.firstCell }
        for index in block.cells.indices { block.cells[index].start &-= UInt32(truncatingIfNeeded: record.start) }
        // Cells in `side` have no place in `bytes` yet, so they do not move.
        for index in sideCells { block.cells[index].start &+= UInt32(truncatingIfNeeded: record.start) }
        record.start = 0
        record.firstCell = 0
    }

    /// Closes the block, which holds whole rows only, and begins the next.
    mutating func finishBlock() {
        guard !block.rows.isEmpty else { return }
        var full = SparseBlock()
        swap(&full, &spare)
        swap(&full.block, &block)
        swap(&full.columns, &columns)
        full.width = width
        finished.append(full)
    }

    /// Fetches the oldest block that is full.
    ///
    /// - Parameter block: is filled; its storage is used again.
    mutating func fetch(into block: inout RecordBlock) {
        guard !finished.isEmpty else { return }
        var full = finished.removeFirst()
        full.spread(into: &block)
        full.removeAll()
        spare = full
    }
}
