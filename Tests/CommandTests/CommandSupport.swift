import Foundation
import TestSupport
import Testing

/// Short ways of running the built command.
enum Command {
    /// Options that make an import give the same bytes at any time.
    static let steady = ["--received-at", "2026-12-14T10:30:00Z", "--region", "US"]

    static func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil
    ) throws -> Outcome {
        try run(arguments, input: input, environment: environment, in: folder)
    }

    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil
    ) throws -> Outcome {
        let outcome = try Program.muster.run(
            arguments, input: Array(input.utf8), environment: environment, in: folder?.path)
        try #require(!outcome.isTimedOut, "muster \(arguments.joined(separator: " ")) takes too long")
        return outcome
    }

    /// A small CSV of new users.
    static func hires(_ rows: Int, rejected: Set<Int> = []) -> String {
        var text = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"
        for row in 1..<(rows + 1) {
            let at = rejected.contains(row) ? " at " : "@"
            text += "E\(row),Robin,Sample,robin.\(row)\(at)example.com,robin.\(row),London,8x8 Work,New User Set-Up\n"
        }
        return text
    }
}

/// JSON as plain values, compared as a whole.
func json(_ bytes: [UInt8]) throws -> NSObject {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? NSObject)
}
