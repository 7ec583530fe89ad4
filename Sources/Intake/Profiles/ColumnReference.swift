/// A column that a profile names, as it is found in one header; several where each row decides.
struct ColumnReference: Sendable {
    var places: [Place]

    enum Place: Sendable, Hashable {
        case column(Int)
        /// A path that leads through repeated elements: an index into `SliceTable.paths`.
        case slice(Int)
    }

    var isFound: Bool { !places.isEmpty }

    /// The column, where it is the same in every row.
    var fixed: Int? {
        if places.count == 1, case .column(let column) = places[0] { column } else { nil }
    }
}
