import Foundation
import GRDB
import ServiceLevels

/// Cases: pages of facts, whom they are about, and how they ended.
extension SQLiteStore {
    func number(ofNext offset: Int) throws -> CaseNumber {
        let state = try stateOfWriting()
        // A page is handed over only when it is full, or with the transaction's last.
        let place = state.draft.count + offset
        return CaseNumber(page: state.page + Int64(place / CaseNumber.pageSize), place: place % CaseNumber.pageSize)
    }

    private func stateOfWriting() throws -> WritingState {
        guard let writing else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        return writing
    }

    func identity(of number: CaseNumber) throws -> CaseIdentity? {
        guard let state = writing else {
            return try storedCase(number).map {
                CaseIdentity(content: $0.content, group: $0.group, record: $0.record)
            }
        }
        if number.page == state.page {
            state.draft.encodeFacts(into: &state.bytes)
        } else if number.page != state.seenPage {
            // It is asked for while cases are being appended, of whatever an import changes or has known.
            try handOverFullPages(mayCommit: true)
            try access { _ in
                state.factsQuery.bind(number.page, at: 1)
                state.seenFacts.removeAll(keepingCapacity: true)
                state.seenPage = number.page
                if try state.factsQuery.next() {
                    state.seenFacts.append(contentsOf: state.factsQuery.bytes(0))
                    state.factsQuery.reset()
                }
            }
        }
        let facts = number.page == state.page ? state.bytes : state.seenFacts
        return facts.withUnsafeBytes { facts in
            let page = CasePage(facts: facts)
            guard number.place < page.count else { return nil }
            return CaseIdentity(
                content: page.content(number.place), group: page.group(number.place), record: page.record(number.place))
        }
    }

    func append(_ cases: [NewCase], of block: RequestBlock, groups: [Int64], execution: Int64?) throws {
        let state = try stateOfWriting()
        if state.draft.count > 0, state.execution != execution { try endPage() }
        state.execution = execution
        let contents = state.contents ?? KeyLog(expected: state.expectedRows, folder: folder)
        let subjects = state.subjects ?? KeyLog(expected: state.expectedRows, folder: folder)
        state.contents = contents
        state.subjects = subjects
        let draft = state.draft
        var page = state.page
        var (newContents, newSubjects): ([KeyEntry], [KeyEntry]) = ([], [])
        newContents.reserveCapacity(cases.count)
        newSubjects.reserveCapacity(cases.count)
        try block.requests.withUnsafeBufferPointer { requests in
            try block.text.withUnsafeBytes { text in
                for new in cases {
                    let request = requests[new.request]
                    if draft.isFull {
                        try endPage()
                        page = state.page
                        // As long as cases are appended, nothing has been written that must not be kept early.
                        if state.full.count >= state.pages.pagesAtOnce { try handOverFullPages(mayCommit: true) }
                    }
                    let number = CaseNumber(page: page, place: draft.count)
                    draft.append(new, request, text: text, group: groups[Int(request.group.rawValue)])
                    newContents.append(try KeyEntry(request.content, number))
                    // A cancellation is nothing that a later request could change.
                    if !new.isCancellation, let subject = request.subject {
                        newSubjects.append(try KeyEntry(subject, number))
                    }
                }
            }
        }
        try contents.add(newContents.span)
        try subjects.add(newSubjects.span)
    }

    /// Ends the page that is being filled, if anything is on it, and begins the next one. Not to be called within `access`.
    private func endPage() throws {
        guard let state = writing, state.draft.count > 0 else { return }
        var page = state.pages.page(state.page, execution: state.execution, count: state.draft.count)
        state.draft.encodeFacts(into: &page.facts)
        if state.draft.hasTargets { state.draft.encodeTargets(into: &page.targets) }
        state.draft.encodePeople(into: &page.people)
        state.full.append(page)
        state.page += 1
        state.draft.removeAll()
    }

    /// - Parameter mayCommit: see `CasePageWriter.write`.
    private func handOverFullPages(mayCommit: Bool) throws {
        guard let state = writing, !state.full.isEmpty else { return }
        var pages: [CasePageWriter.Page] = []
        swap(&pages, &state.full)
        try state.pages.write(pages, mayCommit: mayCommit, on: queue)
    }

    /// Has all that was appended written before anything else is asked of the connection. Not to be called within `access`.
    func handOverPages() throws {
        try endPage()
        try handOverFullPages(mayCommit: false)
    }

    /// A page of an import that is under way, or was killed, is as if it were not there.
    static let isFinished =
        "NOT EXISTS (SELECT 1 FROM executions WHERE executions.id = case_pages.execution AND outcome = 'running')"

    func discardCases(of execution: Int64) throws {
        try access { db in
            try db.execute(
                sql: "DELETE FROM case_people WHERE page IN (SELECT id FROM case_pages WHERE execution = ?)",
                arguments: [execution])
            try db.execute(sql: "DELETE FROM case_pages WHERE execution = ?", arguments: [execution])
            try db.execute(sql: "DELETE FROM case_groups WHERE execution = ?", arguments: [execution])
        }
    }

    func digestOfAppended() throws -> [UInt8] {
        try handOverPages()
        return try access { _ in writing?.pages.digest ?? [] }
    }

    // MARK: One case

    func storedCase(_ number: CaseNumber) throws -> StoredCase? {
        // A question about a case that is not written yet; what is predicted of later ones no longer holds.
        if number.page == writing?.page { try endPage() }
        try handOverFullPages(mayCommit: false)
        return try access { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT execution, facts, targets, words FROM case_pages LEFT JOIN case_people ON page = id WHERE id = ?
                    """, arguments: [number.page])
            guard let row else { return nil }
            let outcome = try outcome(of: number)
            let facts: Data = try row.get("facts")
            return try facts.withUnsafeBytes { facts -> StoredCase? in
                let page = CasePage(facts: facts)
                guard number.place < page.count else { return nil }
                return try stored(
                    number, page, row.get("execution"), targets: row.get("targets"), words: row.get("words"),
                    outcome: outcome)
            }
        }
    }

    private func stored(
        _ number: CaseNumber, _ page: CasePage, _ execution: Int64?, targets: Data?, words: Data?,
        outcome: CaseOutcome
    ) throws -> StoredCase {
        let place = number.place
        let target =
            targets.map { $0.withUnsafeBytes { CasePage.target($0, place) } } ?? (
                CaseNumber.none, isCancellation: false
            )
        return StoredCase(
            number: number, content: page.content(place), group: page.group(place), execution: execution,
            record: page.record(place), effectiveDate: page.effectiveDate(place), target: target.0,
            isCancellation: target.isCancellation, outcome: outcome,
            who: words.flatMap { $0.withUnsafeBytes { CasePage.who($0, place, count: page.count) } })
    }

    func forEachCase(
        of execution: Int64?, in groups: Set<Int64>, _ body: (StoredCase) throws -> Bool
    ) throws {
        try access { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT id, execution, facts, targets, words, outcomes FROM case_pages
                    LEFT JOIN case_people ON case_people.page = id LEFT JOIN case_outcomes ON case_outcomes.page = id
                    WHERE execution IS ? AND \(Self.isFinished) ORDER BY id
                    """, arguments: [execution])
            while let row = try rows.next() {
                let facts: Data = try row.get("facts")
                let outcomes: [UInt64] = try (row.get("outcomes") as Data?)?.withUnsafeBytes(CasePage.outcomes) ?? []
                let goesOn = try facts.withUnsafeBytes { facts in
                    let page = CasePage(facts: facts)
                    for place in 0..<page.count where groups.contains(page.group(place)) {
                        let outcome = place < outcomes.count ? CasePage.outcome(of: outcomes[place]) : .open
                        let stored = try stored(
                            CaseNumber(page: row.get("id"), place: place), page, row.get("execution"),
                            targets: row.get("targets"),
                            words: row.get("words"), outcome: outcome)
                        guard try body(stored) else { return false }
                    }
                    return true
                }
                guard goesOn else { return }
            }
        }
    }

    // MARK: Outcomes

    /// Pages whose outcomes are kept in memory before they are written.
    private static let outcomePages = 1_024

    func outcome(of number: CaseNumber) throws -> CaseOutcome {
        try access { db in
            if let known = writing?.outcomes[number.page] { return CasePage.outcome(of: known[number.place]) }
            let query = try outcomeStatement(db)
            query.bind(number.page, at: 1)
            guard try query.next() else { return .open }
            defer { query.reset() }
            let bytes = query.bytes(0)
            guard (number.place + 1) * 8 <= bytes.count else { return .open }
            let word = bytes.loadUnaligned(fromByteOffset: number.place * 8, as: UInt64.self)
            return CasePage.outcome(of: UInt64(littleEndian: word))
        }
    }

    private func outcomeStatement(_ db: Database) throws -> RawStatement {
        if let query = writing?.outcomeQuery { return query }
        return try RawStatement(db, "SELECT outcomes FROM case_outcomes WHERE page = ?")
    }

    func setOutcome(_ outcome: CaseOutcome, of number: CaseNumber) throws {
        try access { db in
            if writing?.outcomes[number.page] == nil {
                if (writing?.outcomes.count ?? 0) >= Self.outcomePages { try writeOutcomes(db) }
                let query = try outcomeStatement(db)
                query.bind(number.page, at: 1)
                var words: [UInt64] = []
                if try query.next() {
                    words = CasePage.outcomes(query.bytes(0))
                    query.reset()
                }
                words += repeatElement(0, count: max(0, CaseNumber.pageSize - words.count))
                writing?.outcomes[number.page] = words
            }
            writing?.outcomes[number.page]?[number.place] = CasePage.word(of: outcome)
        }
    }

    func writeOutcomes(_ db: Database) throws {
        guard let outcomes = writing?.outcomes, !outcomes.isEmpty else { return }
        writing?.pages.isOneTransaction = true
        let update = try RawStatement(db, "INSERT OR REPLACE INTO case_outcomes (page, outcomes) VALUES (?, ?)")
        for (page, words) in outcomes.sorted(by: { $0.key < $1.key }) {
            update.bind(page, at: 1)
            let count = (words.lastIndex { $0 != 0 } ?? -1) + 1
            try words.map(\.littleEndian).withUnsafeBytes { bytes in
                update.bind(UnsafeRawBufferPointer(rebasing: bytes[..<(count * 8)]), at: 2)
                try update.run()
            }
        }
        writing?.outcomes = [:]
    }
}
