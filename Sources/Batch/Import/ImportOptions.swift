package import ServiceCatalog
package import ServiceLevels
package import Sinks

/// How one file is to be imported.
package struct ImportOptions: Sendable {
    /// The folder in which each file gets a folder of results.
    package var output: String
    package var tenant: String
    package var plan: SupportPlan
    /// For rows that name no region.
    package var region: String?
    /// `nil`: the moment the import starts.
    package var receivedAt: Instant?
    package var defaultCountry: String?
    package var dateOrder: DateOrder?
    /// The service all rows ask for, where the file does not say.
    package var service: String?
    /// The HR system that has written the file.
    package var profile: ProfileSetting
    package var input: InputOptions
    package var casesFormat: CasesFormat
    /// How many blocks are worked on at the same time; the results are the same for any number.
    package var jobs: Int
    /// Judge and report, write nothing.
    package var isDryRun: Bool
    /// A page in place of the built-in `report.mustache`.
    package var reportTemplate: String?
    /// What remembers which requests have been filed.
    package var ledger = LedgerChoice.none
    /// How long another import that writes to the ledger is waited for.
    package var ledgerWait = LedgerChoice.usualWait
    /// Import a file that has been imported before: its results are made anew, nothing is filed twice.
    package var importsAgain = false
    /// How many cases the tenant has bought a month; `nil`: as many as come.
    package var allowance: Allowance?
    /// What holds the batch until a person has looked at it.
    package var guards = Guards.off
    /// Somebody has looked at it: neither guards nor a new shape hold it.
    package var isApproved = false
    /// The source's columns may have changed.
    package var acceptsNewShape = false
    /// The export that the file is one of; `nil`: found by the file's name.
    package var source: String?
    /// What the folder of results is called; `nil`: after the file.
    package var resultName: String?
    /// The folder beside whose results earlier exports are remembered; `nil`: ``output``.
    package var memory: String?
    /// Nobody sits at a terminal: a held batch is let go with `muster approve`, not with an option.
    package var isUnattended = false

    package init(
        output: String, tenant: String = "default", plan: SupportPlan = .standard, region: String? = nil,
        receivedAt: Instant? = nil, defaultCountry: String? = nil, dateOrder: DateOrder? = nil,
        service: String? = nil, profile: ProfileSetting = .byFit, input: InputOptions = InputOptions(),
        casesFormat: CasesFormat = .csv, jobs: Int = 1,
        isDryRun: Bool = false, reportTemplate: String? = nil
    ) {
        self.output = output
        self.tenant = tenant
        self.plan = plan
        self.region = region
        self.receivedAt = receivedAt
        self.defaultCountry = defaultCountry
        self.dateOrder = dateOrder
        self.service = service
        self.profile = profile
        self.input = input
        self.casesFormat = casesFormat
        self.jobs = jobs
        self.isDryRun = isDryRun
        self.reportTemplate = reportTemplate
    }
}

/// How far an import has come.
package struct ImportProgress: Sendable {
    package var bytesRead: Int
    /// 0 when the size is not known.
    package var bytesInAll: Int
    package var rows: Int
}

/// What came of an import.
package struct ImportResult: Sendable {
    package var report: BatchReport
    /// Where the results are; `nil` after a dry run.
    package var folder: String?
    /// The file had been imported before, and these are the results of then.
    package var isEarlier = false

    package var status: ExitStatus {
        if isEarlier { return .success }
        if report.run.outcome == .held { return .held }
        return report.counts.rejected > 0 ? .someRejected : .success
    }
}
