import ArgumentParser
import Batch
import Foundation
import ServiceCatalog
import ServiceLevels
import SystemPackage

/// Which inboxes are meant: those of a configuration file, or one folder.
struct InboxPlace: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration; “muster config init” writes an example.", valueName: "muster.yaml"))
    var config: String?

    @Option(help: ArgumentHelp("The folder of one inbox, in place of a configuration.", valueName: "dir"))
    var inbox: String?

    func validate() throws {
        guard config == nil || inbox == nil else { throw ValidationError("Give --config or --inbox, not both.") }
    }

    /// - Throws: `DefinitionProblems` when the configuration is wrong, an exit code when none is named.
    func configuration() throws -> Configuration {
        if let config { return try ConfigurationFile.load(config) }
        guard let inbox else {
            throw Failure.usage("Say which inbox is meant: --config muster.yaml or --inbox DIR.")
        }
        let folder = URL(fileURLWithPath: inbox).standardizedFileURL.path
        var settings = InboxSettings(name: URL(fileURLWithPath: folder).lastPathComponent, folder: folder)
        settings.origins["folder"] = "--inbox"
        return Configuration(inboxes: [settings])
    }
}

/// Which inboxes are meant, with what is said here about one that has no configuration.
struct InboxOptions: ParsableArguments {
    @OptionGroup var place: InboxPlace

    @Option(help: "With --inbox: whose users these are; part of every case id.")
    var tenant: String?

    @Option(help: "With --inbox: the region of rows that name none.")
    var region: String?

    @Option(help: "With --inbox: the support level: standard, premium, premium-plus or enterprise.")
    var plan: SupportPlan?

    @Option(
        help: ArgumentHelp(
            "With --inbox: for phone numbers without a country, a code such as US or +1.", valueName: "country"))
    var defaultCountry: String?

    @Option(
        help: ArgumentHelp("With --inbox: how dates such as 03/04/2026 are meant: dmy, mdy or ymd.", valueName: "order")
    )
    var dateOrder: DateOrder?

    @Option(help: ArgumentHelp("With --inbox: a folder of your own service definitions.", valueName: "dir"))
    var services: String?

    @Option(help: ArgumentHelp("With --inbox: a folder of your own profiles.", valueName: "dir"))
    var profiles: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("With --inbox: a calendar file, or a folder of them. May be repeated.", valueName: "path"))
    var calendars: [String] = []

    @Option(
        help: ArgumentHelp("With --inbox: how long a file must be unchanged before it is taken.", valueName: "time"))
    var settle: DurationArgument?

    func validate() throws {
        let isSaidHere =
            tenant != nil || region != nil || plan != nil || defaultCountry != nil || dateOrder != nil
            || services != nil || profiles != nil
            || !calendars.isEmpty || settle != nil
        guard place.config == nil || !isSaidHere else {
            throw ValidationError("With --config, what is said about an inbox stands in the configuration alone.")
        }
    }

    /// - Throws: `DefinitionProblems` when the configuration is wrong, an exit code when none is named.
    func configuration() throws -> Configuration {
        var configuration = try place.configuration()
        guard place.config == nil, var settings = configuration.inboxes.first else { return configuration }
        if let tenant { settings.tenant = tenant }
        if let plan { settings.plan = plan }
        settings.region = region
        settings.defaultCountry = defaultCountry
        settings.dateOrder = dateOrder
        settings.services = services
        settings.profiles = profiles
        settings.calendars = calendars
        if let settle { settings.settle = settle.duration }
        for (key, isSet) in [
            ("tenant", tenant != nil), ("plan", plan != nil), ("region", region != nil),
            ("default-country", defaultCountry != nil), ("date-order", dateOrder != nil),
            ("services", services != nil), ("profiles", profiles != nil), ("calendars", !calendars.isEmpty),
            ("settle", settle != nil),
        ] where isSet { settings.origins[key] = "--\(key)" }
        try check(settings)
        configuration.inboxes = [settings]
        return configuration
    }

    private func check(_ settings: InboxSettings) throws {
        if let country = settings.defaultCountry, CountryCalling(country) == nil {
            throw Failure.usage("--default-country “\(country)” is no country; write a code such as US or +1.")
        }
        guard let region = settings.region else { return }
        let calendars = try CalendarCatalog.load(custom: settings.calendars)
        if calendars.region(matching: region) == nil {
            throw Failure.usage(calendars.unknownRegion(region).description)
        }
    }
}

/// How a long-running command reports.
struct ReportingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Write metrics for Prometheus to this file.", valueName: "path"))
    var metricsFile: String?

    @Option(help: "How the log is written: text, or json (one object a line).")
    var logFormat: LogSettings.Format?

    @Option(help: "What the log tells: debug, info, notice, warning or error.")
    var logLevel: LogSettings.Level?

    func apply(to configuration: Configuration) -> Configuration {
        var configuration = configuration
        if let metricsFile { configuration.metricsFile = metricsFile }
        if let logFormat { configuration.log.format = logFormat }
        if let logLevel { configuration.log.level = logLevel }
        return configuration
    }
}

extension LogSettings.Format: ExpressibleByArgument {}

extension LogSettings.Level: ExpressibleByArgument {}

/// A length of time as the command line takes it: `500ms`, `5s`, `10m`, `24h`.
struct DurationArgument: ExpressibleByArgument {
    var duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        guard let duration = Duration(words: argument) else { return nil }
        self.duration = duration
    }

    var defaultValueDescription: String { duration.short }
}
