import ArgumentParser
import Records
import ServiceCatalog
import ServiceLevels

/// `muster calendar`: the holidays that close a region's offices in a year.
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "List the holidays that a region observes in a year.",
        discussion: """
            Prints CSV: the holiday's own date, its name, and the date on which the offices are closed for it. A \
            holiday of the next year that is observed in this one is listed too.
            """
    )

    @Option(help: "A region, such as US, Europe or APAC, or another spelling of it.")
    var region: String

    @Option(help: "The year in which the holidays are observed.")
    var year: Int

    @OptionGroup var calendars: CalendarOptions

    func validate() throws {
        guard (1...9_999).contains(year) else { throw ValidationError("--year must be a year from 1 to 9999.") }
    }

    func run() throws {
        let catalog = try calendars.load()
        guard let region = catalog.region(matching: region) else {
            throw Failure.usage(catalog.unknownRegion(self.region).description)
        }
        var output = OutputBuffer()
        output.append("date,name,observed\n")
        for holiday in region.observedHolidays(in: year...year) {
            output.append("\(holiday.date),")
            output.appendCell(holiday.name, delimiter: UInt8(ascii: ","))
            output.append(",\(holiday.observed)\n")
        }
        Console.out(output.bytes)
    }
}
