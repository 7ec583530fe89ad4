import ArgumentParser
import Records

/// What the user knows about a CSV file; what is left out is found out, and said.
struct CSVFormOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What separates the cells: a character, or comma, semicolon, tab, pipe.", valueName: "character"))
    var delimiter: DelimiterArgument?

    @Option(help: ArgumentHelp("How the text is written; else it is found out.", valueName: "name"))
    var encoding: EncodingArgument?

    @Option(help: ArgumentHelp("The line on which the header stands; else it is found out.", valueName: "number"))
    var headerLine: Int?

    func validate() throws {
        if let headerLine, headerLine < 1 { throw ValidationError("--header-line takes a number from 1 on.") }
    }

    var options: CSVOptions {
        CSVOptions(delimiter: delimiter?.byte, encoding: encoding?.choice, headerLine: headerLine)
    }
}
