import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Sinks
import SystemPackage

/// Holds one file against what is known of the exports before it: their columns and their size.
struct ExportCheck {
    private let options: ImportOptions
    private let intake: Intake
    private let memory: ExportMemory
    private let file: String
    private let source: String
    /// `nil` where columns are no mark of an export: each XML record names what it has itself, and a rejection file is
    /// what became of another file.
    private let columns: [String]?

    init(path: String, input: InputFile, intake: Intake, options: ImportOptions) {
        self.options = options
        self.intake = intake
        memory = ExportMemory(in: FilePath(options.memory ?? options.output))
        file = FilePath(path).lastComponent?.string ?? path
        let name = options.source ?? ExportSource.name(ofStem: ResultFolder.stem(ofFile: path))
        source = "\(options.tenant)/\(name)"
        let isExport = !input.isXML && !intake.columns.isRejectionFile
        columns = isExport ? intake.columns.sourceColumns.map { intake.header.names[$0] } : nil
    }

    /// Why no row should be judged: the columns have changed since the last file.
    func objection() throws -> Hold? {
        guard !options.isApproved, !options.acceptsNewShape, let columns, let before = try memory.shape(of: source),
            let change = before.change(to: columns)
        else { return nil }
        var sentences = [
            "The columns are not those of \(before.file) (\(before.day)), the last file of this export. No row was judged."
        ]
        sentences += change.sentences
        for renaming in change.renamed {
            guard let field = field(ofColumn: renaming.from, in: before) else { continue }
            sentences.append(
                "If it is the same, add “\(renaming.to)” to the spellings (also:) of the field \(field) so that it is "
                    + "known from now on.")
        }
        return Hold(
            explanation: sentences.joined(separator: " "),
            release: options.isUnattended ? nil : "muster import \(file) --accept-new-shape")
    }

    /// Why nothing should be filed, now that all rows have been judged.
    func objection(to tally: Tally, isCut: Bool) throws -> Hold? {
        guard !options.isApproved, options.guards != .off else { return nil }
        let kinds = MACDKind.allCases.map { kind in tally.cases.reduce(0) { $0 + $1[kind.index] } }
        func count(_ kind: MACDKind) -> Int { kinds[kind.index] }
        let objections = options.guards.objections(
            to: Guards.Counts(
                rows: tally.read, lastRows: columns == nil ? nil : try memory.shape(of: source)?.rows,
                joiners: count(.addition), leavers: count(.deletion),
                changes: count(.change) + count(.modification), cutLine: isCut ? tally.brokenLastLine : nil))
        guard !objections.isEmpty else { return nil }
        return Hold(
            explanation: objections.joined(separator: " "),
            release: options.isUnattended ? nil : "muster import \(file) --approve")
    }

    /// Remembers the file for the next one's sake.
    func remember(rows: Int, day: Instant) throws {
        guard !options.isDryRun, let columns else { return }
        let day = String(day.description.prefix(10))
        try memory.remember(ExportShape(columns: columns, file: file, day: day, rows: rows), of: source)
    }

    /// The field that a column of the earlier shape met.
    private func field(ofColumn name: String, in shape: ExportShape) -> String? {
        guard let index = shape.columns.firstIndex(of: name) else { return nil }
        return intake.field(ofColumn: index, among: shape.columns)
    }
}
