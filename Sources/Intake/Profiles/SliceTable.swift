import Records
import ServiceCatalog

/// Where the values of repeated elements stand in one header, slice by slice.
///
/// Columns of the second and later elements of a name carry a number: `job[2]/start_date`. A path without numbers means
/// the one of the slice that is in force, and of the elements around it.
struct SliceTable: Sendable {
    struct Slice: Sendable {
        /// The slice's own path, step by step, with numbers.
        var steps: [String]
        /// The columns of its date, its tie-breaker and the filter; -1 where the header has none.
        var from = -1
        var tie = -1
        var filter = -1
        /// For each of `paths`: its column, or -1.
        var columns: [Int] = []
    }

    private(set) var slices: [Slice] = []
    /// The paths that were asked for, without numbers.
    private(set) var paths: [String] = []
    let filterWords: WordList?
    let isExcluding: Bool
    private let steps: [String]
    private let columnsByName: [String: Int]

    init(_ definition: Profile.Slices, header: Header) {
        steps = Self.steps(of: definition.path)
        var names: [String: Int] = [:]
        for (index, name) in header.names.enumerated() { names[name.lowercased()] = names[name.lowercased()] ?? index }
        columnsByName = names
        filterWords = definition.filter.map { WordList($0.words.map { Name($0) }, matching: .folded) }
        isExcluding = definition.filter?.isExcluding ?? false
        var seen: Set<[String]> = []
        for name in header.names {
            let steps = Self.steps(of: name)
            guard steps.count > self.steps.count,
                Self.plain(steps.prefix(self.steps.count)) == Self.plain(self.steps[...])
            else { continue }
            let own = Array(steps.prefix(self.steps.count))
            guard seen.insert(own).inserted else { continue }
            var slice = Slice(steps: own)
            slice.from = column(definition.path + "/" + definition.from, of: slice)
            if let tie = definition.tie { slice.tie = column(definition.path + "/" + tie, of: slice) }
            if let filter = definition.filter { slice.filter = column(filter.column, of: slice) }
            slices.append(slice)
        }
    }

    /// The index of a path that shares its beginning with the slices; `nil` for any other, and one no slice has.
    mutating func path(of name: String, header: Header) -> Int? {
        if let known = paths.firstIndex(of: name) { return known }
        guard sharedSteps(Self.steps(of: name)) > 0 else { return nil }
        let columns = slices.map { column(name, of: $0) }
        guard columns.contains(where: { $0 >= 0 }) else { return nil }
        for (index, column) in columns.enumerated() { slices[index].columns.append(column) }
        paths.append(name)
        return paths.count - 1
    }

    private func column(_ path: String, of slice: Slice) -> Int {
        let steps = Self.steps(of: path)
        let shared = sharedSteps(steps)
        let name = (slice.steps.prefix(shared) + steps.dropFirst(shared)).joined(separator: "/")
        return columnsByName[name.lowercased()] ?? -1
    }

    private func sharedSteps(_ other: [String]) -> Int {
        zip(Self.plain(steps[...]), Self.plain(other[...])).prefix { $0 == $1 }.count
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

    /// Without numbers in brackets, and without case.
    private static func plain(_ steps: ArraySlice<String>) -> [String] {
        steps.map { step in
            guard step.hasSuffix("]"), let open = step.lastIndex(of: "["),
                step[step.index(after: open)...].dropLast().allSatisfy(\.isNumber)
            else { return step.lowercased() }
            return step[..<open].lowercased()
        }
    }
}
