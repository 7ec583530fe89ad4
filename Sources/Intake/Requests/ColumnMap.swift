package import Records
package import ServiceCatalog

/// Which column of a file holds what: found once from the header, before any row is read.
package struct ColumnMap: Sendable {
    /// Columns of the source itself, in file order: all but Muster's own.
    package let sourceColumns: [Int]
    /// Those of them that may be repeated in the rejection file: all but the ones that a profile drops.
    package let keptColumns: [Int]
    package let productColumn: Int?
    package let serviceColumn: Int?
    /// The reasons of an earlier run, when the file is one of Muster's rejection files; see `CarriedReasons`.
    package let reasonsColumn: Int?
    /// For each service in the catalog's order: the column of each of its fields, `nil` where the file has none.
    ///
    /// A column from `header.count` on is made for each row by a profile.
    package let fieldColumns: [[Int?]]
    /// The same as the definitions' own spellings find it, where no profile says otherwise.
    let spelledColumns: [[Int?]]
    /// For each column, what it was taken for.
    package private(set) var uses: [Use]

    /// What one column of the file is taken for.
    package struct Use: Sendable, Equatable {
        /// The field's name; `nil` for a column that meets no field.
        package var field: String?
        /// The ids of the services whose field it is.
        package var services: [String] = []
        /// What a profile uses the column for, besides a field.
        package var role: String?
        /// A nearer column of the file took the field.
        package var isPassedOver = false
    }

    /// The columns that Muster adds to a rejection file. They are no part of what HR says.
    package static let ownColumns = ["muster_record", "muster_line", "muster_reasons", "muster_suggestions"]

    /// Whether the file is a rejection file of Muster's: then its guarded cells are restored.
    package var isRejectionFile: Bool { reasonsColumn != nil }

    /// - Throws: `IntakeError` when two columns have the same name and a field needs it.
    package init(_ header: Header, catalog: ServiceCatalog, fileName: String) throws {
        try self.init(header, services: catalog.definitions, fileName: fileName)
    }

    /// - Parameter binding: what a profile says of the columns.
    init(
        _ header: Header, services: [ServiceDefinition], fileName: String, binding: ProfileBinding? = nil
    ) throws {
        let folded = header.names.map(Folding.fold)
        var own = header.names.map { Self.ownColumns.contains($0.lowercased()) }
        sourceColumns = header.names.indices.filter { !own[$0] }
        if let binding { own = zip(own, binding.dropped).map { $0 || $1 } }
        keptColumns = header.names.indices.filter { !own[$0] }
        reasonsColumn = header.names.firstIndex { $0.lowercased() == "muster_reasons" }
        var uses = [Use](repeating: Use(), count: header.count)
        let pick = { (spellings: [String], what: String) throws -> (column: Int?, others: [Int]) in
            try Self.column(for: spellings, in: folded, own: own, header: header, what: what, fileName: fileName)
        }
        let bound = { (field: String, spelled: () throws -> Int?) throws -> Int? in
            switch binding?[field] {
            case .plain(let column)?: column
            case .derived(let index)?: header.count + index
            case .never?: nil
            case nil: try spelled()
            }
        }
        productColumn = try bound("product") { try pick(ServiceCatalog.productSpellings, "product").column }
        serviceColumn = try bound("service") { try pick(ServiceCatalog.serviceSpellings, "service").column }
        if let productColumn, productColumn < header.count { uses[productColumn].field = "product" }
        if let serviceColumn, serviceColumn < header.count { uses[serviceColumn].field = "service" }
        var fieldColumns: [[Int?]] = []
        var spelledColumns: [[Int?]] = []
        for service in services {
            var columns: [Int?] = []
            var spelled: [Int?] = []
            for field in service.fields {
                if field.name == "product" || field.name == "service" {
                    columns.append(field.name == "product" ? productColumn : serviceColumn)
                    spelled.append(nil)
                    continue
                }
                var column: Int?
                var others: [Int] = []
                if binding?.base[field.name] == nil {
                    (column, others) = try pick([field.name, field.label] + field.spellings, field.name)
                }
                spelled.append(column)
                let taken = try bound(field.name) { column }
                columns.append(taken)
                if case .never? = binding?[field.name] { others = [] } else { column = column ?? taken }
                if let column, column < header.count {
                    uses[column].field = uses[column].field ?? field.name
                    uses[column].services.append(service.id)
                }
                for other in others where uses[other].field == nil {
                    uses[other].isPassedOver = true
                }
            }
            fieldColumns.append(columns)
            spelledColumns.append(spelled)
        }
        for index in uses.indices where uses[index].field != nil { uses[index].isPassedOver = false }
        self.fieldColumns = fieldColumns
        self.spelledColumns = spelledColumns
        self.uses = uses
    }

    /// Notes what a profile uses the columns for.
    mutating func note(_ plan: ProfilePlan, dropped: [Bool]) {
        for column in uses.indices {
            if dropped[column] { uses[column].role = "(dropped, never repeated)" }
            guard uses[column].field == nil else { continue }
            uses[column].field = plan.fields(ofColumn: column).first
            if uses[column].field == nil { uses[column].role = uses[column].role ?? plan.role(ofColumn: column) }
        }
    }

    /// The columns with words for product and service, as the definitions' spellings find them.
    package static func requestColumns(in header: Header) -> (product: Int?, service: Int?) {
        func first(_ spellings: [String]) -> Int? {
            let names = Set(spellings.map(Folding.fold))
            return header.names.indices.first { names.contains(Folding.fold(header.names[$0])) }
        }
        return (first(ServiceCatalog.productSpellings), first(ServiceCatalog.serviceSpellings))
    }

    /// The column that comes nearest to a field: the earlier spelling wins, the field's own name before all.
    private static func column(
        for spellings: [String], in folded: [String], own: [Bool], header: Header, what: String, fileName: String
    ) throws -> (column: Int?, others: [Int]) {
        var found: [Int] = []
        var seen: Set<String> = []
        for spelling in spellings.map(Folding.fold) where seen.insert(spelling).inserted {
            let columns = folded.indices.filter { !own[$0] && folded[$0] == spelling && !spelling.isEmpty }
            if found.isEmpty, columns.count > 1 {
                throw IntakeError(
                    .header,
                    """
                    \(fileName), line \(header.line): columns \(columns[0] + 1) and \(columns[1] + 1) are both called \
                    “\(header.names[columns[0]])”, and either could be the \(what). Rename or delete one of them.
                    """)
            }
            found += columns
        }
        if found.isEmpty { found = nested(Array(seen), own: own, header: header) }
        return (found.first, Array(found.dropFirst()))
    }

    /// Columns of XML are called by their path. Where no path as a whole is a field's name, its last step may be, as in
    /// `Contact/Email`; but only when one path alone ends so.
    private static func nested(_ spellings: [String], own: [Bool], header: Header) -> [Int] {
        let columns = header.names.indices.filter { index in
            guard !own[index], let slash = header.names[index].lastIndex(of: "/") else { return false }
            let step = header.names[index][header.names[index].index(after: slash)...]
            let folded = Folding.fold(String(step))
            return !folded.isEmpty && !step.hasPrefix("@") && !step.hasSuffix("]") && spellings.contains(folded)
        }
        return columns.count == 1 ? columns : []
    }
}
