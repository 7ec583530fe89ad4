/// Turns an `Encodable` value into a ``JSONValue`` with its keys in the order of the type's properties.
///
/// Foundation's encoder orders keys by hash or by alphabet and leaves out what is `nil`. A report reads better in the
/// order in which it was thought out, and programs are written more simply against keys that are always there.
final class JSONTreeBuilder: Encoder {
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var content = Content.nothing

    private enum Content {
        case nothing
        case finished(JSONValue)
        case items([JSONTreeBuilder])
        case members([(key: String, value: JSONTreeBuilder)])
    }

    init(path: [any CodingKey]) {
        codingPath = path
    }

    /// What was encoded so far.
    var value: JSONValue {
        switch content {
        case .nothing: .null
        case .finished(let value): value
        case .items(let items): .array(items.map(\.value))
        case .members(let members): .object(members.map { .init(key: $0.key, value: $0.value.value) })
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .nothing = content { content = .members([]) }
        return KeyedEncodingContainer(Members(builder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .nothing = content { content = .items([]) }
        return Items(builder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(builder: self)
    }

    /// Known scalars are taken as they are; everything else describes itself.
    fileprivate func encode(_ value: some Encodable) throws {
        switch value {
        case let string as String: content = .finished(.string(string))
        case let bool as Bool: content = .finished(.bool(bool))
        case let int as Int: content = .finished(.int(int))
        case let double as Double: content = .finished(.double(double))
        default: try value.encode(to: self)
        }
    }

    fileprivate func encodeNull() {
        content = .finished(.null)
    }

    fileprivate func addMember(_ key: any CodingKey) -> JSONTreeBuilder {
        let child = JSONTreeBuilder(path: codingPath + [key])
        if case .members(var members) = content {
            members.append((Self.snakeCased(key.stringValue), child))
            content = .members(members)
        }
        return child
    }

    fileprivate func addItem() -> JSONTreeBuilder {
        let child = JSONTreeBuilder(path: codingPath)
        if case .items(var items) = content {
            items.append(child)
            content = .items(items)
        }
        return child
    }

    fileprivate var itemCount: Int {
        if case .items(let items) = content { items.count } else { 0 }
    }

    /// `rowsPerSecond` as `rows_per_second`.
    static func snakeCased(_ name: String) -> String {
        var result = ""
        for character in name {
            if character.isUppercase {
                result += "_" + character.lowercased()
            } else {
                result.append(character)
            }
        }
        return result
    }
}

// MARK: Containers

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let builder: JSONTreeBuilder
    var codingPath: [any CodingKey] { builder.codingPath }

    func encodeNil(forKey key: Key) { builder.addMember(key).encodeNull() }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try builder.addMember(key).encode(value) }

    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodeOrNull(value, forKey: key) }

    private func encodeOrNull(_ value: (some Encodable)?, forKey key: Key) throws {
        if let value {
            try encode(value, forKey: key)
        } else {
            encodeNil(forKey: key)
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        builder.addMember(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        builder.addMember(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { builder }
    func superEncoder(forKey key: Key) -> any Encoder { builder.addMember(key) }
}

private struct Items: UnkeyedEncodingContainer {
    let builder: JSONTreeBuilder
    var codingPath: [any CodingKey] { builder.codingPath }
    var count: Int { builder.itemCount }

    func encodeNil() { builder.addItem().encodeNull() }
    func encode<T: Encodable>(_ value: T) throws { try builder.addItem().encode(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        builder.addItem().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { builder.addItem().unkeyedContainer() }
    func superEncoder() -> any Encoder { builder.addItem() }
}

private struct Single: SingleValueEncodingContainer {
    let builder: JSONTreeBuilder
    var codingPath: [any CodingKey] { builder.codingPath }

    func encodeNil() { builder.encodeNull() }
    func encode<T: Encodable>(_ value: T) throws { try builder.encode(value) }
}
