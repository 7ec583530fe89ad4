import Foundation
import TestSupport
import Testing

@Suite struct InboxSoakTests {
    /// A few seconds; `Scripts/soak MINUTES` plays it for long.
    @Test func `every row of every file is accounted for once, whatever is killed`() throws {
        let environment = ProcessInfo.processInfo.environment
        let minutes = environment["MUSTER_SOAK_MINUTES"].flatMap(Double.init)
        let plan =
            minutes.map { InboxSoak.Plan(files: max(40, Int($0 * 200)), watchers: 4, seconds: $0 * 60) }
            ?? InboxSoak.Plan(files: 40, watchers: 2, seconds: 4)
        let soak = try InboxSoak(plan, random: .announced())
        try soak.run()
        let faults = try soak.account()
        print(
            "soak: \(soak.expectedImports) files imported, \(soak.expectedFailures) failed, \(soak.expectedRows.count) rows, "
                + "\(soak.kills) disturbances")
        #expect(faults.isEmpty)
    }
}
