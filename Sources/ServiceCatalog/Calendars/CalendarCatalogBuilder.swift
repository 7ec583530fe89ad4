import ServiceLevels

/// Puts layers of files on top of each other and checks what only the whole can show.
struct CalendarCatalogBuilder {
    let database: TimeZoneDatabase
    var regions: [(placed: CalendarFile.PlacedRegion, isBuiltIn: Bool)] = []
    var serviceLevels = ServiceLevelTable()
    var spellings: [String: Int] = [:]
    private var problems: [DefinitionProblem] = []

    init(database: TimeZoneDatabase) {
        self.database = database
    }

    mutating func add(_ files: [CalendarFile], isBuiltIn: Bool) {
        var seen: [String: CalendarFile.PlacedRegion] = [:]
        var seenKinds: [String: CalendarFile.PlacedLevels] = [:]
        if !isBuiltIn {
            for file in files { checkZones(of: file) }
        }
        for placed in files.flatMap(\.regions) {
            let folded = CalendarSpelling.folded(placed.region.id)
            if let first = seen[folded] {
                report(
                    placed, placed.place,
                    "Region \(placed.region.id) is defined twice, first in \(at(first.file, first.place)).")
                continue
            }
            seen[folded] = placed
            if let index = regions.firstIndex(where: { CalendarSpelling.folded($0.placed.region.id) == folded }) {
                regions[index] = (placed, isBuiltIn)
            } else {
                regions.append((placed, isBuiltIn))
            }
        }
        for levels in files.flatMap(\.levels) {
            if let first = seenKinds[levels.kind] {
                problems.append(
                    DefinitionProblem(
                        file: levels.file, line: levels.place.line, column: levels.place.column,
                        message:
                            "Service level \(levels.kind) is defined twice, first in \(at(first.file, first.place))."))
                continue
            }
            seenKinds[levels.kind] = levels
            serviceLevels[kind: levels.kind] = levels.levels
        }
    }

    mutating func check() -> [DefinitionProblem] {
        for (index, region) in regions.enumerated() {
            spellings[CalendarSpelling.folded(region.placed.region.id)] = index
        }
        // The customer's spellings are taken first: one that a built-in region has too is the customer's.
        for (index, region) in regions.enumerated() where !region.isBuiltIn {
            addSpellings(of: region.placed, index)
        }
        for (index, region) in regions.enumerated() where region.isBuiltIn {
            for spelling in region.placed.region.spellings {
                let folded = CalendarSpelling.folded(spelling)
                if spellings[folded] == nil { spellings[folded] = index }
            }
        }
        return problems
    }

    private mutating func addSpellings(of placed: CalendarFile.PlacedRegion, _ index: Int) {
        for (spelling, place) in zip(placed.region.spellings, placed.spellingPlaces) {
            let folded = CalendarSpelling.folded(spelling)
            if let other = spellings[folded], other != index {
                report(placed, place, "\"\(spelling)\" already names the region \(regions[other].placed.region.id).")
            } else {
                spellings[folded] = index
            }
        }
    }

    /// A missing database is no fault of the file; it is reported when a calendar is asked for.
    private mutating func checkZones(of file: CalendarFile) {
        for (name, place) in file.zones {
            do throws(TimeZoneError) {
                _ = try database.rules(for: name)
            } catch .databaseMissing {
                return
            } catch {
                problems.append(
                    DefinitionProblem(
                        file: file.file, line: place.line, column: place.column, message: error.description))
            }
        }
    }

    private func at(_ file: String, _ place: CalendarNode.Place) -> String { "\(file):\(place.line)" }

    private mutating func report(
        _ placed: CalendarFile.PlacedRegion, _ place: CalendarNode.Place, _ message: String
    ) {
        problems.append(
            DefinitionProblem(file: placed.file, line: place.line, column: place.column, message: message))
    }
}
