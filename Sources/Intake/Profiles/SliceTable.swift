import Foundation
import Records
import ServiceCatalog

/// Where the values of repeated elements stand in one header, slice by slice.
///
/// Columns of the second and later elements of a name carry a number: `job[2]/start_date`. A path without numbers means
/// the one of the slice that counts, and of the elements around it; `job[previous]` and `job[next]` are the slices in time
/// before and after that one.
struct SliceTable: Sendable {
    /// For each level, the slice that counts in a row; -1 for none.
    typealias Choice = SIMD16<Int16>
    /// How many kinds of repeated elements a profile may have: each may have neighbours in time, levels of their own.
    private static let mostKinds = 5

    static let none = Choice(repeating: -1)

    /// One kind of repeated element; those around it come before it.
    struct Level: Sendable {
        var steps: [String]
        var slices: [Slice] = []
        var isDated: Bool
        var filters: [Filter] = []
        /// The slices of another level, of which the one beside that level's in time counts.
        var beside: (level: Int, Neighbour)?
    }

    enum Neighbour: String, Sendable, CaseIterable {
        case previous, next
    }

    struct Slice: Sendable {
        /// The slice's own path, step by step, with numbers.
        var steps: [String]
        /// The columns of its date and its tie-breaker; -1 where the header has none.
        var from = -1
        var tie = -1
        /// The columns of the level's filters.
        var filters: [Int] = []
        /// All columns in it.
        var members: [Int] = []
        /// The slice of an outer level in which it stands; -1 for none.
        var outer = -1
    }

    struct Filter: Sendable {
        var words: WordList
        var takesEmpty: Bool
        var isExcluding: Bool
    }

    private(set) var levels: [Level] = []
    /// The paths that were asked for, with their level, and their column in each of its slices.
    private(set) var paths: [(name: String, level: Int, columns: [Int])] = []
    /// For each level the one around it; -1 for none.
    private(set) var outer: [Int] = []
    private let columnsByName: [String: Int]

    init(_ definitions: [Profile.Slices], header: Header) {
        var names: [String: Int] = [:]
        for (index, name) in header.names.enumerated() { names[name.lowercased()] = names[name.lowercased()] ?? index }
        columnsByName = names
        let headerSteps = header.names.map(Self.steps)
        for definition in definitions.prefix(Self.mostKinds) {
            let steps = Self.steps(of: definition.path)
            let around = levels.indices.last { Self.isPrefix(levels[$0].steps, of: steps) } ?? -1
            outer.append(around)
            levels.append(level(definition, steps: steps, around: around, headerSteps))
        }
    }

    private func level(
        _ definition: Profile.Slices, steps: [String], around: Int, _ headerSteps: [[String]]
    ) -> Level {
        var level = Level(steps: steps, isDated: definition.from != nil)
        level.filters = definition.filters.map { filter in
            Filter(
                words: WordList(filter.words.filter { !$0.isEmpty }.map { Name($0) }, matching: .folded),
                takesEmpty: filter.words.contains(""), isExcluding: filter.isExcluding)
        }
        var places: [[String]: Int] = [:]
        for (column, other) in headerSteps.enumerated()
        where other.count >= steps.count && Self.isPrefix(steps, of: other) {
            let own = Array(other.prefix(steps.count))
            let place = places[own] ?? level.slices.count
            if place == level.slices.count {
                places[own] = place
                level.slices.append(slice(definition, own, around: around))
            }
            level.slices[place].members.append(column)
        }
        return level
    }

    private func slice(_ definition: Profile.Slices, _ own: [String], around: Int) -> Slice {
        let wanted = Self.steps(of: definition.path)
        var slice = Slice(steps: own)
        func column(_ path: String) -> Int { self.column(path, own, of: wanted) }
        if let from = definition.from { slice.from = column(definition.path + "/" + from) }
        if let tie = definition.tie { slice.tie = column(definition.path + "/" + tie) }
        slice.filters = definition.filters.map { column($0.column) }
        if around >= 0 {
            slice.outer = levels[around].slices.firstIndex { own.starts(with: $0.steps) } ?? -1
        }
        return slice
    }

    /// The index of a path that leads through a level's elements; `nil` for any other, and one that no slice has.
    mutating func path(of name: String) -> Int? {
        if let known = paths.firstIndex(where: { $0.name == name }) { return known }
        for neighbour in Neighbour.allCases {
            guard let mark = name.range(of: "[\(neighbour.rawValue)]", options: .caseInsensitive) else { continue }
            return path(of: name, beside: neighbour, at: mark)
        }
        let steps = Self.steps(of: name)
        var found: (level: Int, shared: Int)?
        for (index, level) in levels.enumerated() where level.beside == nil {
            let shared = Self.sharedSteps(level.steps, steps)
            guard shared > found?.shared ?? 0 else { continue }
            let isRepeated = level.slices.contains { $0.steps.prefix(shared).contains { $0.hasSuffix("]") } }
            if shared == level.steps.count || isRepeated { found = (index, shared) }
        }
        guard let found else { return nil }
        let level = levels[found.level]
        let columns = level.slices.map { column(name, $0.steps, of: level.steps) }
        guard columns.contains(where: { $0 >= 0 }) else { return nil }
        paths.append((name, found.level, columns))
        return paths.count - 1
    }

    /// The index of a path in the slice before or after the one that counts.
    private mutating func path(of name: String, beside neighbour: Neighbour, at mark: Range<String.Index>) -> Int? {
        let steps = Self.steps(of: String(name[..<mark.lowerBound]))
        let base = levels.firstIndex { level in
            level.beside == nil && level.isDated && level.steps.count == steps.count
                && Self.isPrefix(level.steps, of: steps)
        }
        guard let base else { return nil }
        let level = level(beside: base, neighbour)
        let plain = name.replacingCharacters(in: mark, with: "")
        let columns = levels[level].slices.map { column(plain, $0.steps, of: levels[level].steps) }
        guard columns.contains(where: { $0 >= 0 }) else { return nil }
        paths.append((name, level, columns))
        return paths.count - 1
    }

    private mutating func level(beside base: Int, _ neighbour: Neighbour) -> Int {
        let known = levels.firstIndex { level in
            level.beside.map { $0.level == base && $0.1 == neighbour } ?? false
        }
        if let known { return known }
        var level = levels[base]
        level.beside = (base, neighbour)
        levels.append(level)
        outer.append(outer[base])
        return levels.count - 1
    }

    /// The column that a path means in a row; -1 for none.
    func column(_ path: Int, _ choice: Choice) -> Int {
        let slice = Int(choice[paths[path].level])
        return slice < 0 ? -1 : paths[path].columns[slice]
    }

    /// The columns that a path may mean.
    func columns(ofPath path: Int) -> [Int] { paths[path].columns }

    /// Whether the choice of a slice depends on a column.
    func decides(_ column: Int) -> Bool {
        levels.contains { $0.slices.contains { $0.from == column || $0.tie == column || $0.filters.contains(column) } }
    }

    /// The column of a path, with the numbers that a slice has in the steps that both share.
    private func column(_ path: String, _ slice: [String], of wanted: [String]) -> Int {
        let steps = Self.steps(of: path)
        let shared = Self.sharedSteps(wanted, steps)
        let name = (slice.prefix(shared) + steps.dropFirst(shared)).joined(separator: "/")
        return columnsByName[name.lowercased()] ?? -1
    }

    private static func sharedSteps(_ one: [String], _ other: [String]) -> Int {
        zip(one, other).prefix { plain($0) == plain($1) }.count
    }

    private static func isPrefix(_ one: [String], of other: [String]) -> Bool {
        one.count <= other.count && sharedSteps(one, other) == one.count
    }

    /// A path cut at its slashes, but not at those inside brackets.
    private static func steps(of path: String) -> [String] {
        var steps = [""]
        var depth = 0
        for character in path {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if character == "/", depth <= 0 { steps.append("") } else { steps[steps.count - 1].append(character) }
        }
        return steps
    }

    /// Without a number in brackets, and without case.
    private static func plain(_ step: String) -> String {
        guard step.hasSuffix("]"), let open = step.lastIndex(of: "["),
            step[step.index(after: open)...].dropLast().allSatisfy(\.isNumber)
        else { return step.lowercased() }
        return step[..<open].lowercased()
    }
}
