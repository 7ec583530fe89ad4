import ArgumentParser
import Batch
import Records
import ServiceCatalog

/// `muster records`: what was read, as NDJSON, before any rule is applied.
struct RecordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Print what is read from a file, one JSON object a row.",
        discussion: "Values are text, always. Rows that are no records are printed with the reason.")

    @Argument(help: "A CSV or XML file.", completion: .file())
    var file: String

    @OptionGroup var services: ServiceDefinitionOptions

    @OptionGroup var form: CSVFormOptions

    @OptionGroup var profile: ProfileOption

    @OptionGroup var profiles: ProfileFolderOption

    @Option(
        help: ArgumentHelp(
            "For XML: the element that is one record, names from the root without prefixes.", valueName: "A/B"))
    var record: RecordPathArgument?

    func run() throws {
        let status = Failure.reporting {
            let catalog = try services.catalog()
            try RecordListing(
                catalog: catalog, options: InputOptions(csv: form.options, recordPath: record?.names),
                profile: try profile.setting(catalog, try profiles.catalog(catalog))
            ).print(file: file) {
                Console.out($0)
            }
            return .success
        }
        throw ExitCode(status.rawValue)
    }
}
