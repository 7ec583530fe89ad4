import Foundation
package import ServiceCatalog

/// `muster.yaml`: read and checked whole, so that everything that is wrong is known before anything starts.
package struct ConfigurationFile {
    private var yaml: YAMLReader
    private let folder: String
    private var configuration = Configuration(inboxes: [])
    private var defaults = PlacedSettings(InboxSettings(name: "", folder: ""))

    private static let keys = ["inboxes", "defaults", "metrics-file", "log"]

    /// - Parameter path: as the user gave it; paths inside it that are not absolute count from its folder.
    /// - Throws: every problem of the file, and of the definitions and calendars that it names.
    package static func load(_ path: String) throws(DefinitionProblems) -> Configuration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DefinitionProblems([
                DefinitionProblem(
                    file: path, line: 1, column: 1,
                    message: "there is no such configuration that can be read; “muster config init” writes an example")
            ])
        }
        var file = ConfigurationFile(path)
        file.read(Array(data))
        let problems = file.yaml.problems + file.others
        guard problems.isEmpty else { throw DefinitionProblems(problems.sorted(by: Self.inReadingOrder)) }
        return file.configuration
    }

    /// Problems in other files, which this one names.
    private var others: [DefinitionProblem] = []

    private init(_ path: String) {
        yaml = YAMLReader(file: path)
        folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private static func inReadingOrder(_ left: DefinitionProblem, _ right: DefinitionProblem) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }

    private mutating func read(_ bytes: [UInt8]) {
        guard let root = yaml.compose(bytes),
            let mapping = yaml.mapping(
                root, keys: Self.keys, what: "muster.yaml", example: "“inboxes:” with a group for each inbox below it")
        else { return }
        if let node = mapping["log"] { readLog(node) }
        if let node = mapping["metrics-file"],
            let path = yaml.string(node, what: "“metrics-file”", example: "/var/lib/x")
        {
            configuration.metricsFile = absolute(path)
        }
        if let node = mapping["defaults"],
            let group = yaml.mapping(node, keys: SettingsReader.keys.filter { $0 != "folder" }, what: "“defaults”")
        {
            defaults = read(group, into: defaults)
        }
        guard let node = yaml.required("inboxes", in: mapping),
            let group = yaml.mapping(
                node, keys: nil, what: "“inboxes”", example: "“hr:” with “folder: /srv/hr” below it")
        else { return }
        var inboxes: [PlacedSettings] = []
        for entry in group.entries {
            guard
                let group = yaml.mapping(
                    entry.value, keys: SettingsReader.keys, what: "the inbox “\(entry.key)”",
                    example: "“folder: /srv/hr”",
                    place: entry.place)
            else { continue }
            var placed = defaults
            placed.settings.name = entry.key
            guard let folder = yaml.required("folder", in: group) else { continue }
            placed = read(group, into: placed)
            placed.place = folder.place
            inboxes.append(placed)
        }
        if group.entries.isEmpty { yaml.report("“inboxes” names none; write one with its folder", at: node) }
        checkFolders(inboxes)
        for inbox in inboxes { check(inbox) }
        configuration.inboxes = inboxes.map(\.settings)
    }

    private mutating func read(_ group: YAMLMapping, into placed: PlacedSettings) -> PlacedSettings {
        var reader = SettingsReader(yaml: yaml, folder: folder, placed: placed)
        reader.read(group)
        yaml = reader.yaml
        return reader.placed
    }

    private mutating func readLog(_ node: YAMLNode) {
        guard let group = yaml.mapping(node, keys: ["format", "level"], what: "“log”", example: "“format: json”") else {
            return
        }
        if let node = group["format"], let format = yaml.choice(node, of: LogSettings.Format.self, what: "“format”") {
            configuration.log.format = format
        }
        if let node = group["level"], let level = yaml.choice(node, of: LogSettings.Level.self, what: "“level”") {
            configuration.log.level = level
        }
    }

    private func absolute(_ path: String) -> String { SettingsReader.absolute(path, in: folder) }

    // MARK: Checks of the whole

    /// Two inboxes never share a folder, nor lies one within another.
    private mutating func checkFolders(_ inboxes: [PlacedSettings]) {
        for (index, inbox) in inboxes.enumerated() {
            let own = inbox.settings.folder
            for other in inboxes[..<index] {
                let theirs = other.settings.folder
                if own == theirs {
                    yaml.report("the inbox “\(other.settings.name)” has this folder already", at: inbox.place)
                } else if own.hasPrefix(theirs + "/") || theirs.hasPrefix(own + "/") {
                    yaml.report(
                        "this folder and that of the inbox “\(other.settings.name)” lie one within the other; keep them "
                            + "apart", at: inbox.place)
                }
            }
        }
    }

    /// Holds an inbox against the definitions, calendars and programs that it names.
    private mutating func check(_ inbox: PlacedSettings) {
        let settings = inbox.settings
        do throws(DefinitionProblems) {
            let calendars = try CalendarCatalog.load(custom: settings.calendars)
            if let region = settings.region, calendars.region(matching: region) == nil {
                yaml.report(calendars.unknownRegion(region).description, at: inbox.place(of: "region"))
            }
        } catch {
            others += error.problems.filter { !others.contains($0) }
        }
        do throws(DefinitionProblems) {
            let catalog = try ServiceCatalog.load(customDirectory: settings.services)
            if let service = settings.service, catalog.definition(id: service) == nil {
                let known = catalog.definitions.map(\.id)
                yaml.report(
                    "there is no service “\(service)”; \(Suggestion.phrase(for: service, among: known))",
                    at: inbox.place(of: "service"))
            }
            do throws(DefinitionProblems) {
                let profiles = try ProfileCatalog.load(services: catalog, folder: settings.profiles)
                _ = try ProfileSetting.named(settings.profile, among: profiles, services: catalog)
            } catch {
                let isHere = error.problems.allSatisfy { $0.file == settings.profile && $0.line == 0 }
                if isHere {
                    for problem in error.problems { yaml.report(problem.message, at: inbox.place(of: "profile")) }
                } else {
                    others += error.problems.filter { !others.contains($0) }
                }
            }
        } catch {
            others += error.problems.filter { !others.contains($0) }
        }
        if let country = settings.defaultCountry, CountryCalling(country) == nil {
            yaml.report(
                "“\(country)” is no country; write a code of two letters such as US, or a calling code such as +1",
                at: inbox.place(of: "default-country"))
        }
        let notification = settings.notification
        if let program = notification.command.first, !FileManager.default.isExecutableFile(atPath: program) {
            yaml.report("there is no program “\(program)” that may be run", at: inbox.place(of: "notify"))
        }
        if !notification.mailTo.isEmpty, !FileManager.default.isExecutableFile(atPath: notification.sendmail) {
            yaml.report(
                "mail is sent through \(notification.sendmail), and there is no such program; install one, or name it "
                    + "with “sendmail:”", at: inbox.place(of: "notify"))
        }
    }
}

/// The settings of one inbox, and where each of them was written.
struct PlacedSettings {
    var settings: InboxSettings
    /// Of the folder.
    var place = YAMLPlace.start
    /// By key.
    var places: [String: YAMLPlace] = [:]

    init(_ settings: InboxSettings) {
        self.settings = settings
    }

    func place(of key: String) -> YAMLPlace { places[key] ?? place }
}
