package import Records
package import ServiceCatalog
import ServiceLevels

/// What every row of one file is held against: definitions, calendars and options, compiled for the file's header.
///
/// It is made once for a file and never changes; `RowJudge` does the work with it, a block of records at a time.
package struct Intake: Sendable {
    package let options: IntakeOptions
    package let columns: ColumnMap
    package let header: Header
    /// The definitions in force; verdicts name them by index.
    package let services: [ServiceDefinition]
    /// Those that a definition names; behind them in `services`, in the same order, what takes their requests back.
    package let requestable: [ServiceDefinition]
    /// The regions of the calendars that can be used; verdicts name them by index.
    package let regions: [RegionForm]
    /// Indices into `RegionForm.dues`, for each service.
    package let levelOfService: [Int]
    /// How the rows of an HR system become requests; `nil` where they are requests already.
    package let profile: ProfilePlan?

    /// A form for each service, then the general ones for rows whose service is not known.
    let forms: [ServiceForm]
    /// The general form for rows whose words fit these services: indices of services, and of the form.
    private let generalForms: [(services: [Int], form: Int)]
    let checks: [Check]
    /// The forms once more, as the loop over the rows reads them.
    let program: RowProgram
    let fixedService: Int?
    /// Whether cells carry the marks of a guarded rejection file.
    let restoresGuarded: Bool
    /// The calendars' regions with their spellings.
    let regionNames: WordList
    let defaultRegion: Int
    /// The number of header cells that are the source's own.
    let sourceWidth: Int

    /// - Throws: `IntakeError` when the header or an option does not go together with the definitions.
    package init(
        catalog: ServiceCatalog, calendars: CalendarCatalog, header: Header, options: IntakeOptions
    ) throws {
        self.options = options
        // Names that look like formulas were guarded when the rejection file was written.
        let isGuarded =
            options.isSpreadsheet && header.names.contains { ColumnMap.ownColumns.contains($0.lowercased()) }
        let header = isGuarded ? Header(names: header.names.map(Self.restoredName), line: header.line) : header
        self.header = header
        requestable = catalog.definitions
        services = catalog.definitions + catalog.definitions.map(\.withdrawal)
        let binding = try options.profile.map {
            try ProfileBinding($0, header: header, service: options.serviceID, fileName: options.fileName)
        }
        var columns = try ColumnMap(
            header, services: catalog.definitions, fileName: options.fileName, binding: binding)
        sourceWidth = columns.sourceColumns.count
        restoresGuarded = columns.isRejectionFile && options.isSpreadsheet
        fixedService = try options.serviceID.map { id in
            guard let index = catalog.definitions.firstIndex(where: { $0.id == id }) else {
                let known = catalog.definitions.map(\.id).joined(separator: ", ")
                throw IntakeError(.option, "There is no service “\(id)”. The services are: \(known).")
            }
            return index
        }
        if let country = options.defaultCountry, CountryCalling(country) == nil {
            throw IntakeError(
                .option,
                "There is no country “\(country)”. Write its two letters, such as DE, or its calling code, such as +49."
            )
        }
        try Self.requireServiceColumns(columns, header: header, options: options)
        profile = try binding.map { binding in
            let plan = try ProfilePlan(
                binding, header: header, columns: columns, services: catalog.definitions, options: options,
                today: Self.today(options, calendars))
            columns.note(plan, dropped: binding.dropped)
            return plan
        }
        self.columns = columns

        var levels: [ServiceLevel] = []
        levelOfService = try services.map { definition in
            guard let level = calendars.serviceLevels.level(for: definition.serviceLevel, plan: options.plan) else {
                throw IntakeError(
                    .configuration,
                    "The service \(definition.id) names the service level “\(definition.serviceLevel)”, which no table has."
                )
            }
            if let known = levels.firstIndex(of: level) { return known }
            levels.append(level)
            return levels.count - 1
        }
        regions = try calendars.regions.map { region in
            try RegionForm(region, calendars: calendars, levels: levels, receivedAt: options.receivedAt)
        }
        defaultRegion =
            try options.defaultRegion.map { name in
                guard let region = calendars.region(matching: name),
                    let index = calendars.regions.firstIndex(where: { $0.id == region.id })
                else {
                    let known = calendars.regions.map(\.id).joined(separator: ", ")
                    throw IntakeError(.option, "There is no region “\(name)”. The regions are: \(known).")
                }
                return index
            } ?? -1
        let regionNames = WordList(
            calendars.regions.map { Name($0.id, spellings: $0.spellings) }, matching: .folded)
        self.regionNames = regionNames
        let context = ValueContext(
            defaultCountry: options.defaultCountry, dateOrder: options.dateOrder ?? options.profile?.dates.order,
            regions: regionNames)

        var checks: [Check] = []
        let fieldColumns = columns.fieldColumns
        var forms: [ServiceForm] = []
        for definitions in [catalog.definitions, Array(services[catalog.definitions.count...])] {
            for (index, definition) in definitions.enumerated() {
                // A withdrawal has the key of what it takes back.
                forms.append(
                    try ServiceForm(
                        definition, columns: fieldColumns[index], context: context, keyOf: catalog.definitions[index],
                        checks: &checks))
            }
        }
        var generalForms: [(services: [Int], form: Int)] = []
        for group in Self.groupsOfUnknown(catalog.definitions) {
            let general = GeneralDefinition(
                group.map { catalog.definitions[$0] }, columns: group.map { fieldColumns[$0] })
            generalForms.append((group, forms.count))
            forms.append(
                try ServiceForm(general.definition, columns: general.columns, context: context, checks: &checks))
        }
        self.forms = forms
        self.generalForms = generalForms
        self.checks = checks
        let contentSeeds = services.map { Hash128(of: "\(options.tenant)\u{1F}\($0.id)") }
        program = RowProgram(forms, regions: regions) { form in
            contentSeeds.indices.contains(form) ? contentSeeds[form] : Hash128(high: 0, low: 0)
        }
    }

    /// The day of receipt where the requests come from; of UTC where no region says where that is.
    private static func today(_ options: IntakeOptions, _ calendars: CalendarCatalog) -> CalendarDate {
        if let region = options.defaultRegion.flatMap({ calendars.region(matching: $0) }),
            let calendar = try? calendars.calendar(for: region.id)
        {
            return calendar.localDate(of: options.receivedAt)
        }
        return options.receivedAt.utcDate
    }

    /// All services, and those of each name: what a row can still be when its product is not known.
    private static func groupsOfUnknown(_ definitions: [ServiceDefinition]) -> [[Int]] {
        var groups = [Array(definitions.indices)]
        for definition in definitions {
            let group = definitions.indices.filter { definitions[$0].service.name == definition.service.name }
            if !groups.contains(group) { groups.append(group) }
        }
        return groups
    }

    /// The form for a row whose service is not known, by its word for it.
    func generalForm(service word: String?) -> Int {
        let fitting = requestable.indices.filter { index in
            word.map { ServiceFinder.meets($0, requestable[index].service, requestable[index].matching) } ?? false
        }
        return (generalForms.first { $0.services == fitting } ?? generalForms.first)?.form ?? 0
    }

    /// When the case of an accepted row is due. Only asked of rows whose service and region are known.
    package func due(of verdict: RowVerdict) -> RegionForm.Due {
        regions[Int(verdict.region)].dues[levelOfService[Int(verdict.service)]]
    }

    /// The column that a service's field is read from, or -1.
    package func column(ofField field: Int, in service: Int) -> Int {
        program.column(of: field, in: service)
    }

    /// The field that a column of another header would meet.
    package func field(ofColumn index: Int, among names: [String]) -> String? {
        let map = try? ColumnMap(
            Header(names: names), services: requestable, fileName: options.fileName)
        return map?.uses[index].field
    }

    private static func restoredName(_ name: String) -> String {
        let bytes = Array(name.utf8)
        return FormulaGuard.isMarked(bytes.span) ? String(name.dropFirst()) : name
    }

    /// Without words for product and service no row can be understood: better said once than on each row.
    private static func requireServiceColumns(
        _ columns: ColumnMap, header: Header, options: IntakeOptions
    ) throws {
        guard options.serviceID == nil, columns.serviceColumn == nil else { return }
        let shown = header.names.prefix(8).map { "“\($0)”" }.joined(separator: ", ")
        throw IntakeError(
            .header,
            """
            \(options.fileName), line \(header.line): no column says which service each row asks for. The header is: \
            \(shown)\(header.count > 8 ? " …" : ""). Add columns “Product” and “Service”, or name the one service of all \
            rows with --service, or the HR system that has written the file with --profile (see muster profiles).
            """)
    }
}

extension RegionForm {
    init(_ region: Region, calendars: CalendarCatalog, levels: [ServiceLevel], receivedAt: Instant) throws {
        let calendar: BusinessCalendar
        do {
            calendar = try calendars.calendar(for: region.id)
            dues = try levels.map { level in
                let due = try calendar.due(received: receivedAt, clock: level.clock, target: level.target)
                let date = calendar.localDate(of: due)
                let isAtStart = calendar.start(of: date).map { $0 >= due } ?? false
                let first = isAtStart ? date : date.adding(days: 1)
                return Due(
                    level: level, instant: due, firstDateInTime: first.year * 10_000 + first.month * 100 + first.day)
            }
        } catch {
            throw IntakeError(.configuration, "Region \(region.id): \(error)")
        }
        id = region.id
        self.calendar = calendar
    }
}
