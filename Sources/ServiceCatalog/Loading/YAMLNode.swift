/// One value of a YAML file and where it stands, so that a problem with it can be shown to the person who wrote it.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        /// Text as written; `isQuoted` tells `"7"` from `7`. A key without a value holds the empty text, unquoted.
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        /// In the order of the file; the keys are texts and all different.
        case mapping([Entry])
    }

    /// A key of a mapping with its value.
    package struct Entry: Sendable {
        package var key: String
        /// Where the key stands.
        package var place: YAMLPlace
        package var value: YAMLNode
    }

    package var content: Content
    package var place: YAMLPlace

    /// True for a key that was written without a value, or with YAML's and JSON's word for none.
    package var isEmpty: Bool {
        if case .scalar(let text, isQuoted: false) = content { ["", "~", "null"].contains(text) } else { false }
    }

    /// The text of a scalar.
    package var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// What the value is, in words for a message.
    var kind: String {
        switch content {
        case .scalar: isEmpty ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a group of keys"
        }
    }
}

/// A place in a YAML file.
package struct YAMLPlace: Hashable, Sendable {
    /// 1-based.
    package var line: Int
    /// 1-based, counted in Unicode scalars.
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static let start = YAMLPlace(line: 1, column: 1)
}
