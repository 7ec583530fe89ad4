package import Foundation

/// `report.json`: the report for other programs.
package enum ReportJSON {
    /// The report as UTF-8, keys in `snake_case` and always in the same order, indented by two spaces, with a line feed
    /// at the end. The same report always gives the same bytes. What is not known is `null`; no key is ever left out.
    package static func bytes(of report: BatchReport) throws -> [UInt8] {
        let builder = JSONTreeBuilder(path: [])
        try report.encode(to: builder)
        var text = JSONText()
        text.write(builder.value)
        return text.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads a report back.
    package static func report(from data: Data) throws -> BatchReport {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(BatchReport.self, from: data)
    }
}
