@testable import Batch
import Foundation
import Sinks
import SystemPackage
import TestSupport
import Testing

/// Results get their place by one rename, or none.
@Suite struct ResultFolderTests {
    private let folder: TemporaryFolder
    private var output: FilePath { FilePath(folder.path("out")) }
    private var results: [String] { Files.names(in: folder.path("out")) }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A folder with a report that names its input by hash, and a file of that content.
    private func commit(_ stem: String, input: String, content: String) throws -> String? {
        let results = try ResultFolder(in: output, stem: stem)
        try results.write(Array("{\"input\": {\"sha256\": \"\(input)\"}}".utf8), to: "report.json")
        try results.write(Array(content.utf8), to: "cases.csv")
        return try results.commit(stem: stem, inputHash: input).lastComponent?.string
    }

    @Test func `nothing is seen before the commit, everything after it`() throws {
        let made = try ResultFolder(in: output, stem: "hires")
        try made.write([1, 2, 3], to: "cases.csv")
        #expect(results.count == 1 && results[0].hasPrefix(".muster-hires-"))
        let place = try made.commit(stem: "hires", inputHash: "a")
        #expect(place == output.appending("hires"))
        #expect(results == ["hires"])
        #expect(try folder.bytes(of: "out/hires/cases.csv") == [1, 2, 3])
    }

    @Test func `the folder for results is made, with those above it`() throws {
        let deep = FilePath(folder.path("one/two/three"))
        _ = try ResultFolder(in: deep, stem: "hires").commit(stem: "hires", inputHash: "a")
        #expect(Files.names(in: deep.string) == ["hires"])
    }

    @Test func `what is not committed goes away`() throws {
        do {
            let abandoned = try ResultFolder(in: output, stem: "hires")
            try abandoned.write([1], to: "cases.csv")
            try ResultFolder.makeFolder("packs", in: abandoned.staging)
            try abandoned.write([2], to: "packs/pack.csv")
        }
        #expect(results.isEmpty)
    }

    @Test func `the same input replaces, another one steps aside`() throws {
        #expect(try commit("hires", input: "a", content: "1") == "hires")
        #expect(try commit("hires", input: "b", content: "2") == "hires-2")
        #expect(try commit("hires", input: "c", content: "3") == "hires-3")
        #expect(try commit("hires", input: "b", content: "4") == "hires-2")
        #expect(results == ["hires", "hires-2", "hires-3"])
        #expect(try folder.text(of: "out/hires/cases.csv") == "1")
        #expect(try folder.text(of: "out/hires-2/cases.csv") == "4")
    }

    @Test(arguments: ["", "not JSON", "{}", "{\"input\": {}}", "{\"input\": {\"sha256\": 7}}"])
    func `a folder with a report that says nothing is never replaced`(report: String) throws {
        try folder.write(report, to: "out/hires/report.json")
        #expect(try commit("hires", input: "a", content: "1") == "hires-2")
        #expect(Files.names(in: folder.path("out/hires")) == ["report.json"])
    }

    @Test func `a file in the place of a result is never replaced`() throws {
        try folder.write("a file", to: "out/hires")
        #expect(try commit("hires", input: "a", content: "1") == "hires-2")
        #expect(try folder.text(of: "out/hires") == "a file")
    }

    @Test func `hidden folders of the dead are swept, those of the living are not`() throws {
        try folder.write("half a file", to: "out/.muster-hires-abc123/cases.csv")
        try folder.write("not ours", to: "out/.other/file")
        let living = try ResultFolder(in: output, stem: "living")
        let other = try ResultFolder(in: output, stem: "other")
        #expect(results.contains(".other"))
        #expect(!results.contains(".muster-hires-abc123"))
        #expect(Files.exists(living.staging.string) && Files.exists(other.staging.string))
        _ = try living.commit(stem: "living", inputHash: "a")
        _ = try other.commit(stem: "other", inputHash: "b")
        #expect(results == [".other", "living", "other"])
    }

    @Test func `a committed folder can be read by those whom the umask lets`() throws {
        _ = try commit("hires", input: "a", content: "1")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("out/hires"))[.posixPermissions] as? Int
        let mask = Int(umask(0o022))
        umask(mode_t(mask))
        #expect(mode == 0o777 & ~mask)
    }

    @Test func `a place below a file cannot be made`() throws {
        try folder.write("a file", to: "file")
        let error = try #require(throws: SinkError.self) {
            _ = try ResultFolder(in: FilePath(folder.path("file/below")), stem: "hires")
        }
        #expect(error.code == .cannotCreate)
        #expect(error.message.contains("file/below"))
    }

    @Test func `no file is written twice`() throws {
        let made = try ResultFolder(in: output, stem: "hires")
        try made.write([1], to: "cases.csv")
        let error = try #require(throws: SinkError.self) { try made.write([2], to: "cases.csv") }
        #expect(error.code == .cannotCreate)
    }

    @Test func `runs that begin at the same time do not sweep each other away`() async throws {
        let output = output
        try await withThrowingTaskGroup(of: Void.self) { group in
            for run in 0..<4 {
                group.addTask {
                    for round in 0..<10 {
                        let results = try ResultFolder(in: output, stem: "hires")
                        try results.write([1], to: "cases.csv")
                        _ = try results.commit(stem: "hires-\(run)-\(round)", inputHash: "a")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(results.count == 40)
        #expect(!results.contains { $0.hasPrefix(".muster-") })
    }

    @Test func `a stem of many bytes fits into a name`() throws {
        let stem = String(repeating: "ü", count: 120)
        #expect(try commit(stem, input: "a", content: "1") == stem)
    }
}
