import CZlib
import Synchronization

/// Hands on what a gzip file holds (RFC 1952), one member after the other.
///
/// What a file may unpack to is bounded, so that a file of some kilobytes cannot fill disk and day: 64 GiB in all, and,
/// from 64 MiB on, 500 times its size. Rows of HR data shrink to a tenth or twentieth, never that far.
package struct GzipSource: ByteSource {
    package let name: String
    private var source: any ByteSource
    private let inflater: Inflater
    private var packed: [UInt8] = []
    /// How far `packed` has been used up.
    private var position = 0
    private var bytesIn = 0
    private var bytesOut = 0
    private var state = State.inMember
    private let bounds: Bounds

    /// How far a file may unpack, in bytes.
    package struct Bounds: Sendable {
        package var total: Int
        /// How many times the packed size, once `free` bytes are out.
        package var ratio: Int
        package var free: Int

        package init(total: Int = 64 << 30, ratio: Int = 500, free: Int = 64 << 20) {
            self.total = total
            self.ratio = ratio
            self.free = free
        }
    }

    private enum State {
        case inMember
        case betweenMembers
        case atEnd
    }

    /// The first bytes of every gzip file.
    private static let magic: [UInt8] = [0x1F, 0x8B]
    private static let packedBlock = 64 << 10

    /// The source itself, or what it holds when it is gzip: by its first two bytes, whatever its name.
    /// - Parameter firstRead: how many bytes to read at once for that; they are handed out again.
    /// - Throws: `RecordError` when the source cannot be read.
    package static func unpacked(
        _ source: any ByteSource, firstRead: Int = 1 << 12
    ) throws -> (source: any ByteSource, isGzip: Bool) {
        var source = source
        var first: [UInt8] = []
        _ = try source.read(max(firstRead, magic.count), into: &first)
        let isGzip = first.starts(with: magic)
        let whole = PeekedSource(first, before: source)
        return isGzip ? (try GzipSource(whole), true) : (whole, false)
    }

    /// - Parameter source: packed bytes.
    package init(_ source: any ByteSource, bounds: Bounds = Bounds()) throws(RecordError) {
        guard let inflater = Inflater() else {
            throw RecordError(.unreadable, "\(source.name) cannot be unpacked: there is not enough memory.")
        }
        name = source.name
        self.source = source
        self.inflater = inflater
        self.bounds = bounds
    }

    package mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let start = bytes.count
        let end = start + count
        bytes.append(contentsOf: repeatElement(0, count: count))
        var filled = start
        while filled < end, state != .atEnd {
            if position == packed.count {
                packed.removeAll(keepingCapacity: true)
                position = 0
                bytesIn += try source.read(Self.packedBlock, into: &packed)
                if packed.isEmpty {
                    guard state == .betweenMembers else { throw cutShort }
                    state = .atEnd
                    break
                }
            }
            if state == .betweenMembers {
                startNextMember()
                continue
            }
            let step = inflater.inflate(packed.span.extracting(position...), into: &bytes, from: filled)
            position += step.used
            filled += step.made
            bytesOut += step.made
            try requireBounds()
            switch step.outcome {
            case .goesOn: break
            case .memberEnded: state = .betweenMembers
            case .damaged: throw damaged
            }
        }
        bytes.removeSubrange(filled...)
        return filled - start
    }

    /// Passes over the zeros that tapes and copies pad with; anything else begins a member, or is no gzip.
    private mutating func startNextMember() {
        while position < packed.count, packed[position] == 0 { position += 1 }
        guard position < packed.count else { return }
        inflater.reset()
        state = .inMember
    }

    private func requireBounds() throws(RecordError) {
        guard bytesOut > bounds.total || (bytesOut > bounds.free && bytesOut / bounds.ratio > bytesIn) else { return }
        throw RecordError(
            .malformed,
            """
            \(name) unpacks to more than any real export: \(bytesOut >> 20) MB out of \(bytesIn >> 10) KB. It was not \
            read further. If it is sound, unpack it first and import the CSV.
            """)
    }

    private var cutShort: RecordError {
        RecordError(
            .malformed, "\(name) is cut short: its gzip data end in the middle. Copy it again, whole, and try again.")
    }

    private var damaged: RecordError {
        RecordError(
            .malformed, "\(name) is damaged: its gzip data cannot be unpacked. Copy or export it again and try again.")
    }
}

/// zlib's state, which must stay in its place in memory: it points back at itself.
private final class Inflater: Sendable {
    struct Step {
        var used: Int
        var made: Int
        var outcome: Outcome
    }

    enum Outcome {
        case goesOn
        case memberEnded
        case damaged
    }

    private let stream: Mutex<Stream>

    private struct Stream: ~Copyable {
        let place: UnsafeMutablePointer<z_stream>

        /// `nil` when zlib has no memory for its window.
        init?() {
            place = .allocate(capacity: 1)
            place.initialize(to: z_stream())
            // 16: a gzip header is expected, and its check sum is checked.
            guard inflateInit2_(place, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
                place.deallocate()
                return nil
            }
        }

        deinit {
            inflateEnd(place)
            place.deallocate()
        }
    }

    init?() {
        guard let stream = Stream() else { return nil }
        self.stream = Mutex(stream)
    }

    func reset() {
        stream.withLock { _ = inflateReset($0.place) }
    }

    /// Unpacks into `output[start...]` as far as both reach.
    func inflate(_ packed: Span<UInt8>, into output: inout [UInt8], from start: Int) -> Step {
        stream.withLock { stream in
            let place = stream.place
            return packed.withUnsafeBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    let room = min(output.count - start, Int(UInt32.max))
                    let given = min(input.count, Int(UInt32.max))
                    // zlib does not write to its input; it only lacks the word const.
                    place.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    place.pointee.avail_in = UInt32(given)
                    place.pointee.next_out = output.baseAddress.map { $0 + start }
                    place.pointee.avail_out = UInt32(room)
                    let status = CZlib.inflate(place, Z_NO_FLUSH)
                    let used = given - Int(place.pointee.avail_in)
                    let made = room - Int(place.pointee.avail_out)
                    let outcome: Outcome =
                        switch status {
                        case Z_STREAM_END: .memberEnded
                        case Z_OK: .goesOn
                        // No progress was possible with this input and room: more of one of them will come.
                        case Z_BUF_ERROR: used == 0 && made == 0 && given > 0 && room > 0 ? .damaged : .goesOn
                        default: .damaged
                        }
                    return Step(used: used, made: made, outcome: outcome)
                }
            }
        }
    }
}
