import Crypto

/// The bytes of one service definition, before it is read, and a way to the lists that it names.
package struct DefinitionFile: Sendable {
    /// How problems name the file: its path, or `built-in:NAME`.
    package var name: String
    /// How the definition's source names it: its path, or `built-in`.
    package var origin: String
    package var bytes: [UInt8]
    /// Reads a list that stands beside the file, by its path relative to the file's folder.
    package var list: @Sendable (String) -> Result<[UInt8], ListFault>

    /// Why a list could not be read, as the end of a sentence: `there is no such file`.
    package struct ListFault: Error, Sendable {
        package var reason: String

        package init(reason: String) {
            self.reason = reason
        }
    }

    package init(
        name: String, origin: String, bytes: [UInt8],
        list: @escaping @Sendable (String) -> Result<[UInt8], ListFault>
    ) {
        self.name = name
        self.origin = origin
        self.bytes = bytes
        self.list = list
    }

    /// A definition that is embedded in the program; it has no folder, so it cannot name lists.
    package init(builtIn name: String, bytes: [UInt8]) {
        self.init(name: "built-in:\(name)", origin: "built-in", bytes: bytes) { _ in
            .failure(ListFault(reason: "a built-in definition has no folder"))
        }
    }

    /// SHA-256 of the file, followed by that of each list it names, so that the hash changes when a list does.
    func contentHash(withLists lists: [[UInt8]]) -> String {
        var hash = SHA256()
        hash.update(data: bytes)
        for list in lists {
            hash.update(data: Array(SHA256.hash(data: list)))
        }
        let digits = Array("0123456789abcdef")
        return String(hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
