package import ServiceCatalog
package import ServiceLevels

/// What an inbox asks of an import.
package struct InboxImport: Sendable {
    package var file: String
    /// The folder of the inbox with all its parts, where earlier exports are remembered.
    package var root: String
    /// The folder of the day.
    package var results: String
    /// What the folder of results is to be called.
    package var resultName: String
    package var receivedAt: Instant
    /// A person has released the file: guards are off.
    package var isApproved: Bool
}

/// Imports the files of one inbox: settings, definitions and calendars, read and checked before the first file comes.
package struct InboxImporter: Sendable {
    /// The import itself; tests put another in its place.
    package typealias Run = @Sendable (InboxImport) async throws -> ImportResult

    package let run: Run

    package init(run: @escaping Run) {
        self.run = run
    }

    /// - Parameter jobs: how many cores one import uses.
    /// - Throws: all that is wrong with the definitions and calendars that the settings name.
    package init(settings: InboxSettings, jobs: Int) throws(DefinitionProblems) {
        let catalog = try ServiceCatalog.load(customDirectory: settings.services)
        let calendars = try CalendarCatalog.load(custom: settings.calendars)
        let profile = try ProfileSetting.named(settings.profile, services: catalog)
        run = { request in
            var options = ImportOptions(
                output: request.results, tenant: settings.tenant, plan: settings.plan, region: settings.region,
                receivedAt: request.receivedAt, defaultCountry: settings.defaultCountry,
                dateOrder: settings.dateOrder, service: settings.service, profile: profile,
                casesFormat: settings.casesFormat, jobs: jobs)
            options.resultName = request.resultName
            options.memory = request.root
            options.ledger = settings.ledgerChoice
            options.allowance = settings.allowance
            options.guards = settings.guards
            options.isApproved = request.isApproved
            options.isUnattended = true
            return try await ImportJob(catalog: catalog, calendars: calendars, options: options)
                .run(file: request.file)
        }
    }
}
