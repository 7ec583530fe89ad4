import Intake
import Ledger
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
    /// `nil` for a rejection file, which is what became of another file.
    private let header: SeenHeader?

    /// What the file's header is, in the sense of its format.
    private enum SeenHeader {
        case columns([String])
        case paths(RecordPaths)
    }

    /// - Parameters:
    ///   - opened: the file, at its first record.
    ///   - intake: the intake for its header.
    ///   - ledger: remembers the exports, when there is one.
    init(path: String, opened: OpenedInput, intake: Intake, options: ImportOptions, ledger: Ledger?) {
        self.options = options
        self.intake = intake
        (memory, file, source) = Self.place(path: path, options: options, ledger: ledger)
        if intake.columns.isRejectionFile {
            header = nil
        } else if opened.input.isXML {
            header = .paths(RecordPaths(opened.reader.first, intake: intake))
        } else {
            header = .columns(intake.columns.sourceColumns.map { intake.header.names[$0] })
        }
    }

    /// What a file is called, which export it is one of, and where that is remembered.
    static func place(
        path: String, options: ImportOptions, ledger: Ledger?
    ) -> (memory: ExportMemory, file: String, source: String) {
        let memory = ExportMemory(in: FilePath(options.memory ?? options.output), ledger: ledger)
        let name = options.source ?? ExportSource.name(ofStem: ResultFolder.stem(ofFile: path))
        return (memory, FilePath(path).lastComponent?.string ?? path, "\(options.tenant)/\(name)")
    }

    /// Why no row should be judged: the columns have changed since the last file.
    func objection() throws -> Hold? {
        guard !options.isApproved, !options.acceptsNewShape, let header, let before = try memory.shape(of: source)
        else { return nil }
        let change: ExportChange?
        let what: String
        switch header {
        case .columns(let columns): (change, what) = (before.change(to: columns), "columns")
        case .paths(let paths): (change, what) = (before.change(to: paths), "fields")
        }
        guard let change else { return nil }
        var sentences = [
            "The \(what) are not those of \(before.file) (\(before.day)), the last file of this export. No row was judged."
        ]
        sentences += change.sentences
        sentences += change.renamed.compactMap { advice(on: $0, in: before) }
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
                rows: tally.read, lastRows: header == nil ? nil : try memory.shape(of: source)?.rows,
                joiners: count(.addition), leavers: count(.deletion),
                changes: count(.change) + count(.modification), cutLine: isCut ? tally.brokenLastLine : nil))
        guard !objections.isEmpty else { return nil }
        return Hold(
            explanation: objections.joined(separator: " "),
            release: options.isUnattended ? nil : "muster import \(file) --approve")
    }

    /// What is to be remembered of the file for the next one's sake, and of which source; `nil`: nothing.
    func shape(rows: Int, day: Instant) throws -> (source: String, shape: ExportShape)? {
        guard !options.isDryRun, let header else { return nil }
        let day = String(day.description.prefix(10))
        switch header {
        case .columns(let columns):
            return (
                source,
                ExportShape(columns: columns, file: file, day: day, rows: rows, profile: intake.options.profile?.id)
            )
        case .paths(let paths):
            var shape = ExportShape(
                columns: [], file: file, day: day, rows: rows, steady: [:], profile: intake.options.profile?.id)
            // What cannot be read has stopped the import, or somebody wants it replaced.
            if let known = try? memory.shape(of: source), known.steady != nil {
                (shape.columns, shape.steady) = (known.columns, known.steady)
            }
            return (source, shape.updated(with: paths))
        }
    }

    /// Remembers it where there is no ledger to do so.
    func remember(rows: Int, day: Instant) throws {
        if let (source, shape) = try shape(rows: rows, day: day) { try memory.remember(shape, of: source) }
    }

    /// What makes a new name known for good.
    private func advice(on renaming: ExportChange.Renaming, in shape: ExportShape) -> String? {
        if let profile = intake.options.profile {
            return
                "If it is the same, add “\(renaming.to)” beside “\(renaming.from)” in a profile of your own, made from "
                + "\(profile.id) (muster profiles export)."
        }
        guard let field = field(ofColumn: renaming.from, in: shape) else { return nil }
        return "If it is the same, add “\(renaming.to)” to the spellings (also:) of the field \(field) so that it is "
            + "known from now on."
    }

    /// The field that a column of the earlier shape met.
    private func field(ofColumn name: String, in shape: ExportShape) -> String? {
        guard let index = shape.columns.firstIndex(of: name) else { return nil }
        return intake.field(ofColumn: index, among: shape.columns)
    }
}
