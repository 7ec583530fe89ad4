import ArgumentParser
import Batch
import Foundation
import Glibc
import ServiceCatalog
import ServiceLevels
import Sinks

/// `muster import`: files in, cases, rejections and reports out.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        _superCommandName: "muster",
        abstract: "Import HR files: check every row, write cases, rejections and reports.",
        discussion: """
            The results of hires.csv go to muster-results/hires/: open report.html first; rejected.csv holds what is to be \
            corrected and can be imported again. Exit status: 0 all rows accepted, 2 some rejected, 3 held by a guard, 64 wrong usage, 65 the \
            file cannot be read as CSV or XML, 66 no such file, 73 or 74 results cannot be written, 75 another import is at work, 78 a definition is wrong.
            """)

    @Argument(help: "CSV or XML files; - is standard input.", completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("The folder for results.", valueName: "dir"))
    var output = "muster-results"

    @OptionGroup var services: ServiceDefinitionOptions

    @OptionGroup var calendars: CalendarOptions

    @Option(help: "The support level: standard, premium, premium-plus or enterprise.")
    var plan: SupportPlan = .standard

    @Option(help: "Whose users these are; part of every case id.")
    var tenant = "default"

    @Option(help: "The region of rows that name none.")
    var region: String?

    @Option(
        help: ArgumentHelp(
            "When the requests count as received (ISO 8601 with Z or offset); else now.", valueName: "instant"))
    var receivedAt: InstantArgument?

    @Option(help: ArgumentHelp("For phone numbers without a country: a code such as US or +1.", valueName: "country"))
    var defaultCountry: String?

    @Option(help: ArgumentHelp("How dates such as 03/04/2026 are meant: dmy, mdy or ymd.", valueName: "order"))
    var dateOrder: DateOrder?

    @Option(help: ArgumentHelp("The service all rows ask for, where the file has no such column.", valueName: "id"))
    var service: String?

    @OptionGroup var profile: ProfileOption

    @OptionGroup var profiles: ProfileFolderOption

    @OptionGroup var form: CSVFormOptions

    @Option(
        help: ArgumentHelp(
            "For XML: the element that is one record, names from the root without prefixes.", valueName: "A/B"))
    var record: RecordPathArgument?

    @Option(help: "The form of the cases file: csv, ndjson or xml.")
    var casesFormat: CasesFormat = .csv

    @Option(help: ArgumentHelp("A page of your own in place of the built-in report.", valueName: "mustache file"))
    var reportTemplate: String?

    @Option(help: ArgumentHelp("How many cores to use; else all. The results are the same.", valueName: "number"))
    var jobs: Int?

    @OptionGroup var filing: FilingOptions

    @Flag(help: "Go on though the columns of this export have changed since the last file.")
    var acceptNewShape = false

    @Flag(help: "Go on though a guard has held this file.")
    var approve = false

    @Flag(help: "Check and report, write nothing.")
    var dryRun = false

    @Flag(help: "Print only errors.")
    var quiet = false

    @Flag(help: "Print the report as JSON on standard output.")
    var json = false

    func run() async throws {
        // A file that grows past a limit is an error of writing, to be reported and cleaned up after.
        signal(SIGXFSZ, SIG_IGN)
        let status = await Failure.reporting { try await runAll() }
        throw ExitCode(status.rawValue)
    }

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256.") }
    }

    private func runAll() async throws -> ExitStatus {
        let catalog = try await services.catalog(begun: .ofImport)
        let profiles = try profiles.catalog(catalog)
        let job = ImportJob(
            catalog: catalog, profiles: profiles, calendars: try await calendars.load(begun: .ofImport),
            options: try options(try profile.setting(catalog, profiles)))
        var status = ExitStatus.success
        for file in files {
            // One file that fails does not keep the others from being imported.
            status = status.worse(await Failure.reporting { try await run(job, file) })
        }
        return status
    }

    private func run(_ job: ImportJob, _ file: String) async throws -> ExitStatus {
        var line = ProgressLine(name: file, isQuiet: quiet)
        let result: ImportResult
        do {
            result = try await job.run(file: file) { line.show($0) }
        } catch {
            line.clear()
            throw error
        }
        line.clear()
        if json {
            Console.out(try ReportJSON.bytes(of: result.report))
        } else if !quiet {
            Console.out(Summary(result, style: Console.outputStyle).text)
        }
        return result.status
    }

    private func options(_ profile: ProfileSetting) throws -> ImportOptions {
        var options = ImportOptions(
            output: output, tenant: tenant, plan: plan, region: region, receivedAt: receivedAt?.instant,
            defaultCountry: defaultCountry, dateOrder: dateOrder, service: service, profile: profile,
            input: InputOptions(csv: form.options, recordPath: record?.names),
            casesFormat: casesFormat, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, isDryRun: dryRun,
            reportTemplate: try reportTemplate.map(TextFile.read))
        options.acceptsNewShape = acceptNewShape
        options.isApproved = approve
        filing.apply(to: &options)
        return options
    }
}
