import ServiceLevels
import Testing

@Suite struct DueLinesTests {
    private func lines() throws -> DueLines {
        let us = try TestRegions.calendar("US")
        return DueLines { name in
            guard name == "US" else { throw DueLines.UnknownRegion(message: "no region \(name)") }
            return us
        }
    }

    private static let table = """
        note,received_at,region,"clock",target_minutes_or_days\r
        "a, ""b""\r
        c",2026-11-25T14:15:00-08:00,US,businessDay,1440m\r
        plain,2026-11-25T14:15:00,US,businessDay,1440m\r
        plain,2026-11-25T14:15:00Z,Mars,businessDay,1440m\r
        5" disk,"2026-08-14T14:00:00-07:00", US ,supportHours,4h\r
        \r
        plain,2026-08-14T14:00:00-07:00,US,businessDays,4h\r
        plain,2026-08-14T14:00:00-07:00,US\r
        plain,2026-08-14T20:00:00-07:00,US,business-days,1d

        """

    private static let expected = """
        2026-11-30T22:15:00Z


        2026-08-15T01:00:00Z



        2026-08-18T03:00:00Z

        """

    @Test(arguments: [1, 2, 7, 64, 4_096])
    func `a table gives a line a line, however it is cut into blocks`(_ size: Int) throws {
        var lines = try lines()
        let bytes = [0xEF, 0xBB, 0xBF] + Array(Self.table.utf8) + Array("\r\n\r\n".utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try lines.take(bytes[start..<min(start + size, bytes.count)])
        }
        try lines.finish()
        #expect(String(decoding: lines.output, as: UTF8.self) == Self.expected)
        #expect(lines.problems.map(\.line) == [4, 5, 7, 8, 9])
        #expect(lines.badLines == 5)
        #expect(lines.problems[1].description == "line 5: no region Mars")
        #expect(lines.problems[2].description == "line 7: the line is blank")
    }

    @Test func `semicolons and tabs separate too`() throws {
        for separator in [";", "\t"] {
            var lines = try lines()
            let rows = [
                ["Region", "Received At", "Target", "Clock"], ["US", "2026-08-14T14:00:00Z", "1h", "elapsed"],
            ]
            let text = rows.map { $0.joined(separator: separator) }.joined(separator: "\n")
            try lines.take(Array(text.utf8)[...])
            try lines.finish()
            #expect(String(decoding: lines.output, as: UTF8.self) == "2026-08-14T15:00:00Z\n")
        }
    }

    @Test func `a table without a header, or without a column, is refused`() throws {
        var empty = try lines()
        #expect(throws: DueLines.Fault.noHeader) { try empty.finish() }
        var short = try lines()
        #expect(throws: DueLines.Fault.missingColumns(["target"])) {
            try short.take(Array("region,clock,received_at\n".utf8)[...])
        }
    }

    @Test func `a quotation that is never closed makes one bad line at the end`() throws {
        var lines = try lines()
        try lines.take(Array("region,clock,target,received_at\n\"US,elapsed,1h,2026-08-14T14:00:00Z\nx".utf8)[...])
        try lines.finish()
        #expect(lines.output == [0x0A])
        #expect(lines.problems.map(\.description) == ["line 2: a quotation mark is never closed"])
    }

    @Test func `a quotation of megabytes is given up`() throws {
        var lines = try lines()
        try lines.take(Array("region,clock,target,received_at\n\"".utf8)[...])
        let block = [UInt8](repeating: 0x61, count: 1 << 19)
        #expect(throws: DueLines.Fault.openQuotation(line: 2)) {
            for _ in 0..<4 { try lines.take(block[...]) }
        }
    }
}
