import Intake
package import Records
package import ServiceCatalog

/// A file open at its first record, read as its HR system writes it.
///
/// Most files are lists of requests: a look at the header and the first rows shows that, and no profile is parsed for
/// them. For others the file's beginning is read again, with the names that the profiles know.
package struct OpenedInput {
    /// The file as it lies on the disk.
    package let file: FileSource
    let source: DigestingSource
    package let input: InputFile
    /// Its records, from the first on.
    package var reader: PeekedReader
    /// How it is read; `nil` where no profile is needed, or none fits.
    package let profile: ChosenProfile?

    private init(
        _ path: String, options: InputOptions, catalog: ServiceCatalog, profile: ChosenProfile? = nil,
        candidates: [Profile] = []
    ) throws {
        file = try FileSource(path: path, name: options.name)
        source = DigestingSource(file)
        input = try InputFile.open(
            source, options: options, catalog: catalog, profile: profile?.profile, candidates: candidates)
        reader = try PeekedReader(input.reader)
        self.profile = profile
    }

    /// - Parameters:
    ///   - service: the service that all rows ask for, where the user has said so: then no profile is looked for.
    ///   - profiles: those that there are.
    /// - Throws: `RecordError`; `IntakeError` where two profiles fit equally well, where the one that the user has named
    ///   is for another kind of file, or where a profile says that the file is not about people; `DefinitionProblems`.
    package static func open(
        _ path: String, options: InputOptions, setting: ProfileSetting, service: String?, catalog: ServiceCatalog,
        profiles: ProfileCatalog
    ) throws -> OpenedInput {
        switch setting {
        case .none:
            return try OpenedInput(path, options: options, catalog: catalog)
        case .named(let profile):
            let chosen = ChosenProfile(profile: profile, isSetByUser: true, evidence: "")
            let opened = try OpenedInput(path, options: options, catalog: catalog, profile: chosen)
            try opened.requireNoRefusal([profile])
            try opened.requireFormat(of: profile)
            return opened
        case .byFit where service != nil:
            return try OpenedInput(path, options: options, catalog: catalog)
        case .byFit:
            return try openByFit(path, options: options, catalog: catalog, profiles: profiles)
        }
    }

    /// Opens the file once more, to be read as it was.
    func again(options: InputOptions, catalog: ServiceCatalog, path: String) throws -> OpenedInput {
        let other = try OpenedInput(path, options: options, catalog: catalog, profile: profile)
        guard other.file.size == file.size, other.file.modified == file.modified else {
            throw RecordError(
                .unreadable,
                "\(file.name) was changed while it was being read. Wait until it is complete and start again.")
        }
        return other
    }

    // MARK: A profile that the user has named

    private func requireFormat(of profile: Profile) throws {
        guard input.isXML != (profile.format == .xml) else { return }
        let (found, wanted) = input.isXML ? ("XML", "CSV") : ("CSV", "XML")
        throw IntakeError(
            .option,
            "\(file.name) is \(found), and the profile \(profile.id) is for \(wanted). See muster profiles for others.")
    }

    /// A system whose lists of people are CSV may have feeds in XML: roots are looked at whatever a profile's format is.
    private func requireNoRefusal(_ profiles: [Profile]) throws {
        for profile in profiles {
            let header = (profile.format == .xml) == input.isXML ? reader.header : nil
            if let because = ProfileFit.refusal(of: profile, root: input.root?.name, header: header) {
                throw IntakeError(.header, "\(file.name): \(because)")
            }
        }
    }

    // MARK: By fit

    private static func openByFit(
        _ path: String, options: InputOptions, catalog: ServiceCatalog, profiles: ProfileCatalog
    ) throws -> OpenedInput {
        let plain = Result { try OpenedInput(path, options: options, catalog: catalog) }
        switch plain {
        case .success(let opened):
            // What is no file on a disk can be read only once.
            if opened.file.size == 0 || opened.isRequestList(catalog) { return opened }
        case .failure(let error as RecordError) where error.code == .malformed: break
        case .failure(let error): throw error
        }
        let all = try profiles.all()
        let isXML = plain.map(\.input.isXML).recovered(false)
        let fitting =
            isXML
            ? try fittingXML(plain.get(), path, options, catalog, all)
            : try fittingCSV(path, options, catalog, all.filter { $0.format == .csv }, plain)
        guard let best = try best(of: fitting, name: plain.map(\.file.name).recovered(path)) else {
            return try plain.get()
        }
        let chosen = ChosenProfile(profile: best.profile, isSetByUser: false, evidence: best.evidence)
        return try OpenedInput(path, options: options, catalog: catalog, profile: chosen)
    }

    private static func fittingXML(
        _ plain: OpenedInput, _ path: String, _ options: InputOptions, _ catalog: ServiceCatalog, _ profiles: [Profile]
    ) throws -> [ProfileFit] {
        try plain.requireNoRefusal(profiles)
        let root = plain.input.root
        return profiles.filter { $0.format == .xml }.compactMap { profile in
            guard profile.fit.roots.isEmpty || root.map({ profile.fit.roots.contains($0.name) }) ?? false,
                profile.fit.namespace.map({ root?.namespace.hasPrefix($0) ?? false }) ?? true
            else { return nil }
            let chosen = ChosenProfile(profile: profile, isSetByUser: false, evidence: "")
            guard let opened = try? OpenedInput(path, options: options, catalog: catalog, profile: chosen) else {
                return nil
            }
            let fit = ProfileFit(profile, header: opened.reader.header)
            return fit.isMet ? fit : nil
        }
    }

    private static func fittingCSV(
        _ path: String, _ options: InputOptions, _ catalog: ServiceCatalog, _ profiles: [Profile],
        _ plain: Result<OpenedInput, any Error>
    ) throws -> [ProfileFit] {
        guard let opened = try? OpenedInput(path, options: options, catalog: catalog, candidates: profiles) else {
            return []
        }
        try opened.requireNoRefusal(profiles)
        return profiles.map { ProfileFit($0, header: opened.reader.header) }.filter(\.isMet)
    }

    /// The one that fits best; a customer's own goes before a built-in one that fits as well.
    private static func best(of fits: [ProfileFit], name: String) throws -> ProfileFit? {
        guard let score = fits.map(\.score).max() else { return nil }
        var best = fits.filter { $0.score == score }
        if best.contains(where: \.profile.isCustomersOwn) { best.removeAll { !$0.profile.isCustomersOwn } }
        guard best.count > 1 else { return best.first }
        let names = best.prefix(2).map { "\($0.profile.id) (\($0.profile.name))" }.joined(separator: " and ")
        throw IntakeError(
            .option,
            "\(name) may come from two systems: the profiles \(names) fit it equally well. Name the right one with "
                + "--profile, or write --profile none.")
    }

    /// Whether the rows themselves say which service they ask for.
    private func isRequestList(_ catalog: ServiceCatalog) -> Bool {
        let columns = ColumnMap.requestColumns(in: reader.header)
        guard let service = columns.service else { return false }
        if columns.product != nil { return true }
        // Systems have columns called “Action” as well: what counts is whether a service is meant.
        let words = WordList(catalog.definitions.map(\.service), matching: .folded)
        let block = reader.first
        return block.rows.contains { row in
            guard service < row.cellCount else { return false }
            return words.index(of: block.bytes.span.extracting(block.cells[row.firstCell + service].range)) != nil
        }
    }
}

extension Result {
    /// The value, or another in its place.
    fileprivate func recovered(_ other: Success) -> Success {
        if case .success(let value) = self { value } else { other }
    }
}
