import Records
import ServiceCatalog

/// Finds the columns that a profile names in one header.
struct ColumnFinder {
    private let header: Header
    private let isXML: Bool
    private let fileName: String
    /// By the name as written, and by the folded name.
    private var exact: [String: [Int]] = [:]
    private var folded: [String: [Int]] = [:]
    private(set) var slices: SliceTable?

    /// - Parameter passedOver: columns that cannot be named: Muster's own, and those that are dropped.
    init(_ header: Header, profile: Profile, passedOver: [Bool], fileName: String) {
        self.header = header
        self.fileName = fileName
        isXML = profile.format == .xml
        for (index, name) in header.names.enumerated() where !passedOver[index] && !name.isEmpty {
            exact[name, default: []].append(index)
            folded[Folding.fold(name), default: []].append(index)
        }
        slices = profile.shape.slices.isEmpty ? nil : SliceTable(profile.shape.slices, header: header)
    }

    mutating func reference(_ columns: ColumnNames) throws -> ColumnReference {
        var places: [ColumnReference.Place] = []
        for name in columns.names {
            guard let place = try place(of: name), !places.contains(place) else { continue }
            places.append(place)
            // In XML an empty element is left out, so which of the names a record has is another matter in each.
            if !columns.isFirstFilled, !isXML { break }
        }
        return ColumnReference(places: places)
    }

    /// A name is looked for as it is written, then whatever its case and punctuation, then as the end of one path.
    private mutating func place(of name: String) throws -> ColumnReference.Place? {
        if let path = slices?.path(of: name) { return .slice(path) }
        if let columns = exact[name] { return .column(try only(columns)) }
        if let columns = folded[Folding.fold(name)] { return .column(try only(columns)) }
        guard isXML, !name.contains("/") else { return nil }
        let step = Folding.fold(name)
        let nested = header.names.indices.filter { index in
            guard let last = header.names[index].split(separator: "/").last, last.count < header.names[index].count
            else { return false }
            return !last.hasSuffix("]") && !last.hasPrefix("@") && Folding.fold(String(last)) == step
        }
        return nested.count == 1 ? .column(nested[0]) : nil
    }

    private func only(_ columns: [Int]) throws -> Int {
        guard columns.count > 1 else { return columns[0] }
        throw IntakeError(
            .header,
            """
            \(fileName), line \(header.line): columns \(columns[0] + 1) and \(columns[1] + 1) are both called \
            “\(header.names[columns[0]])”, and the profile needs the one. Rename or delete one of them.
            """)
    }
}
