// swift-tools-version: 6.2
// Measures single steps of Muster. A package of its own, so that the product neither builds it nor knows it; its targets
// are Muster's own by links, because what is measured is not public.

import PackageDescription

let package = Package(
    name: "MusterMicro",
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
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
        .target(name: "CLinux"),
        .target(name: "CBytes"),
        .target(name: "Bytes", dependencies: ["CBytes"]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Records",
            dependencies: [
                "CBytes", "CLibXML2", "CZlib", .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(name: "ServiceLevels"),
        .target(
            name: "ServiceCatalog",
            dependencies: [
                "Bytes", "CBytes", "Templates", "ServiceLevels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(name: "Intake", dependencies: ["Bytes", "Records", "ServiceLevels", "ServiceCatalog"]),
        .target(
            name: "Sinks",
            dependencies: [
                "Bytes", "CLinux", "Intake", "Templates",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .executableTarget(
            name: "micro",
            dependencies: ["Bytes", "Records", "ServiceLevels", "ServiceCatalog", "Intake", "Sinks"]),
    ]
)

for target in package.targets where target.type != .system && !["CBytes", "CLinux"].contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
