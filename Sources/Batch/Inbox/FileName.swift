package import SystemPackage

/// A file's name as its folder holds it: bytes, which need not be UTF-8, and two of which may look alike.
package struct FileName: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// What Muster calls the file from its claim on: text that fits into a log, a report and any other folder.
    ///
    /// Bytes that are no UTF-8 and control characters stand as `%FF`; a name that grows too long by that is cut.
    package var plain: String {
        var text = ""
        var rest = bytes[...]
        while let byte = rest.first {
            if let (scalar, length) = Self.scalar(at: rest), scalar.properties.generalCategory != .control,
                scalar != "\u{2028}", scalar != "\u{2029}"
            {
                text.unicodeScalars.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                text += Self.escaped(byte)
                rest = rest.dropFirst()
            }
        }
        return Self.shortened(text, to: Self.longest)
    }

    /// The longest name that Linux's file systems take, in bytes.
    package static let longest = 255

    /// Its path in a folder, byte for byte.
    package func path(in folder: FilePath) -> FilePath {
        var path = folder
        (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CInterop.PlatformChar.self) { characters in
                guard let start = characters.baseAddress else { return }
                if let name = FilePath.Component(platformString: start) { path.append(name) }
            }
        }
        return path
    }

    /// A name of at most `limit` bytes of UTF-8: what is too much goes from the end of the stem, the extension stays.
    package static func shortened(_ name: String, to limit: Int) -> String {
        guard name.utf8.count > limit else { return name }
        let (stem, ending) = split(name)
        let kept = ending.utf8.count <= limit / 2 ? ending : ""
        var text = ""
        var size = kept.utf8.count + 1
        for scalar in (kept.isEmpty ? name : stem).unicodeScalars {
            size += UTF8.width(scalar)
            guard size <= limit else { break }
            text.unicodeScalars.append(scalar)
        }
        return text + "~" + kept
    }

    /// A name with a number before its extension: `hires-2.csv`. The first has none.
    package static func numbered(_ name: String, _ number: Int, limit: Int = longest) -> String {
        guard number > 1 else { return shortened(name, to: limit) }
        let (stem, ending) = split(name)
        return shortened(stem, to: limit - ending.utf8.count - "-\(number)".utf8.count) + "-\(number)" + ending
    }

    /// A name's stem, and its extension with the point; `.gz` counts together with the one before it.
    private static func split(_ name: String) -> (stem: String, ending: String) {
        func cut(_ name: String) -> (String, String) {
            guard let point = name.unicodeScalars.lastIndex(of: "."), point != name.unicodeScalars.startIndex,
                name.utf8.distance(from: point, to: name.endIndex) <= 20
            else { return (name, "") }
            return (String(name.unicodeScalars[..<point]), String(name.unicodeScalars[point...]))
        }
        let (stem, ending) = cut(name)
        guard ending.lowercased() == ".gz" else { return (stem, ending) }
        let (inner, before) = cut(stem)
        return (inner, before + ending)
    }

    private static func scalar(at bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        var decoder = UTF8()
        var iterator = bytes.prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }

    private static func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "%0" + digits : "%" + digits
    }
}

// MARK: What a name says

extension FileName {
    /// What somebody says about a file by dropping another one beside it.
    package enum Marker: String, Sendable, CaseIterable {
        /// `<file>.done`: the file is complete.
        case done
        /// `<file>.approve`: a held file may be imported.
        case approve
        /// `<file>.reject`: a held file is not wanted.
        case reject

        /// Windows hides the last ending of a text file that somebody makes and renames, so people's answers may have one.
        fileprivate var endings: [String] {
            self == .done ? [".done"] : [".\(rawValue)", ".\(rawValue).txt"]
        }
    }

    package enum Role: Hashable, Sendable {
        case ordinary
        /// Left alone: a file that another program is working on, or its lock.
        case temporary
        case marker(Marker, of: FileName)
    }

    package var role: Role {
        if isTemporary { return .temporary }
        for marker in Marker.allCases {
            for ending in marker.endings.map({ Array($0.utf8) }) where bytes.count > ending.count {
                if Self.lowercased(bytes.suffix(ending.count)) == ending {
                    return .marker(marker, of: FileName(bytes: Array(bytes.dropLast(ending.count))))
                }
            }
        }
        return .ordinary
    }

    /// Endings that browsers, copying programs and editors give to what is not complete yet.
    private static let endingsUnderWay = [
        ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".opdownload", ".swp",
        ".~tmp", ".writing", ".upload",
    ].map { Array($0.utf8) }

    /// A copy or download that is still under way, by its ending.
    package var isUnderWay: Bool {
        let name = Self.lowercased(bytes[...])
        return Self.endingsUnderWay.contains { name.count >= $0.count && name.suffix($0.count).elementsEqual($0) }
    }

    private static let companions: Set<[UInt8]> = Set(
        ["thumbs.db", "desktop.ini", "ehthumbs.db"].map { Array($0.utf8) })

    private var isTemporary: Bool {
        let name = Self.lowercased(bytes[...])
        return name.first == UInt8(ascii: ".") || name.starts(with: "~$".utf8) || name.starts(with: "~wr".utf8)
            || name.last == UInt8(ascii: "~") || isUnderWay || Self.companions.contains(name)
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
}

extension FileName: Comparable {
    /// Byte by byte, so that the order is the same on every machine.
    package static func < (left: FileName, right: FileName) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
