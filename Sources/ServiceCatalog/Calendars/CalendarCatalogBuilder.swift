import ServiceLevels

/// Puts layers of files on top of each other and checks what only the whole can show.
struct CalendarCatalogBuilder {
    let database: TimeZoneDatabase
    var regions: [(placed: CalendarFile.PlacedRegion, isBuiltIn: Bool)] = []
    var serviceLevels = ServiceLevelTable()
    /// Index into `regions` by folded id; with the other spellings once all files are added and checked.
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
            let folded = Folding.fold(placed.region.id)
            if let first = seen[folded] {
                report(
                    "the region “\(placed.region.id)” is defined already in \(first.file):\(first.place.line); keep one",
                    placed.file, placed.place)
                continue
            }
            seen[folded] = placed
            if let index = spellings[folded] {
                regions[index] = (placed, isBuiltIn)
            } else {
                spellings[folded] = regions.count
                regions.append((placed, isBuiltIn))
            }
        }
        for levels in files.flatMap(\.levels) {
            if let first = seenKinds[levels.kind] {
                report(
                    "the service level “\(levels.kind)” is defined already in \(first.file):\(first.place.line); "
                        + "keep one", levels.file, levels.place)
                continue
            }
            seenKinds[levels.kind] = levels
            serviceLevels[kind: levels.kind] = levels.levels
        }
    }

    mutating func check() -> [DefinitionProblem] {
        // The customer's spellings are taken first: one that a built-in region has too is the customer's.
        for (index, region) in regions.enumerated() where !region.isBuiltIn {
            addSpellings(of: region.placed, index)
        }
        for (index, region) in regions.enumerated() where region.isBuiltIn {
            for spelling in region.placed.region.spellings {
                let folded = Folding.fold(spelling)
                if spellings[folded] == nil { spellings[folded] = index }
            }
        }
        return problems
    }

    private mutating func addSpellings(of placed: CalendarFile.PlacedRegion, _ index: Int) {
        for (spelling, place) in zip(placed.region.spellings, placed.spellingPlaces) {
            let folded = Folding.fold(spelling)
            if let other = spellings[folded], other != index {
                report(
                    "“\(spelling)” names the region “\(regions[other].placed.region.id)” already; use another spelling",
                    placed.file, place)
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
                report(error.description, file.yaml.file, place)
            }
        }
    }

    private mutating func report(_ message: String, _ file: String, _ place: YAMLPlace) {
        problems.append(DefinitionProblem(file: file, line: place.line, column: place.column, message: message))
    }
}
