/// A document's root element, by which kinds of files are told apart.
package struct XMLRoot: Sendable, Equatable {
    /// Without prefix.
    package var name: String
    /// Empty where it is in none.
    package var namespace: String

    package init(name: String, namespace: String) {
        self.name = name
        self.namespace = namespace
    }

    init(_ tag: XMLTag) {
        self.init(name: tag.name.string, namespace: tag.uri.string)
    }

    /// Reads the root's start tag from a file's first bytes.
    ///
    /// - Returns: `nil` when it does not stand among them, or they are no XML.
    package init?(fromBeginning bytes: [UInt8]) {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let parser = try? XMLPushParser(.survey, limits: XMLLimits(), ignoresDeclaredEncoding: hasMark) else {
            return nil
        }
        parser.feed(bytes[...], isLast: false)
        guard let root = parser.survey.root else { return nil }
        self = root
    }
}
