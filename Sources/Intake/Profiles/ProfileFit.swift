package import Records
package import ServiceCatalog

/// How well a profile fits a file, and why.
package struct ProfileFit: Sendable {
    /// The profile that was held against the file.
    package let profile: Profile
    /// For each of the columns that must be there: its name in the file, or `nil`.
    package let required: [(names: [String], found: String?)]
    /// The columns that speak for the profile and that the file has.
    package let hints: [String]

    package init(_ profile: Profile, header: Header) {
        self.profile = profile
        var names: [String: String] = [:]
        for name in header.names {
            let step = name.split(separator: "/").last.map(String.init) ?? name
            if profile.format == .xml, names[Folding.fold(step)] == nil { names[Folding.fold(step)] = name }
        }
        for name in header.names.reversed() { names[Folding.fold(name)] = name }
        names[""] = nil
        required = profile.fit.headers.map { group in
            (group, group.lazy.compactMap { names[Folding.fold($0)] }.first)
        }
        hints = profile.fit.hints.compactMap { names[Folding.fold($0)] }
    }

    /// Every column that must be there is.
    package var isMet: Bool { required.allSatisfy { $0.found != nil } }

    /// Greater for a better fit.
    package var score: Int { required.count { $0.found != nil } + hints.count }

    /// The columns by which the file is known: `“Employee ID”, “First Name”`.
    package var evidence: String {
        var seen: Set<String> = []
        let names = (required.compactMap(\.found) + hints).filter { seen.insert($0).inserted }
        return (names.prefix(8).map { "“\($0)”" } + (names.count > 8 ? ["…"] : [])).joined(separator: ", ")
    }

    /// The columns that must be there and are not: `“Hire Date” or “Start Date”, “Email”`.
    package var missing: String {
        required.filter { $0.found == nil }.map { group in
            group.names.prefix(3).map { "“\($0)”" }.joined(separator: " or ")
        }.joined(separator: ", ")
    }

    /// In a few words: `has “Employee ID”; lacks “Hire Date”`.
    package var explanation: String {
        let missing = missing
        let parts = [
            evidence.isEmpty ? "" : "has \(evidence)",
            missing.isEmpty ? "" : "lacks \(missing)",
        ].filter { !$0.isEmpty }
        return parts.isEmpty ? "asks for no column" : parts.joined(separator: "; ")
    }

    /// Whether a file is one that the profile refuses: the sentence says why.
    package static func refusal(of profile: Profile, root: String?, header: Header?) -> String? {
        profile.refusals.first { refusal in
            if let root, !refusal.roots.isEmpty { return refusal.roots.contains(root) }
            guard let header, !refusal.headers.isEmpty else { return false }
            let names = Set(header.names.map { Folding.fold($0) })
            return refusal.headers.allSatisfy { $0.contains { names.contains(Folding.fold($0)) } }
        }?.because
    }
}
