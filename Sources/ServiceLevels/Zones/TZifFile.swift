/// The contents of one file of the time zone database, checked: the format TZif of RFC 9636, versions 1 to 4.
struct TZifFile {
    /// Never empty.
    var kinds: [ZoneRules.Kind] = []
    /// Strictly ascending, seconds since 1970.
    var transitions: [Int64] = []
    /// The kind that begins at each transition.
    var transitionKinds: [Int] = []
    /// The rule for all times after the last transition; `nil` where the file gives none.
    var footer: PosixTimeZone?

    init(name: String, bytes: [UInt8]) throws(TimeZoneError) {
        do throws(Fault) {
            var reader = Reader(bytes: bytes)
            let first = try Header(&reader)
            if first.version == 0 {
                try read(&reader, first, timeSize: 4)
            } else {
                // The first block repeats the second in 32 bits, for readers of version 1.
                try reader.skip(first.blockSize(timeSize: 4))
                let second = try Header(&reader)
                try read(&reader, second, timeSize: 8)
                try readFooter(&reader)
            }
        } catch {
            throw .brokenFile(name: name, reason: error.reason)
        }
    }

    private struct Fault: Error {
        var reason: String
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func byte() throws(Fault) -> UInt8 {
            guard position < bytes.count else { throw Fault(reason: "it ends too early") }
            defer { position += 1 }
            return bytes[position]
        }

        /// A big-endian, signed number of 4 or 8 bytes.
        mutating func number(size: Int) throws(Fault) -> Int64 {
            guard bytes.count - position >= size else { throw Fault(reason: "it ends too early") }
            var value: UInt64 = 0
            for index in position..<(position + size) {
                value = value << 8 | UInt64(bytes[index])
            }
            position += size
            return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
        }

        mutating func count() throws(Fault) -> Int {
            Int(try number(size: 4) & 0xFFFF_FFFF)
        }

        mutating func skip(_ count: Int) throws(Fault) {
            guard count <= bytes.count - position else { throw Fault(reason: "it ends too early") }
            position += count
        }

        func holds(_ count: Int) -> Bool { count <= bytes.count - position }
    }

    private struct Header {
        var version: UInt8
        var utCount, standardCount, leapCount, timeCount, kindCount, characterCount: Int

        init(_ reader: inout Reader) throws(Fault) {
            for expected in [0x54, 0x5A, 0x69, 0x66] as [UInt8] {
                guard try reader.byte() == expected else { throw Fault(reason: "it is not a time zone file") }
            }
            version = try reader.byte()
            try reader.skip(15)
            utCount = try reader.count()
            standardCount = try reader.count()
            leapCount = try reader.count()
            timeCount = try reader.count()
            kindCount = try reader.count()
            characterCount = try reader.count()
            guard kindCount > 0, kindCount <= 256, characterCount > 0 else {
                throw Fault(reason: "it names no kind of local time")
            }
            guard utCount == 0 || utCount == kindCount, standardCount == 0 || standardCount == kindCount else {
                throw Fault(reason: "its counts do not agree")
            }
        }

        /// Counts are below 2^32, so the sum cannot overflow.
        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + kindCount * 6 + characterCount + leapCount * (timeSize + 4) + standardCount
                + utCount
        }
    }

    private mutating func read(_ reader: inout Reader, _ header: Header, timeSize: Int) throws(Fault) {
        // Checked before anything is allocated by a count that a damaged file may have made huge.
        guard reader.holds(header.blockSize(timeSize: timeSize)) else { throw Fault(reason: "it ends too early") }
        guard header.leapCount == 0 else {
            throw Fault(reason: "it counts leap seconds, which zones whose name begins with right/ do")
        }
        for _ in 0..<header.timeCount {
            let instant = try reader.number(size: timeSize)
            guard instant > ZoneRules.farPast, instant < ZoneRules.farFuture, instant > transitions.last ?? .min else {
                throw Fault(reason: "its changes are not in order")
            }
            transitions.append(instant)
        }
        for _ in 0..<header.timeCount {
            let kind = Int(try reader.byte())
            guard kind < header.kindCount else { throw Fault(reason: "a change leads to no kind of local time") }
            transitionKinds.append(kind)
        }
        var rawKinds: [(offset: Int64, isDaylightTime: Bool, nameIndex: Int)] = []
        for _ in 0..<header.kindCount {
            let offset = try reader.number(size: 4)
            let isDaylightTime = try reader.byte()
            let nameIndex = Int(try reader.byte())
            // The bounds that RFC 9636 gives for an offset: a second less than 25 hours west, than 26 hours east.
            guard offset > -90_000, offset < 93_600, isDaylightTime <= 1, nameIndex < header.characterCount else {
                throw Fault(reason: "it gives an offset that cannot be")
            }
            rawKinds.append((offset, isDaylightTime == 1, nameIndex))
        }
        let characters = Array(reader.bytes[reader.position..<(reader.position + header.characterCount)])
        try reader.skip(header.characterCount + header.standardCount + header.utCount)
        for raw in rawKinds {
            let name = characters[raw.nameIndex...].prefix { $0 != 0 }
            guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw Fault(reason: "a name has odd characters") }
            kinds.append(
                ZoneRules.Kind(
                    offset: raw.offset, isDaylightTime: raw.isDaylightTime,
                    abbreviation: String(decoding: name, as: UTF8.self)))
        }
    }

    private mutating func readFooter(_ reader: inout Reader) throws(Fault) {
        guard try reader.byte() == 0x0A else { throw Fault(reason: "its rule for later years is missing") }
        var text: [UInt8] = []
        while true {
            let byte = try reader.byte()
            if byte == 0x0A { break }
            text.append(byte)
        }
        guard !text.isEmpty else { return }
        guard let footer = PosixTimeZone(text) else { throw Fault(reason: "its rule for later years cannot be read") }
        self.footer = footer
    }
}
