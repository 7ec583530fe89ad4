import Foundation
import GRDB
import Ledger
import ServiceLevels
import TestSupport
import Testing

/// Files that are no ledger, not any more, or not yet.
@Suite struct LedgerFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func code(_ path: String, _ mode: Ledger.Mode) -> LedgerError.Code? {
        do throws(LedgerError) {
            _ = try Ledger.open(path, mode: mode, wait: .zero)
            return nil
        } catch {
            return error.code
        }
    }

    /// A ledger with some cases, closed.
    private func ledger(_ name: String = "muster.ledger") throws -> String {
        let desk = try Desk(.sqlite)
        try desk.importFile("a.csv", (0..<300).map { .add("person \($0)", "1") })
        try desk.ledger.close()
        let path = folder.path(name)
        try FileManager.default.copyItem(atPath: desk.folder.path("muster.ledger"), toPath: path)
        return path
    }

    private func tamper(_ path: String, _ sql: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }

    private func faults(_ path: String) throws -> [String] {
        try Ledger.open(path, mode: .readOnly).check()
    }

    @Test func `a ledger that is not there is made by an import, not by a question`() throws {
        let path = folder.path("new/folder/muster.ledger")
        #expect(code(path, .readOnly) == .noLedger)
        #expect(folder.listing().isEmpty)
        #expect(code(path, .readWrite) == nil)
        #expect(code(path, .readOnly) == nil)
    }

    @Test func `an empty file becomes a ledger, any other file is left alone`() throws {
        #expect(code(try folder.write("", to: "empty"), .readWrite) == nil)
        let text = String(repeating: "Employee ID,First Name\n", count: 100)
        let foreign = try folder.write(text, to: "hires.csv")
        #expect(code(foreign, .readWrite) == .unreadable)
        #expect(code(foreign, .readOnly) == .unreadable)
        #expect(try folder.text(of: "hires.csv") == text)
        let other = folder.path("other.sqlite")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(code(other, .readWrite) == .unreadable)
        #expect(code(folder.path, .readWrite) == .cannotCreate)
    }

    @Test func `a ledger of a newer version is not touched`() throws {
        let path = try ledger()
        try tamper(path, "INSERT INTO grdb_migrations VALUES ('something of tomorrow')")
        #expect(code(path, .readWrite) == .unreadable)
        #expect(code(path, .readOnly) == .unreadable)
    }

    @Test func `a whole ledger has no faults`() throws {
        #expect(try faults(try ledger()) == [])
    }

    @Test(arguments: [
        "UPDATE case_groups SET open = open + 1",
        "UPDATE case_pages SET facts = zeroblob(length(facts))",
        "UPDATE case_pages SET facts = substr(facts, 2)",
        "DELETE FROM case_pages",
        "UPDATE key_buckets SET entries = zeroblob(length(entries))",
        "DELETE FROM key_buckets WHERE id = (SELECT min(id) FROM key_buckets)",
        "UPDATE key_filters SET words = zeroblob(length(words))",
        "UPDATE key_filters SET words = substr(words, 65)",
        "UPDATE key_runs SET entries = -1",
        "UPDATE key_runs SET bits = 99",
        "DROP TRIGGER audit_trail_is_append_only_1; UPDATE audit_trail SET actor = 'nobody'",
        "DROP TRIGGER audit_trail_is_append_only_2; DELETE FROM audit_trail",
        "UPDATE case_outcomes SET outcomes = x'0100000000000000'; UPDATE case_groups SET month = 'never'; "
            + "INSERT INTO case_outcomes VALUES (1, x'00000000000000030000000000000001')",
    ])
    func `what was changed behind the ledger's back is found`(sql: String) throws {
        let path = try ledger()
        try tamper(path, sql)
        do throws(LedgerError) {
            let found = try Ledger.open(path, mode: .readOnly).check()
            #expect(!found.isEmpty)
        } catch {
            #expect(error.code == .unreadable)
        }
    }

    @Test func `the audit trail cannot be changed by the way`() throws {
        let path = try ledger()
        #expect(throws: DatabaseError.self) { try tamper(path, "UPDATE audit_trail SET actor = 'nobody'") }
        #expect(throws: DatabaseError.self) { try tamper(path, "DELETE FROM audit_trail") }
    }

    @Test func `a backup is a whole ledger, and forgetting leaves no name in the file`() throws {
        let path = try ledger()
        let ledger = try Ledger.open(path, mode: .readWrite)
        try ledger.backUp(to: folder.path("backup.ledger"))
        #expect(try faults(folder.path("backup.ledger")) == [])
        #expect(try Files.bytes(of: path).contains("person 77 <"))
        #expect(try ledger.forget(before: .latest, wait: .seconds(20)) == 300)
        try ledger.close()
        #expect(try !Files.bytes(of: path).contains("person 77 <"))
        #expect(folder.listing().filter { $0.hasPrefix("muster.ledger") } == ["muster.ledger", "muster.ledger.lock"])
        #expect(try faults(path) == [])
    }

    @Test func `random damage is an error, never a crash or a lie`() throws {
        var generator = SeededGenerator.announced()
        let whole = try Files.bytes(of: try ledger())
        for turn in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let path = try folder.write(bytes, to: "damaged-\(turn).ledger")
            do throws(LedgerError) {
                let ledger = try Ledger.open(path, mode: .readOnly)
                _ = try ledger.check()
                _ = try ledger.batches(limit: 10)
                try ledger.forEachCase(CaseQuery()) { _ in true }
            } catch {
                #expect([.unreadable, .inputOutput, .cannotCreate].contains(error.code), "\(error)")
            }
        }
    }
}

extension [UInt8] {
    /// Whether the text stands somewhere in the bytes.
    fileprivate func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
