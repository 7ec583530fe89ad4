@testable import Batch
import Foundation
import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Sinks
import TestSupport
import Testing

/// One file through the whole spine: nothing is lost, nothing is counted twice.
@Suite struct ImportJobTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let catalog = Result { try ServiceCatalog.load(customDirectory: nil) }
    private static let calendars = Result { try CalendarCatalog.load(custom: []) }

    private func job(isDryRun: Bool = false) throws -> ImportJob {
        ImportJob(
            catalog: try Self.catalog.get(), calendars: try Self.calendars.get(),
            options: ImportOptions(
                output: folder.path("out"), region: "US", receivedAt: try Instant("2026-12-14T10:30:00Z"),
                isDryRun: isDryRun))
    }

    private static let header = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"

    /// A kind of line, what it is, and how to make one of a number.
    private enum Kind: CaseIterable {
        case good, duplicate, badEmail, short, long, brokenQuote, empty, blank, unknownService

        func line(_ number: Int) -> String {
            let start = "E\(number),Robin,Sample,robin.\(number)@example.com,robin.\(number),London,8x8 Work"
            return switch self {
            case .good: "\(start),New Hire\n"
            case .duplicate: "E0,Robin,Sample,robin.0@example.com,robin.0,London,8x8 Work,New Hire\n"
            case .badEmail: "E\(number),Robin,Sample,robin,robin.\(number),London,8x8 Work,New Hire\n"
            case .short: "E\(number),Robin\n"
            case .long: "\(start),New Hire,and,more\n"
            case .brokenQuote: "E\(number),\"Rob\"in,Sample,a@example.com,robin,London,8x8 Work,New Hire\n"
            case .empty: ",,,,,,,\n"
            case .blank: "\n"
            case .unknownService: "\(start),Promotion\n"
            }
        }

        var isRecord: Bool { self != .empty && self != .blank }
        var isAccepted: Bool { self == .good }
    }

    @Test func `read is accepted and rejected, whatever the file is made of`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for round in 0..<10 {
            let kinds = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                Kind.allCases[Int.random(in: 0..<Kind.allCases.count, using: &random)]
            }
            // The first row is the one that duplicates repeat.
            let text = Self.header + Kind.good.line(0) + kinds.enumerated().map { $1.line($0 + 1) }.joined()
            let name = "round-\(round)"
            let result = try await job().run(file: try folder.write(text, to: "\(name).csv"))
            let counts = result.report.counts
            let note: Comment = "seed \(seed), round \(round)"
            #expect(counts.read == 1 + kinds.count(where: \.isRecord), note)
            #expect(counts.accepted == 1 + kinds.count(where: \.isAccepted), note)
            #expect(counts.read == counts.accepted + counts.rejected, note)
            let skipped = result.report.skipped.reduce(0) { $0 + $1.count }
            #expect(counts.read + skipped == 1 + kinds.count, note)

            let cases = ReferenceCSV(try folder.text(of: "out/\(name)/cases.csv")).column("record")
            let rejected = ReferenceCSV(try folder.text(of: "out/\(name)/rejected.csv")).column("muster_record")
            #expect((cases + rejected).compactMap(Int.init).sorted() == Array(1..<(counts.read + 1)), note)
        }
    }

    @Test func `counts that do not agree are an internal error`() throws {
        let intake = try Intake(
            catalog: try Self.catalog.get(), calendars: try Self.calendars.get(),
            header: Header(names: ["Product", "Service", "Email"]),
            options: IntakeOptions(
                tenant: "default", plan: .standard, defaultRegion: "US",
                receivedAt: try Instant("2026-12-14T10:30:00Z"), fileName: "in.csv"))
        let tally = Tally(intake)
        let none = WrittenFile(name: "cases.csv", rows: 0, bytes: 0)
        let one = WrittenFile(name: "rejected.csv", rows: 1, bytes: 9)
        try tally.requireBalance(rowsRead: 0, written: nil)
        try tally.requireBalance(rowsRead: 0, written: [none, none, one])
        #expect(throws: InternalError.self) { try tally.requireBalance(rowsRead: 1, written: nil) }
        #expect(throws: InternalError.self) { try tally.requireBalance(rowsRead: 0, written: [none, one]) }
        #expect(throws: InternalError.self) { try tally.requireBalance(rowsRead: 0, written: [one, none]) }
    }

    @Test func `a trial says what the import says, and writes nothing`() async throws {
        let text = Self.header + Kind.good.line(1) + Kind.badEmail.line(2) + Kind.duplicate.line(3)
        let path = try folder.write(text, to: "hires.csv")
        let trial = try await job(isDryRun: true).run(file: path)
        #expect(trial.folder == nil)
        #expect(folder.listing() == ["hires.csv"])
        let real = try await job().run(file: path)
        #expect(trial.report.counts == real.report.counts)
        #expect(trial.report.reasons == real.report.reasons)
        #expect(trial.report.rejectedRows == real.report.rejectedRows)
        #expect(trial.report.dueTimes == real.report.dueTimes)
        #expect(trial.report.run.dryRun && !real.report.run.dryRun)
        #expect(trial.status == .someRejected && real.status == .someRejected)
    }

    @Test func `a file that grows while it is read gives no result`() async throws {
        let path = try folder.write(Self.header + Kind.good.line(1), to: "hires.csv")
        let error = try await #require(throws: RecordError.self) {
            _ = try await job().run(file: path) { _ in
                guard let file = FileHandle(forWritingAtPath: path) else { return }
                file.seekToEndOfFile()
                file.write(Data(Kind.good.line(2).utf8))
            }
        }
        #expect(error.code == .unreadable)
        #expect(Files.names(in: folder.path("out")).isEmpty)
    }

    @Test func `progress goes up and ends at the end`() async throws {
        let rows = (1...3_000).map { Kind.good.line($0) }.joined()
        let path = try folder.write(Self.header + rows, to: "hires.csv")
        var seen: [ImportProgress] = []
        let result = try await job().run(file: path) { seen.append($0) }
        #expect(result.report.counts.accepted == 3_000)
        #expect(seen.map(\.rows) == seen.map(\.rows).sorted())
        #expect(seen.last?.rows == 3_000)
        #expect(seen.allSatisfy { $0.bytesRead <= $0.bytesInAll })
    }

    @Test func `the report names the input by its hash`() async throws {
        let path = try folder.write(Self.header, to: "hires.csv")
        let result = try await job().run(file: path)
        #expect(result.report.counts.read == 0)
        #expect(result.status == .success)
        #expect(result.report.input.sha256 == "bdf5a53aba77104fccb0159e0d481799006e0abcc4632e596bf0f528dc9c3177")
        #expect(result.report.input.bytes == Self.header.utf8.count)
    }
}
