import Ledger
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
        let profiles = try ProfileCatalog.load(services: catalog, folder: settings.profiles)
        let profile = try ProfileSetting.named(settings.profile, among: profiles, services: catalog)
        run = { request in
            let ledger = settings.ledgerChoice(in: request.root)
            var options = ImportOptions(
                output: request.results, tenant: settings.tenant, plan: settings.plan, region: settings.region,
                receivedAt: request.receivedAt, defaultCountry: settings.defaultCountry,
                dateOrder: settings.dateOrder, service: settings.service, profile: profile,
                casesFormat: settings.casesFormat, jobs: jobs)
            options.resultName = request.resultName
            options.memory = request.root
            options.ledger = ledger
            options.ledgerWait = Self.shortWait
            // Who approves a batch approves the cases beyond the month's allowance, too.
            options.allowance = request.isApproved ? nil : settings.allowance
            options.guards = settings.guards
            options.isApproved = request.isApproved
            options.isUnattended = true
            let job = ImportJob(catalog: catalog, profiles: profiles, calendars: calendars, options: options)
            guard let path = ledger.path(forResultsIn: request.results) else {
                return try await job.run(file: request.file)
            }
            return try await Self.gate.pass(path) { try await Self.runInTurn(job, file: request.file) }
        }
    }

    /// One import at a time writes to a ledger. Those of this process wait for each other here, without a thread.
    private static let gate = Gate()
    /// How long an import may hold a thread while another process writes to the ledger.
    private static let shortWait = Duration.milliseconds(200)
    /// How long another process is waited for before the file is put aside for a while.
    private static let longWait = Duration.seconds(30)

    private static func runInTurn(_ job: ImportJob, file: String) async throws -> ImportResult {
        let start = Uptime.now
        while true {
            do {
                return try await job.run(file: file)
            } catch let error as LedgerError where error.code == .busy && Uptime.now - start < longWait {
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...300)))
            }
        }
    }
}
