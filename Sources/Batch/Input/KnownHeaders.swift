import ServiceCatalog

/// The header names that the definitions in force and the profiles know, folded: what tells a header from other rows.
struct KnownHeaders: Sendable {
    private let names: Set<String>

    init(_ catalog: ServiceCatalog, profiles: [Profile] = []) {
        var names: Set<String> = []
        for spelling in ServiceCatalog.productSpellings + ServiceCatalog.serviceSpellings {
            names.insert(Folding.fold(spelling))
        }
        for field in catalog.definitions.flatMap(\.fields) {
            for spelling in [field.name, field.label] + field.spellings { names.insert(Folding.fold(spelling)) }
        }
        for name in profiles.flatMap(\.headerNames) { names.insert(Folding.fold(name)) }
        names.remove("")
        self.names = names
    }

    func contains(_ header: String) -> Bool {
        names.contains(Folding.fold(header))
    }
}
