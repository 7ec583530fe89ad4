import Foundation
import ServiceCatalog
import Testing

struct ServiceCatalogLoadingTests {
    private func definition(
        id: String, product: String = "P", service: String = "S", words: String = "folded", file: String
    ) -> DefinitionFile {
        MarkedDefinition(
            """
            id: \(id)
            product: \(product)
            service: \(service)
            words: \(words)
            macd: addition
            service-level: user-administration
            subject: [a]
            fields: {a: }

            """
        ).file(named: file)
    }

    private func catalog(
        builtIn: [DefinitionFile] = [], _ custom: [DefinitionFile], replacesAll: Bool = false
    ) throws(DefinitionProblems) -> ServiceCatalog {
        try ServiceCatalog(
            builtIn: builtIn, folder: DefinitionFolder(path: "d", files: custom, replacesAll: replacesAll))
    }

    // MARK: Which definitions are in force

    @Test func `a definition with the id of a built-in one takes its place, another is added`() throws {
        let builtIn = ["one", "two"].map { id in
            DefinitionFile(builtIn: id, bytes: definition(id: id, service: id, file: "").bytes)
        }
        let catalog = try catalog(
            builtIn: builtIn,
            [
                definition(id: "three", service: "three", file: "d/3.yaml"),
                definition(id: "one", service: "other", file: "d/1.yaml"),
            ])
        #expect(catalog.definitions.map(\.id) == ["one", "two", "three"])
        #expect(catalog.definitions.map(\.source.origin) == ["d/1.yaml", "built-in", "d/3.yaml"])
        #expect(catalog.definition(id: "one")?.service == Name("other"))
        #expect(catalog.definition(id: "four") == nil)
    }

    @Test func `a folder can leave the built-in definitions out`() throws {
        let builtIn = [DefinitionFile(builtIn: "one", bytes: Array("broken".utf8))]
        let catalog = try catalog(builtIn: builtIn, [definition(id: "x", file: "x.yaml")], replacesAll: true)
        #expect(catalog.definitions.map(\.id) == ["x"])
    }

    @Test func `the hash is the SHA-256 of the file's bytes`() throws {
        let hash = try catalog([definition(id: "x", file: "x.yaml")]).definitions.first?.source.contentHash
        // printf '…' | sha256sum
        #expect(hash == "1b6705e44e8fe067db9eb6e01c96a5e2816ea7d08a984efe398bc05c04048d70")
    }

    @Test func `the hash changes with a list that the definition names`() throws {
        let marked = MarkedDefinition.fields("  a: {one-of: {file: sites.txt}}\n")
        let first = try marked.definition(lists: ["sites.txt": Array("London\n".utf8)])
        let second = try marked.definition(lists: ["sites.txt": Array("Leeds\n".utf8)])
        #expect(first?.source.contentHash != second?.source.contentHash)
    }

    // MARK: Problems between files

    @Test func `problems of all files come at once`() {
        let broken = ["a.yaml", "b.yaml"].map { MarkedDefinition("id: x\n").file(named: $0) }
        #expect {
            try catalog(broken)
        } throws: { error in
            let files = (error as? DefinitionProblems)?.problems.map(\.file) ?? []
            return files.contains("a.yaml") && files.contains("b.yaml")
        }
    }

    @Test func `two files of one id`() {
        expectProblems(
            [definition(id: "x", service: "A", file: "a.yaml"), definition(id: "x", service: "B", file: "b.yaml")],
            ["b.yaml:1:5: the id “x” is used by a.yaml already; give one another id"])
    }

    @Test func `two services that one row could mean`() {
        expectProblems(
            [
                definition(id: "x", service: "{name: New User, also: [Hire]}", file: "a.yaml"),
                definition(id: "y", service: "{name: Joiner, also: [hire!]}", file: "b.yaml"),
            ],
            [
                "b.yaml:3:32: “hire!” of “P” means the service x (a.yaml) already; use another spelling, "
                    + "or the id x to replace it"
            ])
    }

    @Test func `the same service of two products is no problem`() throws {
        let files = [definition(id: "x", file: "a.yaml"), definition(id: "y", product: "Q", file: "b.yaml")]
        #expect(try catalog(files).definitions.count == 2)
    }

    @Test func `words that differ in case alone are two words only where both definitions are exact`() throws {
        func files(_ words: String) -> [DefinitionFile] {
            [
                definition(id: "x", service: "Hire", words: words, file: "a.yaml"),
                definition(id: "y", service: "HIRE", words: "exact", file: "b.yaml"),
            ]
        }
        #expect(try catalog(files("exact")).definitions.count == 2)
        #expect(throws: DefinitionProblems.self) { try catalog(files("folded")) }
    }

    @Test func `lists of values fold or not as the definition says`() throws {
        let fields = "fields: {a: {one-of: [X1, x1]}}\n"
        let head = "id: t\nproduct: P\nservice: S\nmacd: addition\nservice-level: l\nsubject: a\n"
        #expect(MarkedDefinition(head + "words: exact\n" + fields).problems().isEmpty)
        #expect(MarkedDefinition(head + fields).problems() == ["7:27 “x1” means the value “X1” already; keep one"])
    }

    private func expectProblems(
        _ files: [DefinitionFile], _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do {
            _ = try catalog(files)
            Issue.record("no problem was found", sourceLocation: sourceLocation)
        } catch {
            #expect(error.problems.map(\.description) == expected, sourceLocation: sourceLocation)
        }
    }

    // MARK: Folders

    private func inFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("definitions-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        for (name, text) in files {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
        }
        try body(path)
    }

    private func problems(_ path: String) -> [String] {
        do {
            _ = try ServiceCatalog.load(customDirectory: path)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private static let custom =
        "id: mine\nproduct: P\nservice: S\nmacd: addition\nservice-level: l\nsubject: a\n"
        + "fields: {a: {one-of: {file: a.txt}}}\n"

    @Test func `a folder's definitions come by name, other files and hidden ones stay out`() throws {
        let other = Self.custom.replacing("id: mine", with: "id: other").replacing("service: S", with: "service: T")
        let files = [
            "b.yaml": Self.custom, "a.yml": other, "a.txt": "one\r\ntwo | zwei\r\n", ".x.yaml": "broken",
            "r.md": "broken",
        ]
        try inFolder(files) { path in
            let catalog = try ServiceCatalog.load(customDirectory: path)
            #expect(catalog.definitions.suffix(2).map(\.id) == ["other", "mine"])
            #expect(catalog.definitions.count > 2)
            #expect(catalog.definition(id: "mine")?.source.origin == path + "/b.yaml")
        }
    }

    @Test func `catalog.yaml leaves the built-in definitions out`() throws {
        let files = ["m.yaml": Self.custom, "a.txt": "one", "catalog.yaml": "replace-all: true\n"]
        try inFolder(files) { path in
            let catalog = try ServiceCatalog.load(customDirectory: path)
            #expect(catalog.definitions.map(\.id) == ["mine"])
        }
    }

    @Test func `a mistake in catalog.yaml is shown`() throws {
        try inFolder(["m.yaml": Self.custom, "catalog.yaml": "replace_all: true\n"]) { path in
            #expect(
                problems(path) == [
                    "\(path)/catalog.yaml:1:1: catalog.yaml has no key “replace_all”; did you mean “replace-all”?",
                    "\(path)/catalog.yaml:1:1: catalog.yaml needs the key “replace-all”",
                ])
        }
    }

    @Test func `a folder that is missing, a file or empty is a problem, not a step back to the built-in ones`() throws {
        try inFolder(["r.txt": ""]) { path in
            #expect(problems(path) == ["\(path):1:1: this folder holds no service definition (*.yaml)"])
            #expect(problems(path + "/no") == ["\(path)/no:1:1: there is no such folder of service definitions"])
            #expect(
                problems(path + "/r.txt")
                    == ["\(path)/r.txt:1:1: this is a file; name the folder that holds the definitions"])
        }
    }

    @Test func `the exported definitions are the built-in ones, and nothing is overwritten`() throws {
        try inFolder([:]) { path in
            let files = ServiceCatalog.builtInFiles()
            #expect(
                DefinitionFolder.export(files, to: path + "/mine/new")
                    == .written(
                        files.map { "\(path)/mine/new/\($0.name.dropFirst("built-in:".count)).yaml" }))
            let builtIn = try ServiceCatalog.load(customDirectory: nil)
            let exported = try ServiceCatalog.load(customDirectory: path + "/mine/new")
            #expect(exported.definitions.map(\.source.contentHash) == builtIn.definitions.map(\.source.contentHash))
            #expect(exported.definitions.allSatisfy { $0.source.origin.hasPrefix(path) })

            guard case .exists(let existing) = DefinitionFolder.export(files, to: path + "/mine/new") else {
                Issue.record("the files were written over")
                return
            }
            #expect(existing.count == files.count)
        }
    }
}
