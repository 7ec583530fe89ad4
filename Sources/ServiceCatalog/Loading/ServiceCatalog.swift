import Templates

/// The service definitions in force: the built-in ones, and a customer's in their place or beside them.
///
/// A customer's definition with the id of a built-in one replaces it whole. A folder with a file `catalog.yaml` that
/// says `replace-all: true` leaves the built-in definitions out, so that only its own are in force.
package struct ServiceCatalog: Sendable {
    /// The built-in ones in their order (replaced ones in place), then the customer's others by file name.
    package let definitions: [ServiceDefinition]

    package func definition(id: String) -> ServiceDefinition? {
        definitions.first { $0.id == id }
    }

    /// Header names of the column `product`, for services that do not list it among their fields.
    package static let productSpellings = [
        "product", "product name", "Produkt", "produit", "platform", "8x8 product", "application",
    ]

    /// Header names of the column `service`, for services that do not list it among their fields.
    package static let serviceSpellings = [
        "service", "service name", "service requested", "request", "request type", "type of request", "action",
        "Anfrage", "Auftragsart", "Dienst", "demande", "type de demande",
    ]

    /// The columns that every service has, with their header names.
    static let columnSpellings = [("product", productSpellings), ("service", serviceSpellings)]

    // MARK: Loading

    /// The built-in definitions with those of a folder; every problem of every file at once.
    ///
    /// - Parameter customDirectory: a folder of `*.yaml` and `*.yml` files; `nil` for the built-in definitions alone.
    ///   A folder that is named but cannot be read, or holds no definition, is a problem: nothing falls back silently.
    package static func load(customDirectory: String?) throws(DefinitionProblems) -> ServiceCatalog {
        let folder: DefinitionFolder? =
            if let customDirectory { try DefinitionFolder.read(customDirectory) } else { nil }
        return try ServiceCatalog(builtIn: builtInFiles(), folder: folder)
    }

    /// The embedded definitions, as `muster services export` writes them.
    package static func builtInFiles() -> [DefinitionFile] {
        Templates.services().map { service in
            let name = service.name.hasSuffix(".yaml") ? String(service.name.dropLast(5)) : service.name
            return DefinitionFile(builtIn: name, bytes: service.bytes)
        }
    }

    /// A catalogue of definitions that have been read into memory already.
    package init(builtIn: [DefinitionFile], folder: DefinitionFolder?) throws(DefinitionProblems) {
        let shipped = folder?.replacesAll == true ? [] : builtIn.map(ServiceDefinitionReader.read)
        let custom = folder?.files.map(ServiceDefinitionReader.read) ?? []
        var problems = (shipped + custom).flatMap(\.problems)

        var inForce = shipped.compactMap(\.loaded)
        var customIDs: [String: String] = [:]
        for loaded in custom.compactMap(\.loaded) {
            let id = loaded.definition.id
            if let earlier = customIDs.updateValue(loaded.file, forKey: id) {
                problems.append(
                    loaded.problem("the id “\(id)” is used by \(earlier) already; give one another id", loaded.idPlace))
            } else if let index = inForce.firstIndex(where: { $0.definition.id == id }) {
                inForce[index] = loaded
            } else {
                inForce.append(loaded)
            }
        }
        for (index, later) in inForce.enumerated() {
            for earlier in inForce[..<index] { problems += Self.overlap(of: later, with: earlier) }
        }
        guard problems.isEmpty else { throw DefinitionProblems(inReadingOrder: problems) }
        definitions = inForce.map(\.definition)
    }

    /// A product and service that a file's row could mean two definitions by.
    private static func overlap(
        of left: ServiceDefinitionReader.Loaded, with right: ServiceDefinitionReader.Loaded
    ) -> [DefinitionProblem] {
        // The customer's file is the one that can be mended.
        let isSwapped = left.definition.source.origin == "built-in"
        let (later, earlier) = isSwapped ? (right, left) : (left, right)
        let matching: WordMatching =
            later.definition.matching == .exact && earlier.definition.matching == .exact ? .exact : .folded
        let products = Set(earlier.definition.product.all.map { Spelling.key($0, matching) })
        guard later.definition.product.all.contains(where: { products.contains(Spelling.key($0, matching)) }) else {
            return []
        }
        let services = Set(earlier.definition.service.all.map { Spelling.key($0, matching) })
        return zip(later.definition.service.all, later.servicePlaces).compactMap { spelling, place in
            guard services.contains(Spelling.key(spelling, matching)) else { return nil }
            return later.problem(
                "“\(spelling)” of “\(later.definition.product.name)” means the service \(earlier.definition.id) "
                    + "(\(earlier.file)) already; use another spelling, or the id \(earlier.definition.id) "
                    + "to replace it",
                place)
        }
    }
}

extension ServiceDefinitionReader.Loaded {
    fileprivate func problem(_ message: String, _ place: YAMLPlace) -> DefinitionProblem {
        DefinitionProblem(file: file, line: place.line, column: place.column, message: message)
    }
}
