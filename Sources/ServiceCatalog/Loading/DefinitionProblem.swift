/// One thing that is wrong in a definition or calendar file, with the place to mend it.
///
/// Problems are values: a file is checked whole and all of them are reported at once.
package struct DefinitionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path as the user named it, or `built-in:NAME`.
    package var file: String
    /// 1-based.
    package var line: Int
    /// 1-based, counted in Unicode scalars.
    package var column: Int
    /// What is wrong and what to do, in one sentence.
    package var message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `FILE:LINE:COLUMN: MESSAGE`, the form that editors understand.
    package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// All that is wrong in the definitions that were asked for: never empty.
package struct DefinitionProblems: Error, Sendable, CustomStringConvertible {
    package var problems: [DefinitionProblem]

    package init(_ problems: [DefinitionProblem]) {
        self.problems = problems
    }

    /// By file, in the order in which the files first come up, then from top to bottom.
    init(inReadingOrder problems: [DefinitionProblem]) {
        var rank: [String: Int] = [:]
        for problem in problems where rank[problem.file] == nil { rank[problem.file] = rank.count }
        self.problems = problems.sorted { left, right in
            (rank[left.file] ?? 0, left.line, left.column) < (rank[right.file] ?? 0, right.line, right.column)
        }
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
