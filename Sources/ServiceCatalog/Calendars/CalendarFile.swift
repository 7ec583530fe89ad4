import ServiceLevels

/// The regions and service levels of one calendar file, and all that is wrong with it.
struct CalendarFile {
    struct PlacedRegion {
        var region: Region
        var file: String
        var place: CalendarNode.Place
        /// In the order of `region.spellings`.
        var spellingPlaces: [CalendarNode.Place]
    }

    struct PlacedLevels {
        var kind: String
        var levels: [SupportPlan: ServiceLevel]
        var file: String
        var place: CalendarNode.Place
    }

    private(set) var regions: [PlacedRegion] = []
    /// Every zone that is named, also in regions that are wrong otherwise.
    var zones: [(name: String, place: CalendarNode.Place)] = []
    private(set) var levels: [PlacedLevels] = []
    private(set) var problems: [DefinitionProblem] = []

    let file: String
    /// The regions whose holidays `seed:ID` may take over.
    let seeds: [Region]

    /// The key under which service levels stand; every other key of a file is a region.
    static let serviceLevelsKey = "service-levels"

    init(file: String, bytes: [UInt8], seeds: [Region]) {
        self.file = file
        self.seeds = seeds
        do throws(DefinitionProblem) {
            let root = try CalendarDocument(file: file, bytes: bytes).root
            readRoot(root)
        } catch {
            problems.append(error)
        }
    }

    mutating func report(_ place: CalendarNode.Place, _ message: String) {
        problems.append(DefinitionProblem(file: file, line: place.line, column: place.column, message: message))
    }

    private mutating func readRoot(_ root: CalendarNode) {
        guard case .mapping = root.content else {
            report(
                root.place, "A calendar file holds regions by name, such as \"US:\" with its zone and hours below it.")
            return
        }
        for entry in root.entries where !entry.key.hasPrefix("_") {
            if entry.key == CalendarFile.serviceLevelsKey {
                readServiceLevels(entry.value)
            } else if CalendarSpelling.folded(entry.key).isEmpty {
                report(entry.keyPlace, "A region needs a name of letters or digits.")
            } else if let region = readRegion(entry) {
                regions.append(region)
            }
        }
    }

    private mutating func readServiceLevels(_ node: CalendarNode) {
        for entry in entries(of: node, what: "service-levels", example: "user-administration:") {
            if let levels = readLevels(entry) { self.levels.append(levels) }
        }
    }
}

// MARK: Reading values, with a problem for each that will not do

extension CalendarFile {
    /// What a problem calls a value that is of the wrong type.
    private func name(of content: CalendarNode.Content) -> String {
        switch content {
        case .scalar: "a single value"
        case .list: "a list"
        case .mapping: "keys with values"
        case .nothing: "empty"
        }
    }

    mutating func text(_ node: CalendarNode, key: String, example: String) -> String? {
        guard case .scalar(let text) = node.content, !text.isEmpty else {
            report(node.place, "\"\(key)\" is \(name(of: node.content)), but must be text, such as \(example).")
            return nil
        }
        return text
    }

    mutating func elements(of node: CalendarNode, key: String, example: String) -> [CalendarNode] {
        switch node.content {
        case .list: return node.elements
        case .nothing: return []
        default:
            report(node.place, "\"\(key)\" is \(name(of: node.content)), but must be a list, such as \(example).")
            return []
        }
    }

    mutating func entries(of node: CalendarNode, what key: String, example: String) -> [CalendarNode.Entry] {
        switch node.content {
        case .mapping: return node.entries.filter { !$0.key.hasPrefix("_") }
        case .nothing: return []
        default:
            report(
                node.place, "\"\(key)\" is \(name(of: node.content)), but must be keys with values, such as \(example)."
            )
            return []
        }
    }

    /// The entries by key; keys that are not known are reported.
    mutating func fields(
        of node: CalendarNode, what: String, known: [String], example: String
    ) -> [String: CalendarNode.Entry]? {
        guard case .mapping = node.content else {
            report(
                node.place, "\(what) is \(name(of: node.content)), but must be keys with values, such as \(example).")
            return nil
        }
        var result: [String: CalendarNode.Entry] = [:]
        for entry in node.entries where !entry.key.hasPrefix("_") {
            if known.contains(entry.key) {
                result[entry.key] = entry
            } else {
                let suggestion = CalendarSpelling.suggestion(for: entry.key, among: known)
                report(
                    entry.keyPlace,
                    "\(what) has no key \"\(entry.key)\".\(suggestion) Known keys: \(known.joined(separator: ", ")).")
            }
        }
        return result
    }
}
