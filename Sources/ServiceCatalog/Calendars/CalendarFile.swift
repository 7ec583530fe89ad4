import ServiceLevels

/// The regions and service levels of one calendar file, and all that is wrong with it.
struct CalendarFile {
    struct PlacedRegion {
        var region: Region
        var file: String
        var place: YAMLPlace
        /// In the order of `region.spellings`.
        var spellingPlaces: [YAMLPlace]
    }

    struct PlacedLevels {
        var kind: String
        var levels: [SupportPlan: ServiceLevel]
        var file: String
        var place: YAMLPlace
    }

    private(set) var regions: [PlacedRegion] = []
    /// Every zone that is named, also in regions that are wrong otherwise.
    var zones: [(name: String, place: YAMLPlace)] = []
    private(set) var levels: [PlacedLevels] = []

    /// Holds the file's name and its problems.
    var yaml: YAMLReader
    /// The regions whose holidays `seed:ID` may take over.
    let seeds: [Region]

    /// The key under which service levels stand; every other key of a file is a region.
    static let serviceLevelsKey = "service-levels"

    init(file: String, bytes: [UInt8], seeds: [Region]) {
        yaml = YAMLReader(file: file, kind: .calendar)
        self.seeds = seeds
        if let root = yaml.compose(bytes) { readRoot(root) }
    }

    private mutating func readRoot(_ root: YAMLNode) {
        let example = "“US:” with its zone and hours below it"
        for entry in yaml.mapping(root, keys: nil, what: "a calendar file", example: example)?.entries ?? [] {
            if entry.key == CalendarFile.serviceLevelsKey {
                readServiceLevels(entry.value)
            } else if Folding.fold(entry.key).isEmpty {
                yaml.report("“\(entry.key)” has no letter or digit, so it cannot name a region", at: entry.place)
            } else if let region = readRegion(entry) {
                regions.append(region)
            }
        }
    }

    private mutating func readServiceLevels(_ node: YAMLNode) {
        for entry in entries(of: node, what: "“service-levels”", example: "“user-administration:”") {
            if let levels = readLevels(entry) { self.levels.append(levels) }
        }
    }
}

// MARK: Values that may be left empty

extension CalendarFile {
    /// The entries of a mapping; none where nothing is written.
    mutating func entries(of node: YAMLNode, what: String, example: String) -> [YAMLNode.Entry] {
        node.isEmpty ? [] : yaml.mapping(node, keys: nil, what: what, example: example)?.entries ?? []
    }

    /// The items of a list; none where nothing is written.
    mutating func items(of node: YAMLNode, what: String, example: String) -> [YAMLNode] {
        node.isEmpty ? [] : yaml.items(node, what: what, example: example) ?? []
    }
}
