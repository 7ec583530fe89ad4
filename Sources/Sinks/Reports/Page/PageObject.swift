import Mustache

/// Values of the page that belong together, as the template engine finds them: by name.
///
/// The engine would find the properties of any type by reflection. That takes a search through all that the program and
/// its libraries conform to, for each type and each protocol that the engine asks for: a sixth of the time of a small
/// import. So it is shown this one type in place of them all.
struct PageObject: MustacheParent {
    private let named: KeyValuePairs<String, Any?>

    init(_ values: some PageValues) {
        named = values.named
    }

    func child(named name: String) -> Any? {
        named.first { $0.key == name }?.value
    }
}

/// Values that a template may use.
protocol PageValues {
    /// Each under the name of its property; `nil` where there is nothing to show. Others that it holds are ``PageObject``s.
    var named: KeyValuePairs<String, Any?> { get }
}
