import Foundation
import TestSupport
import Testing

/// Rows with more than one fault of form, dropped again as they were written.
@Suite struct RejectionRoundTripTests {
    private static let header = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"

    private func reasons(of file: String, in folder: TemporaryFolder, to output: String) throws -> [String] {
        let outcome = try Command.run(
            ["import", file, "--output", output, "--quiet", "--encoding", "utf-8"] + Command.steady, in: folder)
        #expect(outcome.status == 2)
        let name = String(file.split(separator: "/").last?.dropLast(4) ?? "")
        let rejected = try Files.text(of: folder.path("\(output)/\(name)/rejected.csv"))
        return rejected.split(separator: "\n").filter { $0.contains("row.") }
            .map { line in String(line[(line.range(of: "row.")?.lowerBound ?? line.startIndex)...]) }
    }

    @Test(arguments: [
        "E1,Ren\u{FF},Sample\n", "E1,\"Ren\u{FF},Sample,a@example.com,robin,London,Work,New Hire\n",
        "E1,Ren\u{FF},Sample,a@example.com,robin,London,Work,New Hire,more\n",
        "E1,=Ren\u{FF},Sample,a@example.com,robin,London,Work,New Hire\n",
    ])
    func `a row with a lost character keeps its reason, broken or guarded as it may be`(row: String) throws {
        let folder = try TemporaryFolder()
        // The mark U+00FF stands for a single byte that is no UTF-8.
        let bytes = Array((Self.header + row).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        try folder.write(bytes, to: "in.csv")
        let first = try reasons(of: "in.csv", in: folder, to: "one")
        #expect(first.count == 1)
        #expect(first == (try reasons(of: "one/in/rejected.csv", in: folder, to: "two")))
    }
}
