import ServiceCatalog

/// A definition file with marks (① ② …) where problems belong, so that a test shows the place instead of counting it.
struct MarkedDefinition {
    private var text = ""
    private var marks: [String: Character] = [:]

    init(_ marked: String) {
        var (line, column) = (1, 1)
        for character in marked {
            if "①②③④⑤⑥".contains(character) {
                marks["\(line):\(column)"] = character
            } else {
                text.append(character)
                (line, column) = character == "\n" ? (line + 1, 1) : (line, column + character.unicodeScalars.count)
            }
        }
    }

    /// `① message` for each problem; one that stands where no mark is shows its line and column.
    func problems(lists: [String: [UInt8]] = [:]) -> [String] {
        do {
            _ = try ServiceCatalog(builtIn: [], folder: DefinitionFolder(path: "t", files: [file(lists: lists)]))
            return []
        } catch {
            return error.problems.map(shown)
        }
    }

    /// The same for the text as a profile, held against the built-in services.
    func profileProblems() throws -> [String] {
        do throws(DefinitionProblems) {
            _ = try ProfileCatalog.read(
                Array(text.utf8), name: "t.yaml", services: ServiceCatalog.load(customDirectory: nil))
            return []
        } catch {
            return error.problems.map(shown)
        }
    }

    private func shown(_ problem: DefinitionProblem) -> String {
        let place = "\(problem.line):\(problem.column)"
        return "\(marks[place].map(String.init) ?? place) \(problem.message)"
    }

    func definition(lists: [String: [UInt8]] = [:]) throws -> ServiceDefinition? {
        try ServiceCatalog(builtIn: [], folder: DefinitionFolder(path: "t", files: [file(lists: lists)])).definitions
            .first
    }

    func file(named name: String = "t.yaml", lists: [String: [UInt8]] = [:]) -> DefinitionFile {
        DefinitionFile(name: name, origin: name, bytes: Array(text.utf8)) { path in
            lists[path].map { .success($0) } ?? .failure(DefinitionFile.ListFault(reason: "there is no such file"))
        }
    }

    /// A whole definition but for its fields and what follows them.
    static func fields(_ rest: String) -> MarkedDefinition {
        MarkedDefinition(
            """
            id: t
            product: P
            service: S
            macd: addition
            service-level: user-administration
            subject: [a]
            fields:
            \(rest)

            """)
    }
}
