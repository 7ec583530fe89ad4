import Foundation
import TestSupport
import Testing

@Suite struct InboxSoakTests {
    /// A few seconds; `Scripts/soak MINUTES` plays it for long.
    @Test func `every row of every file is accounted for once, whatever is killed`() throws {
        let environment = ProcessInfo.processInfo.environment
        let minutes = environment["MUSTER_SOAK_MINUTES"].flatMap(Double.init)
        let plan =
            minutes.map {
                InboxSoak.Plan(
                    files: max(40, Int($0 * 200)), watchers: 4, seconds: $0 * 60, disturbances: Int($0 * 20),
                    hasOtherMachine: SoakWatcher.canPlayOtherMachine)
            } ?? InboxSoak.Plan(files: 40, watchers: 2, seconds: 4, disturbances: 8)
        let soak = try InboxSoak(plan, random: .announced())
        try soak.run()
        let account = try soak.account()
        print(
            """
            soak: \(soak.drops.imports) files imported (\(account.repeatedFiles) of them once more), \
            \(soak.drops.failures) failed, \(soak.drops.givenUp) held and given up; \(soak.drops.rows.count) rows: \
            \(account.filedRows) filed, \(account.rejectedRows) times rejected, \(account.repeatedRows) times known \
            already; \(soak.kills) disturbances\(plan.hasOtherMachine ? ", half of the watchers on another machine" : "")
            """)
        #expect(account.faults.isEmpty)
    }
}
