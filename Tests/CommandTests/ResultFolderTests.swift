import Foundation
import TestSupport
import Testing

/// A result is there whole or not at all, and stays what it was until a finished run of the same input replaces it.
@Suite struct ResultFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func importing(_ file: String, _ options: String...) throws -> Outcome {
        try Command.run(["import", file, "--output", "out", "--quiet"] + options + Command.steady, in: folder)
    }

    private var results: [String] { Files.names(in: folder.path("out")) }

    @Test func `the same input replaces its result whole`() throws {
        try folder.write(Command.hires(3), to: "hires.csv")
        #expect(try importing("hires.csv", "--cases-format", "xml").status == 0)
        try folder.write("left behind", to: "out/hires/old.txt")
        #expect(try importing("hires.csv", "--again").status == 0)
        #expect(results == ["hires"])
        #expect(
            Files.names(in: folder.path("out/hires"))
                == ["cases.csv", "packs", "rejected.csv", "report.html", "report.json"])
    }

    @Test func `another input of the same name gets a folder of its own, each time`() throws {
        try folder.write(Command.hires(3), to: "hires.csv")
        try folder.write(Command.hires(5), to: "february/hires.csv")
        #expect(try importing("hires.csv").status == 0)
        let first = try Files.contents(of: folder.path("out/hires"))
        for _ in 0..<2 { #expect(try importing("february/hires.csv", "--ledger", "none").status == 0) }
        #expect(results == ["hires", "hires-2"])
        #expect(try Files.contents(of: folder.path("out/hires")) == first)
        #expect(ReferenceCSV(try folder.text(of: "out/hires-2/cases.csv")).rows.count == 6)
    }

    @Test func `a folder that is no result of ours is left alone`() throws {
        try folder.write(Command.hires(3), to: "hires.csv")
        try folder.write("somebody's", to: "out/hires/notes.txt")
        #expect(try importing("hires.csv").status == 0)
        #expect(results == ["hires", "hires-2"])
        #expect(Files.names(in: folder.path("out/hires")) == ["notes.txt"])
    }

    @Test func `an earlier result survives a run that fails`() throws {
        try folder.write(Command.hires(3), to: "hires.csv")
        #expect(try importing("hires.csv").status == 0)
        let before = try Files.contents(of: folder.path("out"))
        #expect(try importing("hires.csv", "--service", "no-such-service").status == 64)
        #expect(try importing("hires.csv", "--services", "missing").status == 78)
        try folder.write("", to: "hires.csv")
        #expect(try importing("hires.csv").status == 65)
        #expect(try Files.contents(of: folder.path("out")) == before)
    }

    @Test func `names that are hard for a shell are plain names here`() throws {
        let names = ["mit Leerzeichen und Ä.csv", "a'b\"c.csv", "-dash.csv", ".hidden.csv", "two.parts.csv", "none"]
        for (index, name) in names.enumerated() {
            try folder.write(Command.hires(index + 1), to: name)
            let outcome = try importing("./\(name)")
            #expect(outcome.status == 0, "\(name): \(outcome.errorText)")
        }
        #expect(results == ["-dash", ".hidden", "a'b\"c", "mit Leerzeichen und Ä", "none", "two.parts"])
    }

    @Test(arguments: [SIGKILL, SIGTERM, SIGINT])
    func `a run that is killed leaves no half result, and the next one sweeps up`(signal: Int32) throws {
        try folder.write(Command.hires(2), to: "hires.csv")
        #expect(try importing("hires.csv").status == 0)
        let before = try Files.contents(of: folder.path("out"))

        try folder.write(Command.hires(40_000), to: "large/hires.csv")
        let run = try Program.muster.start(
            ["import", "large/hires.csv", "--output", "out", "--quiet"] + Command.steady, in: folder.path)
        let hidden = try #require(try waitForHiddenFolder(of: run))

        // Somebody else's run in the same folder does not touch what is being made.
        try folder.write(Command.hires(3), to: "other.csv")
        #expect(try importing("other.csv", "--ledger", "none").status == 0)
        #expect(!run.isRunning || results.contains(hidden))

        try #require(run.isRunning, "the file is too small for this test")
        run.send(signal)
        #expect(run.wait().status == 128 + signal)
        #expect(results.filter { $0 != hidden } == ["hires", "other"])
        for (name, bytes) in before {
            #expect(try folder.bytes(of: "out/\(name)") == bytes, "\(name) was touched")
        }

        // Killed in the moment in which it marked its results: the mark is there, and says nothing yet.
        try folder.write("", to: "out/.muster-odd-ABCDEF/.filed")
        #expect(try importing("other.csv").status == 0)
        #expect(results == ["hires", "other"])
    }

    /// Waits until the run has begun to write.
    private func waitForHiddenFolder(of run: RunningProgram) throws -> String? {
        let end = Date().addingTimeInterval(60)
        while run.isRunning, Date() < end {
            for name in results where name.hasPrefix(".muster-") {
                let path = folder.path("out/\(name)/cases.csv")
                if Files.exists(path), try Files.bytes(of: path).count > 0 { return name }
            }
            usleep(2_000)
        }
        return nil
    }
}
