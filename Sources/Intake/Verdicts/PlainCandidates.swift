import Bytes
import CBytes
import Records

/// The rows of a block that may be plain, while their values are gone through a field at a time.
///
/// Rows of one form stand together, since they have the same fields and the same tests; within a form they stand in file
/// order. What is known of each is kept by its place in that order, so that one field of a form's rows is gone through from
/// front to back. All of it is used again for the next block.
struct PlainCandidates: Sendable {
    /// By place.
    var rows: [MusterRow] = []
    /// By place: which row of the block it is.
    private(set) var indices: [UInt32] = []
    /// By place: of the intake's regions, or -1.
    var regions: [Int32] = []
    /// By place: of the content.
    var contents: [Hash128.Builder] = []
    /// By place: nothing has been found so far that a plain row may not have.
    var sound: [Bool] = []
    /// Those values of one field that are looked at, of `rowsAtATime` rows at most, and room for one more.
    var values: [LoadedValue] = []
    /// For each form, where its rows begin; behind the last, where they end.
    private var starts: [Int] = []
    /// For each row of the block its form, or -1.
    private var forms: [Int32] = []
    /// For each row of the block its place.
    private var places: [UInt32] = []

    /// How many rows are gone through field by field before the next ones: as many as the nearest cache holds with their text
    /// and cells, some 400 bytes each, so that these are fetched into it once and not for each field.
    static let rowsAtATime = 64

    private static let nothing = LoadedValue(start: 0, count: 0, place: 0)

    /// Makes room for the rows of a block.
    mutating func begin(rowCount: Int, formCount: Int) {
        if rows.count < rowCount {
            let more = max(rowCount - rows.count, rows.count)
            rows.append(contentsOf: repeatElement(MusterRow(), count: more))
            indices.append(contentsOf: repeatElement(0, count: more))
            regions.append(contentsOf: repeatElement(-1, count: more))
            contents.append(contentsOf: repeatElement(Hash128.Builder(), count: more))
            sound.append(contentsOf: repeatElement(false, count: more))
            forms.append(contentsOf: repeatElement(-1, count: more))
            places.append(contentsOf: repeatElement(0, count: more))
        }
        if values.isEmpty { values = [LoadedValue](repeating: Self.nothing, count: Self.rowsAtATime + 1) }
        if starts.count != formCount + 1 { starts = [Int](repeating: 0, count: formCount + 1) }
        for form in starts.indices { starts[form] = 0 }
    }

    /// Takes each row in, or leaves it out where its form is -1.
    @inline(__always)
    mutating func add(rowCount: Int, _ form: (_ row: Int) -> Int32) {
        Self.add(rowCount, form, &forms, &starts)
    }

    // As parameters, lists can be lent side by side to be written to.

    @inline(__always)
    private static func add(
        _ rowCount: Int, _ form: (_ row: Int) -> Int32, _ forms: inout [Int32], _ starts: inout [Int]
    ) {
        var forms = forms.mutableSpan
        var counts = starts.mutableSpan
        for row in 0..<rowCount {
            let form = form(row)
            forms[row] = form
            if form >= 0 { counts[Int(form)] &+= 1 }
        }
    }

    @inline(__always)
    private static func place(
        _ rowCount: Int, _ candidate: (_ row: Int) -> MusterRow, _ forms: [Int32], _ rows: inout [MusterRow],
        _ indices: inout [UInt32], _ starts: inout [Int], _ places: inout [UInt32]
    ) {
        let forms = forms.span
        var rows = rows.mutableSpan
        var indices = indices.mutableSpan
        var starts = starts.mutableSpan
        var places = places.mutableSpan
        for row in 0..<rowCount where forms[row] >= 0 {
            let place = starts[Int(forms[row])]
            starts[Int(forms[row])] = place &+ 1
            places[row] = UInt32(truncatingIfNeeded: place)
            indices[place] = UInt32(truncatingIfNeeded: row)
            rows[place] = candidate(row)
        }
    }

    /// Gives each row its place, once all have been added.
    /// - Parameters:
    ///   - region: of a row that has no value for it.
    ///   - candidate: what is known of a row beforehand.
    @inline(__always)
    mutating func order(rowCount: Int, region: Int32, _ candidate: (_ row: Int) -> MusterRow) {
        var start = 0
        for form in 0..<(starts.count - 1) {
            let count = starts[form]
            starts[form] = start
            start += count
        }
        for place in 0..<start { sound[place] = true }
        for place in 0..<start { regions[place] = region }
        Self.place(rowCount, candidate, forms, &rows, &indices, &starts, &places)
        // Each start has moved to where the next form's rows begin.
        for form in starts.indices.reversed() { starts[form] = form == 0 ? 0 : starts[form - 1] }
    }

    /// Whether a row of the block has been found to be plain, or may be as far as is known.
    @inline(__always)
    func isSound(_ row: Int) -> Bool {
        forms[row] >= 0 && sound[Int(places[row])]
    }

    /// Where the rows of a form stand.
    func places(ofForm form: Int) -> Range<Int> {
        starts[form]..<starts[form + 1]
    }
}
