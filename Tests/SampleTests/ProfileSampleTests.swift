import Foundation
import TestSupport
import Testing

/// The exports of HR systems: each is recognised by itself, and what is personal stays behind.
@Suite struct ProfileSampleTests {
    /// The samples that a profile reads, with the profile: `profile-<id>`, or `profile-<id>-` and what is special.
    private static let profiled: [(sample: Sample, profile: String)] = Sample.all.compactMap { sample in
        guard sample.name.hasPrefix("profile-") else { return nil }
        let name = String(sample.name.dropFirst("profile-".count))
        let fitting = shipped.filter { name == $0 || name.hasPrefix("\($0)-") }
        return fitting.max { $0.count < $1.count }.map { (sample, $0) }
    }

    /// The ids of the profiles that are built in.
    private static let shipped = Files.names(in: Repository.path("Templates/Profiles")).map { String($0.dropLast(5)) }

    @Test func `every profile has a sample`() {
        #expect(Set(Self.profiled.map(\.profile)) == Set(Self.shipped))
    }

    @Test(arguments: Sample.all)
    func `a sample is read by its own profile and by no other`(sample: Sample) throws {
        let profile = try sample.result().report().setting("profile")
        let expected = Self.profiled.first { $0.sample.name == sample.name }?.profile
        #expect(profile.map { $0.prefix { $0 != " " } } == expected.map { $0[...] })
    }

    @Test(arguments: profiled.map(\.sample))
    func `the export of an HR system gives hires, leavers, and rows that ask for nothing`(sample: Sample) throws {
        let counts = try sample.result().report().counts
        #expect(counts.accepted > 0)
        #expect(counts.rejected > 0)
        let isListOfRequests = sample.name.hasPrefix("profile-vendor-bulk-upload")
        #expect((counts.unchanged == 0) == isListOfRequests)
    }

    @Test(arguments: profiled.map(\.sample))
    func `what a profile drops is written nowhere`(sample: Sample) throws {
        let values = try Files.text(of: "\(sample.folder)/dropped.txt").split(separator: "\n").map(String.init)
        #expect(!values.isEmpty)
        let (arguments, input) = (try sample.arguments(), try sample.input())
        let report = try sample.result().report()
        let source = report.decoded(try Files.bytes(of: "\(sample.folder)/\(input)"))
        let output = try TemporaryFolder()
        let outcome = try Program.muster.run(arguments + ["--output", output.path("out")], in: sample.folder)
        var written = try Files.contents(of: output.path("out"))
        written["standard output"] = outcome.output
        written["standard error"] = outcome.error
        for (name, bytes) in written {
            let text = report.decoded(bytes)
            for value in values where text.contains(value) {
                Issue.record("\(name) holds “\(value)”")
            }
        }
        for value in values {
            #expect(source.contains(value), "“\(value)” is in dropped.txt and not in the file")
        }
    }

    @Test func `job advertisements are refused in words that help`() throws {
        let folder = try TemporaryFolder()
        let feed = """
            <?xml version="1.0" encoding="UTF-8"?>
            <workzag-jobs>
              <position><id>1</id><name>Agent</name><office>Berlin</office></position>
              <position><id>2</id><name>Clerk</name><office>Berlin</office></position>
            </workzag-jobs>

            """
        try folder.write(feed, to: "jobs.xml")
        let outcome = try Program.muster.run(["import", "jobs.xml", "--quiet"], in: folder.path)
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("job advertisements"))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
        #expect(!Files.exists(folder.path("muster-results/jobs")))
    }
}
