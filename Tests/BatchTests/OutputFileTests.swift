import Foundation
import Records
import Sinks
import SystemPackage
import TestSupport
import Testing

@Suite struct OutputFileTests {
    private let folder: TemporaryFolder
    private var place: FilePath { FilePath(folder.path) }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `pieces follow each other, and rows and bytes are told`() throws {
        var file = try OutputFile("cases.csv", in: place)
        var buffer = OutputBuffer(capacity: 4)
        for text in ["one\n", "", "two\n", "three\n"] {
            buffer.append(text)
            try file.write(&buffer)
            #expect(buffer.bytes.isEmpty)
        }
        try file.sync()
        let written = file.written(rows: 3)
        #expect(written == WrittenFile(name: "cases.csv", rows: 3, bytes: 14))
        #expect(try folder.text(of: "cases.csv") == "one\ntwo\nthree\n")
    }

    @Test func `a file that is there already is not opened`() throws {
        try folder.write("mine", to: "cases.csv")
        let error = #expect(throws: SinkError.self) { _ = try OutputFile("cases.csv", in: place) }
        #expect(error?.code == .cannotCreate)
        #expect(error?.message.contains(folder.path("cases.csv")) == true)
        #expect(try folder.text(of: "cases.csv") == "mine")
    }

    @Test(arguments: ["missing/cases.csv", "file/cases.csv"])
    func `a file without its folder cannot be made`(name: String) throws {
        try folder.write("a file", to: "file")
        let error = #expect(throws: SinkError.self) { _ = try OutputFile(name, in: place) }
        #expect(error?.code == .cannotCreate)
        #expect(error?.message.contains(name) == true)
    }

    @Test func `a link is not followed out of the folder`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("cases.csv"), withDestinationPath: folder.path("elsewhere"))
        #expect(throws: SinkError.self) { _ = try OutputFile("cases.csv", in: place) }
        #expect(!Files.exists(folder.path("elsewhere")))
    }
}
