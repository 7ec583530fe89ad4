// swift-tools-version: 6.2
// The manifest is the map of the house: targets stand from low to high, and a target depends only on those above it.

import PackageDescription

let package = Package(
    name: "Muster",
    products: [
        .executable(name: "muster", targets: ["muster"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // MARK: What a customer may replace

        // The definitions, calendars and report pages that are built in, embedded in the binary.
        .target(
            name: "Templates",
            path: "Templates",
            exclude: ["systemd"],
            sources: ["Templates.swift"],
            resources: [
                .embedInCode("Services"), .embedInCode("Calendars"), .embedInCode("Profiles"), .embedInCode("Reports"),
                .embedInCode("Imports"), .embedInCode("Configuration"),
            ]
        ),

        // MARK: Reading and arithmetic: no service is known here

        // System calls that Swift's Glibc module does not show.
        .target(name: "CLinux"),
        // Loops over bytes of which the processor takes many at once.
        .target(name: "CBytes"),
        // Plain memory and short texts, for loops that run over millions of rows.
        .target(name: "Bytes", dependencies: ["CBytes"]),
        // The XML parser of the system.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        // What unpacks gzip.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // File -> records: bytes, encodings, CSV, XML.
        .target(
            name: "Records",
            dependencies: [
                "CBytes", "CLibXML2", "CZlib", .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        // Calendars, working hours, holidays, clocks and due times; pure arithmetic.
        .target(name: "ServiceLevels"),

        // MARK: Knowing the services

        // YAML -> checked service definitions, rules and calendars.
        .target(
            name: "ServiceCatalog",
            dependencies: [
                "Bytes", "CBytes", "Templates", "ServiceLevels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        // Records -> requests -> verdicts -> cases; pure, no I/O.
        .target(name: "Intake", dependencies: ["Bytes", "CBytes", "Records", "ServiceLevels", "ServiceCatalog"]),

        // MARK: Remembering

        // What has been imported, durably: batches, cases, audit trail.
        .target(
            name: "Ledger",
            dependencies: [
                "Bytes", "CBytes", "ServiceLevels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),

        // MARK: Writing

        // Cases file, rejection file, reports and submission packs.
        .target(
            name: "Sinks",
            dependencies: [
                "Bytes", "CBytes", "CLinux", "Intake", "Templates",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // MARK: Running

        // One batch from start to end; the inbox that files are dropped into.
        .target(
            name: "Batch",
            dependencies: [
                "CBytes", "CLinux", "Ledger", "Sinks", "Templates",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        // The command: a file per sub-command.
        .executableTarget(
            name: "muster",
            dependencies: [
                "Batch", "Ledger",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // MARK: Tests: one target for each above, then whole files and the built command

        .target(name: "TestSupport", dependencies: ["CBytes"], path: "Tests/TestSupport"),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "CBytes", "TestSupport"]),
        .testTarget(
            name: "RecordsTests", dependencies: ["Bytes", "CBytes", "CZlib", "Records", "TestSupport"],
            exclude: ["Fuzzing/Findings"]),
        .testTarget(
            name: "ServiceLevelsTests", dependencies: ["ServiceLevels", "TestSupport"], exclude: ["Fixtures"]),
        .testTarget(
            name: "ServiceCatalogTests",
            dependencies: ["ServiceCatalog", "ServiceLevels", "Templates", "TestSupport"]),
        .testTarget(name: "IntakeTests", dependencies: ["Intake", "TestSupport"]),
        // Imports made-up requests into a ledger: to measure it, and to be killed at it by its tests.
        .executableTarget(
            name: "LedgerTrial", dependencies: ["Ledger", "ServiceLevels"], path: "Tests/Benchmarks/Ledger"),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Ledger", "LedgerTrial", "ServiceLevels", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "SinksTests", dependencies: ["Sinks", "Templates"]),
        .testTarget(
            name: "BatchTests",
            dependencies: [
                "Batch", "Intake", "Records", "ServiceCatalog", "ServiceLevels", "Sinks", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(name: "SampleTests", dependencies: ["TestSupport", "muster"]),
        .testTarget(
            name: "CommandTests", dependencies: ["CLinux", "LedgerTrial", "TestSupport", "muster"],
            // Compiled by its tests and preloaded into the command.
            exclude: ["FaultyDisk"]),
    ]
)

// MARK: Settings, the same for every target

for target in package.targets where target.type != .system && !["CBytes", "CLinux"].contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .treatAllWarnings(as: .error),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
            .enableUpcomingFeature("ExistentialAny"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
            .enableUpcomingFeature("InternalImportsByDefault"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
