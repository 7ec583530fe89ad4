import ArgumentParser
import ServiceCatalog

/// A blank import file for one service, on the standard output.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print a blank import file for a service, with one example row.",
        discussion: "muster template work-new-user > hires.csv")

    @Argument(help: "The service's id, such as work-new-user; “muster services” lists them.")
    var service: String

    @Option(
        help: "csv, for a spreadsheet; xml; or xsd, the schema of the XML form for the services of all definitions.")
    var format: Format = .csv

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case csv, xml, xsd
    }

    @OptionGroup var options: ServiceDefinitionOptions

    func run() throws {
        let definition = try options.definition(id: service)
        switch format {
        case .csv: Console.out(ImportTemplate(for: definition).text(as: .csv))
        case .xml: Console.out(ImportTemplate(for: definition).text(as: .xml))
        case .xsd: Console.out(ImportSchema(try options.catalog()).text)
        }
    }
}
