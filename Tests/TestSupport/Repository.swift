import Foundation

/// Where the sources of this package are on the machine that builds the tests.
package enum Repository {
    /// The folder of `Package.swift`.
    package static let root: String = {
        // …/Tests/TestSupport/Repository.swift
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// The path of a file or folder of the repository.
    package static func path(_ relative: String) -> String {
        "\(root)/\(relative)"
    }

    /// The folders of `Samples/`, by name; the big sample of the demo is not one of them.
    package static let samples: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path("Samples"))) ?? []
        return names.filter { FileManager.default.fileExists(atPath: path("Samples/\($0)/command.txt")) }.sorted()
    }()
}
