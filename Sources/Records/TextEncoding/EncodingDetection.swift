/// Finds out how a file's characters are written, from its first bytes, and says by what.
///
/// In this order; what the user has set is held against the file's mark, and never overruled:
/// 1. a byte order mark;
/// 2. NUL bytes in every other place: UTF-16 without a mark (see `utf16ByNULs`);
/// 3. bytes beyond ASCII that are UTF-8 throughout: UTF-8;
/// 4. some that are UTF-8, and no more that are not: UTF-8 with damaged rows, which are rejected one by one;
/// 5. fewer that are UTF-8, but they make sense as the accents of a Western text (see `WesternText`): Windows-1252;
/// 6. else UTF-8, by default: plain ASCII is no evidence, and of anything else the rows are rejected, not re-read.
struct EncodingDetection {
    var name: String

    /// What was found.
    struct Found: Equatable {
        var encoding: TextEncoding
        var hasByteOrderMark = false
        var origin: ReadingFact.Origin
        /// By what it was found.
        var evidence: String
    }

    /// - Parameters:
    ///   - bytes: the file's first.
    ///   - isWhole: they are the whole file.
    /// - Throws: `RecordError` where the bytes are no text, or contradict what the user has set.
    func encoding(of bytes: Span<UInt8>, isWhole: Bool, choice: EncodingChoice?) throws(RecordError) -> Found {
        let marked = try byteOrderMark(bytes)
        if let choice { return try chosen(choice, marked, bytes) }
        if let marked {
            return Found(encoding: marked, hasByteOrderMark: true, origin: .detected, evidence: "byte order mark")
        }
        if let encoding = utf16ByNULs(bytes) {
            return Found(encoding: encoding, origin: .detected, evidence: "NUL bytes in every other place")
        }
        try refuseBinary(bytes)
        return Self.byContent(bytes, isWhole: isWhole)
    }

    // MARK: Marks

    private func byteOrderMark(_ bytes: Span<UInt8>) throws(RecordError) -> TextEncoding? {
        if Self.starts(bytes, [0xFF, 0xFE, 0, 0]) || Self.starts(bytes, [0, 0, 0xFE, 0xFF]) {
            throw RecordError(.malformed, "\(name) is UTF-32 text, which is not read. Save it as “CSV UTF-8”.")
        }
        return [TextEncoding.utf8, .utf16LittleEndian, .utf16BigEndian].first { Self.starts(bytes, $0.byteOrderMark) }
    }

    private func chosen(
        _ choice: EncodingChoice, _ marked: TextEncoding?, _ bytes: Span<UInt8>
    ) throws(RecordError) -> Found {
        switch choice {
        case .exactly(let encoding):
            if let marked, marked != encoding {
                throw RecordError(
                    .malformed,
                    """
                    \(name) begins with the byte order mark of \(marked.name), but its encoding was set to \
                    \(encoding.name). Leave the encoding unset, or set \(marked.name).
                    """)
            }
            return Found(
                encoding: encoding, hasByteOrderMark: marked != nil, origin: .setByUser, evidence: "set by user")
        case .utf16:
            if let marked {
                guard marked != .utf8 else {
                    throw RecordError(
                        .malformed,
                        """
                        \(name) begins with the byte order mark of UTF-8, but its encoding was set to UTF-16. Leave \
                        the encoding unset.
                        """)
                }
                return Found(encoding: marked, hasByteOrderMark: true, origin: .setByUser, evidence: "byte order mark")
            }
            guard let encoding = utf16ByNULs(bytes) else {
                throw RecordError(
                    .malformed,
                    """
                    \(name) has no byte order mark, and utf-16le and utf-16be fit it equally well. Say which of the \
                    two it is with --encoding.
                    """)
            }
            return Found(encoding: encoding, origin: .setByUser, evidence: "NUL bytes in every other place")
        }
    }

    private static func starts(_ bytes: Span<UInt8>, _ mark: [UInt8]) -> Bool {
        guard !mark.isEmpty, bytes.count >= mark.count else { return false }
        return mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }

    // MARK: NUL bytes

    /// UTF-16 without a mark: delimiters, line ends, digits and Latin letters have a NUL each, on one side only.
    ///
    /// A quarter of the units must have it and an aligned line end be among them, or half of the units where there is
    /// no line end; and hardly any may have it on the other side.
    private func utf16ByNULs(_ bytes: Span<UInt8>) -> TextEncoding? {
        var little = 0
        var big = 0
        var littleLineEnds = 0
        var bigLineEnds = 0
        let pairs = bytes.count / 2
        for pair in 0..<pairs {
            let first = bytes[2 &* pair]
            let second = bytes[2 &* pair &+ 1]
            if second == 0, first != 0 {
                little &+= 1
                if first == 0x0A || first == 0x0D { littleLineEnds &+= 1 }
            } else if first == 0, second != 0 {
                big &+= 1
                if second == 0x0A || second == 0x0D { bigLineEnds &+= 1 }
            }
        }
        let fits = { (own: Int, other: Int, lineEnds: Int) in
            own > 1 && other <= own / 16 && (own * 2 >= pairs || (own * 4 >= pairs && lineEnds > 0))
        }
        if fits(little, big, littleLineEnds) { return .utf16LittleEndian }
        return fits(big, little, bigLineEnds) ? .utf16BigEndian : nil
    }

    /// Single NULs are damage to single rows; a file that is full of them is no text.
    private func refuseBinary(_ bytes: Span<UInt8>) throws(RecordError) {
        var found = 0
        for index in bytes.indices where bytes[index] == 0 { found &+= 1 }
        guard found * 10 <= bytes.count else {
            throw RecordError(
                .malformed,
                """
                \(name) is not text: one byte in \(max(1, bytes.count / max(1, found))) is NUL. Export it as CSV in \
                UTF-8 and try again.
                """)
        }
    }

    // MARK: Content

    private static func byContent(_ bytes: Span<UInt8>, isWhole: Bool) -> Found {
        var sound = 0
        var damaged = 0
        var lastDamage = -2
        var western = WesternText()
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index &+= 1
                continue
            }
            let length = UTF8Sequence.length(in: bytes, at: index)
            if length > 0 {
                sound &+= 1
                index &+= length
            } else if !isWhole, UTF8Sequence.isCutOff(in: bytes, at: index) {
                break
            } else {
                // Damage side by side is one: a character of three bytes may have lost its last.
                if index != lastDamage &+ 1 { damaged &+= 1 }
                lastDamage = index
                western.add(bytes, index)
                index &+= 1
            }
        }
        if damaged == 0 {
            return sound > 0
                ? Found(encoding: .utf8, origin: .detected, evidence: "accented letters that are UTF-8 throughout")
                : Found(encoding: .utf8, origin: .byDefault, evidence: "no letters beyond ASCII at its start")
        }
        if sound >= damaged {
            return Found(
                encoding: .utf8, origin: .detected,
                evidence: "\(sound) accented letters that are UTF-8, \(damaged) damaged ones")
        }
        if western.makesSense {
            return Found(
                encoding: .windows1252, origin: .detected, evidence: "accented letters that are not UTF-8")
        }
        return Found(
            encoding: .utf8, origin: .byDefault,
            evidence: "bytes that make no sense as UTF-8 and none as Windows-1252")
    }
}
