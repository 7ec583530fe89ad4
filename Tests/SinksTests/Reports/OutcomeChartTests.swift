import Testing

@testable import Sinks

@Suite struct OutcomeChartTests {
    @Test(arguments: [
        BatchReport.Counts(read: 312, accepted: 297, rejected: 15),
        BatchReport.Counts(read: 100_003, accepted: 1, rejected: 100_000, held: 1, unchanged: 1),
        BatchReport.Counts(read: 5, accepted: 1, rejected: 1, held: 1, unchanged: 1, alreadyImported: 1),
    ])
    func `the parts fill the bar and each can be seen`(counts: BatchReport.Counts) throws {
        let chart = try #require(OutcomeChart(counts, dryRun: false))
        let widths = chart.segments.compactMap { Double($0.width.renderText) }
        #expect(widths.count == chart.segments.count)
        #expect(abs(widths.reduce(0, +) - 100) < 0.1)
        #expect(widths.allSatisfy { $0 >= 0.8 })
        var start = 0.0
        for (segment, width) in zip(chart.segments, widths) {
            #expect(abs((Double(segment.start.renderText) ?? -1) - start) < 0.1)
            start += width
        }
    }

    @Test func `nothing read is nothing drawn`() {
        #expect(OutcomeChart(.init(read: 0, accepted: 0, rejected: 0), dryRun: false) == nil)
    }

    @Test func `the drawing is told in words`() throws {
        let chart = try #require(OutcomeChart(.init(read: 312, accepted: 297, rejected: 15), dryRun: false))
        #expect(chart.description.renderText == "297 became cases (95.2%), 15 rejected (4.8%).")
        #expect(chart.segments.map(\.isWide) == [true, false])
    }
}
