import Ledger
import ServiceLevels
import TestSupport
import Testing

/// What every engine must do, whatever it keeps its cases in.
@Suite struct LedgerConformanceTests {
    @Test(arguments: Engine.allCases)
    func `a content is one case for ever`(engine: Engine) throws {
        let desk = try Desk(engine)
        let rows: [Ask] = [.add("ann", "1"), .add("bob", "1"), .add("ann", "1")]
        #expect(try desk.importFile("a.csv", rows).map(\.word) == ["new", "new", "known"])
        let again = try desk.importFile("b.csv", rows)
        #expect(again.map(\.word) == ["known", "known", "known"])
        let origin = try #require(try desk.ledger.caseRecord(caseBits: Ask.add("bob", "1").contentKey.caseBits))
        #expect(origin.file == "a.csv")
        #expect(origin.record == 2)
        #expect(again[1].reference?.caseBits == Ask.add("bob", "1").contentKey.caseBits)
    }

    @Test(arguments: Engine.allCases)
    func `an import learns where an earlier case came from, its own cases included`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1"), .add("bob", "1")])
        let session = try desk.begin("b.csv")
        let rows: [Ask] = [.add("cat", "1"), .add("bob", "1"), .add("cat", "1")]
        let decisions = try session.record(rows.block(in: try session.group(Desk.group())))
        let earlier = try #require(decisions[1].reference)
        let own = try #require(decisions[2].reference)
        let bits = (rows[1].contentKey.caseBits, rows[0].contentKey.caseBits)
        for _ in 0..<2 {
            #expect(
                try session.origin(of: earlier) == CaseOrigin(caseBits: bits.0, batch: 1, file: "a.csv", record: 2))
            #expect(try session.origin(of: own) == CaseOrigin(caseBits: bits.1, batch: nil, file: "b.csv", record: 1))
        }
        #expect(try session.origin(of: CaseReference(number: .none, caseBits: 0)) == nil)
        session.abandon("enough")
    }

    @Test(arguments: Engine.allCases)
    func `other content for the same subject takes the open case's place`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "starts 1 June")])
        let decisions = try desk.importFile("b.csv", [.add("ann", "starts 8 June"), .add("ann", "starts 9 June")])
        #expect(decisions.map(\.word) == ["amends", "amends"])
        #expect(decisions[0].reference?.caseBits == Ask.add("ann", "starts 1 June").contentKey.caseBits)
        #expect(decisions[1].reference?.caseBits == Ask.add("ann", "starts 8 June").contentKey.caseBits)
        #expect(
            try desk.statuses("ann") == [
                "starts 1 June": .replaced, "starts 8 June": .replaced, "starts 9 June": .open,
            ])
        #expect(try desk.importFile("a.csv", [.add("ann", "starts 1 June")]).map(\.word) == ["known"])
        #expect(try desk.openCount() == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a cancellation is a case of its own and ends the open one`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1")])
        #expect(try desk.importFile("b.csv", [.cancel("ann"), .cancel("bob")]).map(\.word) == ["cancels", "nothing"])
        #expect(
            try desk.importFile("c.csv", [.cancel("ann"), .cancel("ann", "other words")]).map(\.word) == [
                "known", "nothing",
            ])
        #expect(try desk.importFile("d.csv", [.add("ann", "2")]).map(\.word) == ["new"])
        #expect(try desk.openCount() == 2)
    }

    @Test(arguments: Engine.allCases)
    func `a closed case is not amended`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1")])
        let id = Ask.add("ann", "1").contentKey.caseBits
        try desk.ledger.closeCases([id], at: Desk.november, note: "done", name: { "\($0)" }, wait: .seconds(20))
        #expect(try desk.importFile("b.csv", [.add("ann", "2")]).map(\.word) == ["new"])
        let record = try #require(try desk.ledger.caseRecord(caseBits: id))
        #expect(record.outcome == .closed(at: Desk.november))
        #expect(try desk.ledger.history(of: record).map(\.action) == ["case.closed"])
        #expect(try desk.ledger.history(of: record).map(\.note) == ["done"])
        #expect(throws: LedgerError.self) {
            try desk.ledger.closeCases([id], at: Desk.november, name: { "\($0)" }, wait: .seconds(20))
        }
        #expect(throws: LedgerError.self) {
            try desk.ledger.closeCases([123], at: Desk.november, name: { "\($0)" }, wait: .seconds(20))
        }
    }

    @Test(arguments: Engine.allCases)
    func `without a subject each content is a case of its own`(engine: Engine) throws {
        let desk = try Desk(engine)
        let rows: [Ask] = [.add(nil, "1"), .add(nil, "2"), .add(nil, "1"), .cancel(nil)]
        #expect(try desk.importFile("a.csv", rows).map(\.word) == ["new", "new", "known", "nothing"])
    }

    @Test(arguments: Engine.allCases)
    func `an import that is given up leaves nothing but its attempt`(engine: Engine) throws {
        let desk = try Desk(engine)
        var session: ImportSession? = try desk.begin("a.csv")
        if let session {
            _ = try session.record([Ask.add("ann", "1")].block(in: try session.group(Desk.group())))
            session.abandon("the file changed")
        }
        session = try desk.begin("b.csv")
        if let session { _ = try session.record([Ask.add("bob", "1")].block(in: try session.group(Desk.group()))) }
        session = nil
        #expect(try desk.importFile("c.csv", [.add("ann", "1"), .add("bob", "1")]).map(\.word) == ["new", "new"])
        #expect(try desk.ledger.executions(limit: 9).map(\.outcome) == [.finished, .failed, .failed])
        #expect(try desk.ledger.executions(limit: 9).last?.message == "the file changed")
        #expect(try desk.ledger.batches(limit: 9).map(\.file) == ["c.csv"])
        #expect(try desk.ledger.check() == [])
    }

    @Test(arguments: Engine.allCases)
    func `a finished batch is known by input, definitions and tenant`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1"), .add("bob", "1")])
        let batch = try desk.ledger.finishedBatch(
            inputHash: "hash of a.csv", definitionsHash: "definitions", tenant: "acme")
        #expect(batch?.results == "/results/a.csv")
        #expect(batch?.cases == 2)
        #expect(batch?.openCases == 2)
        for (hash, definitions, tenant) in [
            ("hash of b.csv", "definitions", "acme"), ("hash of a.csv", "others", "acme"),
            ("hash of a.csv", "definitions", "others"),
        ] {
            #expect(
                try desk.ledger.finishedBatch(inputHash: hash, definitionsHash: definitions, tenant: tenant) == nil)
        }
        #expect(try desk.ledger.mayHaveFinished(inputBytes: 1_000))
        #expect(try !desk.ledger.mayHaveFinished(inputBytes: 1_001))
        try desk.importFile("a.csv", [.add("ann", "1"), .add("bob", "1")])
        #expect(try desk.ledger.batches(limit: 9).map(\.id) == [1])
        #expect(try desk.ledger.executions(batch: 1, limit: 9).count == 2)
    }

    @Test(arguments: Engine.allCases)
    func `results that were not put in their place are, before the next import`(engine: Engine) throws {
        let desk = try Desk(engine)
        let pending = PendingResults(staging: "/r/.x", output: "/r", name: "a", inputHash: "hash of a.csv")
        do {
            let session = try desk.begin("a.csv")
            _ = try session.record([Ask.add("ann", "1")].block(in: try session.group(Desk.group())))
            try session.commit(Desk.completion("a.csv", results: pending))
            // Dropped here: a run that was killed between its commit and the rename.
        }
        #expect(try desk.ledger.batches(limit: 1).first?.results == nil)
        var asked: [PendingResults] = []
        let session = try desk.ledger.beginImport(Desk.attempt("b.csv"), wait: .seconds(20)) {
            asked.append($0)
            return "/r/a"
        }
        session.abandon("enough")
        #expect(asked == [pending])
        #expect(try desk.ledger.batches(limit: 1).first?.results == "/r/a")
    }

    @Test(arguments: Engine.allCases)
    func `a month counts what was used in it, whatever became of it`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1"), .add("bob", "1")])
        try desk.importFile("b.csv", [.add("ann", "2"), .cancel("bob")])
        try desk.importFile("c.csv", [.add("ann", "1")], tenant: "other")
        let november = try #require(AllowanceMonth("2026-11"))
        let december = try #require(AllowanceMonth("2026-12"))
        #expect(try desk.ledger.used(tenant: "acme", month: november) == 4)
        #expect(try desk.ledger.used(tenant: "acme", month: december) == 0)
        let status = try desk.ledger.status(at: Desk.november, tenant: "acme") { _ in november }
        #expect(status.uses.map(\.cases) == [4])
        #expect(status.open == 2)
    }

    @Test(arguments: Engine.allCases)
    func `status sorts open cases by now`(engine: Engine) throws {
        let desk = try Desk(engine)
        let now = Desk.november.secondsSince1970
        let session = try desk.begin()
        for (index, seconds) in [-1, 0, 86_400, 86_401].enumerated() {
            let due = try #require(Instant(secondsSince1970: now + Int64(seconds)))
            let group = try session.group(Desk.group(due: due))
            _ = try session.record([Ask.add("p\(index)", "1")].block(in: group))
        }
        try session.commit(Desk.completion("hires.csv"))
        try session.finished(results: nil)
        let month = try #require(AllowanceMonth("2026-11"))
        let status = try desk.ledger.status(at: Desk.november) { _ in month }
        #expect(
            status.regions == [
                LedgerStatus.Region(region: "US", open: 4, dueSoon: 2, overdue: 1, nextDue: Desk.november)
            ])
        var query = CaseQuery()
        query.dueBefore = Desk.november
        query.statuses = [.open]
        #expect(try desk.cases(query).count == 1)
    }

    @Test(arguments: Engine.allCases)
    func `cases are found by tenant, batch, service, person and status`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("Ann Sample", "1"), .add("Bob Sample", "1")])
        try desk.importFile("b.csv", [.add("Ann Sample", "2")], tenant: "other")
        try desk.importFile("c.csv", [.add("Ann Sample", "3")])
        var query = CaseQuery()
        #expect(try desk.cases(query).count == 4)
        query.tenant = "acme"
        query.person = "ann s"
        #expect(try desk.cases(query).map(\.record) == [1, 1])
        query.statuses = [.replaced]
        #expect(try desk.cases(query).map(\.file) == ["a.csv"])
        query = CaseQuery()
        query.batch = 2
        #expect(try desk.cases(query).map(\.tenant) == ["other"])
        query.service = "WORK-NEW-USER"
        #expect(try desk.cases(query).count == 1)
        query.product = "8x8 Call Center"
        #expect(try desk.cases(query).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `an escalation is a support case that is linked to the case in trouble`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1")])
        let id = Ask.add("ann", "1").contentKey.caseBits
        let raised = try desk.ledger.escalate(
            id, group: Desk.group(service: "Technical support S2"), name: { "\($0)" }, wait: .seconds(20))
        #expect(raised.isEscalation)
        #expect(raised.target?.caseBits == id)
        #expect(raised.who == "ann <1>")
        let record = try #require(try desk.ledger.caseRecord(caseBits: id))
        #expect(record.outcome == .open)
        let history = try desk.ledger.history(of: record)
        #expect(history.map(\.action) == ["case.escalated"])
        #expect(history.first?.other?.caseBits == raised.caseBits)
        let second = try desk.ledger.escalate(
            id, group: Desk.group(service: "Technical support S2"), name: { "\($0)" }, wait: .seconds(20))
        #expect(second.caseBits != raised.caseBits)
        #expect(throws: LedgerError.self) {
            try desk.ledger.escalate(raised.caseBits, group: Desk.group(), name: { "\($0)" }, wait: .seconds(20))
        }
        #expect(try desk.ledger.used(tenant: "acme", month: try #require(AllowanceMonth("2026-11"))) == 1)
        #expect(try desk.ledger.check() == [])
    }

    @Test(arguments: Engine.allCases)
    func `what is forgotten is known all the same`(engine: Engine) throws {
        let desk = try Desk(engine)
        try desk.importFile("a.csv", [.add("ann", "1")])
        let later = try #require(Instant(secondsSince1970: Desk.november.secondsSince1970 + 1))
        #expect(try desk.ledger.forget(before: Desk.november, wait: .seconds(20)) == 0)
        #expect(try desk.ledger.forget(before: later, wait: .seconds(20)) == 1)
        #expect(try desk.cases(CaseQuery()).map(\.who) == [nil])
        #expect(try desk.importFile("b.csv", [.add("ann", "1")]).map(\.word) == ["known"])
        #expect(try desk.ledger.check() == [])
    }

    @Test(arguments: Engine.allCases)
    func `shapes and held batches are kept`(engine: Engine) throws {
        let desk = try Desk(engine)
        #expect(try desk.ledger.shape(ofSource: "hr") == nil)
        try desk.ledger.remember(shape: "{\"a\":1}", source: "hr", wait: .seconds(20))
        try desk.ledger.remember(shape: "{\"a\":2}", source: "hr", wait: .seconds(20))
        #expect(try desk.ledger.shape(ofSource: "hr") == "{\"a\":2}")
        let batch = HeldBatch(
            id: "b1", tenant: "acme", file: "/in/a.csv", inputHash: "h", reasons: ["“half” of the rows"],
            held: Desk.november)
        try desk.ledger.hold(batch, wait: .seconds(20))
        #expect(try desk.ledger.heldBatches() == [batch])
        #expect(try desk.ledger.decide(heldBatch: "b1", .approved, wait: .seconds(20)).state == .approved)
        #expect(throws: LedgerError.self) { try desk.ledger.decide(heldBatch: "b1", .rejected, wait: .seconds(20)) }
        #expect(throws: LedgerError.self) { try desk.ledger.decide(heldBatch: "b2", .rejected, wait: .seconds(20)) }
    }
}

extension Desk {
    func cases(_ query: CaseQuery) throws -> [CaseRecord] {
        var found: [CaseRecord] = []
        try ledger.forEachCase(query) {
            found.append($0)
            return true
        }
        return found
    }

    func openCount() throws -> Int {
        var query = CaseQuery()
        query.statuses = [.open]
        return try cases(query).count
    }

    /// Status by content, of the cases of a subject.
    func statuses(_ subject: String) throws -> [String: CaseStatus] {
        Dictionary(
            uniqueKeysWithValues: try cases(CaseQuery()).filter { $0.who?.hasPrefix("\(subject) <") ?? false }.map {
                (String(($0.who ?? "").dropFirst(subject.count + 2).dropLast()), $0.outcome.status)
            })
    }
}
