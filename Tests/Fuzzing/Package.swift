// swift-tools-version: 6.2
// The fuzzer of the readers, apart from the main package so that building that stays quick. Started by Scripts/fuzz.
// The folders in Sources are links to the sources of the main package.

import PackageDescription

let package = Package(
    name: "Fuzzing",
    dependencies: [.package(url: "https://github.com/apple/swift-system", from: "1.8.1")],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .target(name: "CBytes"),
        .target(
            name: "Records",
            dependencies: ["CBytes", "CLibXML2", "CZlib", .product(name: "SystemPackage", package: "swift-system")]
        ),
        // libFuzzer brings `main`.
        .executableTarget(
            name: "Fuzzer", dependencies: ["Records"], swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
    ]
)

for target in package.targets where target.type != .system && target.name != "CBytes" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
