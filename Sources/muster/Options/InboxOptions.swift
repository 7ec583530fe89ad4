import ArgumentParser
import Batch
import Foundation
import ServiceCatalog
import ServiceLevels
import SystemPackage

/// Which inboxes are meant: those of a configuration file, or one folder with what is said about it here.
struct InboxOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of one inbox; it is made when it is missing.", valueName: "dir"))
    var inbox: String?

    @Option(help: "Whose users these are; part of every case id.")
    var tenant: String?

    @Option(help: "The region of rows that name none.")
    var region: String?

    @Option(help: "The support level: standard, premium, premium-plus or enterprise.")
    var plan: SupportPlan?

    @Option(help: ArgumentHelp("For phone numbers without a country: a code such as US or +1.", valueName: "country"))
    var defaultCountry: String?

    @Option(help: ArgumentHelp("How dates such as 03/04/2026 are meant: dmy, mdy or ymd.", valueName: "order"))
    var dateOrder: DateOrder?

    @Option(help: ArgumentHelp("A folder of your own service definitions.", valueName: "dir"))
    var services: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A calendar file, or a folder of them. May be repeated.", valueName: "path"))
    var calendars: [String] = []

    @Option(help: ArgumentHelp("How long a file must be unchanged before it is taken: 5s.", valueName: "time"))
    var settle: DurationArgument?

    func configuration() throws -> Configuration {
        guard let inbox else { throw Failure.usage("Say which inbox is meant: --inbox DIR.") }
        let folder = URL(fileURLWithPath: inbox).standardizedFileURL.path
        var settings = InboxSettings(name: URL(fileURLWithPath: folder).lastPathComponent, folder: folder)
        if let tenant { settings.tenant = tenant }
        if let plan { settings.plan = plan }
        settings.region = region
        settings.defaultCountry = defaultCountry
        settings.dateOrder = dateOrder
        settings.services = services
        settings.calendars = calendars
        if let settle { settings.settle = settle.duration }
        return Configuration(inboxes: [settings])
    }

    /// Keeps other drains out of an inbox.
    static func lock(_ settings: InboxSettings) throws -> DrainLock {
        let folders = InboxFolders(FilePath(settings.folder))
        try folders.make()
        return try DrainLock(folders)
    }
}

/// A length of time as the command line takes it: `500ms`, `5s`, `10m`, `24h`.
struct DurationArgument: ExpressibleByArgument {
    var duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    var defaultValueDescription: String { duration.short }

    init?(argument: String) {
        guard let duration = Duration(words: argument) else { return nil }
        self.duration = duration
    }
}
