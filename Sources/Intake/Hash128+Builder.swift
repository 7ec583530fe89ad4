import Bytes
import CBytes

extension Hash128 {
    /// Hashes a list of texts, each with its tag, without putting them together first: the ids of cases and the keys that
    /// must be unique are made so.
    ///
    /// Two sums of 64 bits are kept. A text's first sixteen bytes, eight times eight, give a product of 128 bits, as in
    /// wyhash and XXH3, and each sum gets one half of it; what is longer adds a product for each sixteen bytes more. The
    /// tag's numbers go into both factors, and so does the place of those sixteen bytes, lest two of them with an equal half
    /// be exchanged; the length is added to a sum, since in a factor it would be one with the text's ninth byte. The sums are
    /// turned before a text is added. So neither moving bytes from one text to the next, nor leaving one out, nor another
    /// order gives the same hash. A product depends on nothing but its text: where MurmurHash3 makes the processor wait
    /// through a chain of ten steps for each text, the texts of a row are multiplied at the same time.
    package struct Builder: BitwiseCopyable, Sendable {
        private(set) var sums: MusterSums

        package init(seed: Hash128 = Hash128(high: 0, low: 0)) {
            sums = MusterSums(one: seed.high, two: seed.low)
        }

        /// - Parameter tag: sets texts of different meaning apart.
        package mutating func add(_ text: Span<UInt8>, tag: Tag = Tag(0)) {
            add(text, 0..<text.count, tag: tag)
        }

        package mutating func add(_ text: String, tag: Tag) {
            let bytes = Array(text.utf8)
            add(bytes.span, tag: tag)
        }

        /// Adds the text in a range of `bytes`: what follows it may be looked at, and makes no difference.
        @inline(__always)
        package mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>, tag: Tag) {
            add(bytes, range, tag: tag) { $0 }
        }

        /// The same with the letters A to Z made small.
        /// - Returns: false for a text that is not ASCII, of which nothing has been added.
        @inline(__always)
        package mutating func addLowered(_ bytes: Span<UInt8>, _ range: Range<Int>, tag: Tag) -> Bool {
            var all: UInt64 = 0
            var at = range.lowerBound
            while at < range.upperBound {
                all |= bytes.word(at: at, count: min(8, range.upperBound &- at))
                at &+= 8
            }
            guard all & 0x8080_8080_8080_8080 == 0 else { return false }
            add(bytes, range, tag: tag, Self.lowered)
            return true
        }

        /// Adds a text of at most sixteen bytes that has been loaded already.
        @inline(__always)
        mutating func add(_ words: (UInt64, UInt64), count: Int, tag: Tag) {
            muster_add(&sums, MusterSixteen(first: words.0, second: words.1), Int64(count), tag.factors)
        }

        /// Adds what follows the first sixteen bytes of the text that was added last.
        /// - Parameter place: 1 for the second sixteen bytes, and so on.
        @inline(__always)
        mutating func addMore(_ words: (UInt64, UInt64), place: UInt64, tag: Tag) {
            muster_add_more(&sums, MusterSixteen(first: words.0, second: words.1), place, tag.factors)
        }

        @inline(__always)
        private mutating func add(
            _ bytes: Span<UInt8>, _ range: Range<Int>, tag: Tag, _ change: (UInt64) -> UInt64
        ) {
            let count = range.upperBound &- range.lowerBound
            var (at, left) = (range.lowerBound, count)
            var place: UInt64 = 0
            repeat {
                // Words are loaded whole and what is beyond the text is cut off.
                let words = (
                    left > 0 ? change(bytes.word(at: at, count: min(left, 8))) : 0,
                    left > 8 ? change(bytes.word(at: at &+ 8, count: min(left &- 8, 8))) : 0
                )
                if place == 0 { add(words, count: count, tag: tag) } else { addMore(words, place: place, tag: tag) }
                at &+= 16
                left &-= 16
                place &+= 1
            } while left > 0
        }

        /// Eight ASCII characters at once: 0x20 is added where a byte lies from A to Z.
        @inline(__always)
        static func lowered(_ word: UInt64) -> UInt64 {
            let fromA = word &+ 0x3F3F_3F3F_3F3F_3F3F
            let beyondZ = word &+ 0x2525_2525_2525_2525
            return word | ((fromA ^ beyondZ) & 0x8080_8080_8080_8080) >> 2
        }

        @inline(__always)
        package var hash: Hash128 {
            let sum = sums.one &+ sums.two
            let (left, right) = (Hash128.mix(sum), Hash128.mix(sums.two ^ Hash128.rotate(sum, 29)))
            return Hash128(high: left &+ right, low: right &+ (left &+ right))
        }
    }

    /// What sets apart texts of different meaning in a hash: two numbers made of a name or a number.
    package struct Tag: BitwiseCopyable, Sendable {
        let factors: MusterSums

        /// Of a field, say: the same in every release.
        package init(_ name: String) {
            self.init(Hash128(of: name))
        }

        package init(_ number: UInt32) {
            self.init(Hash128(high: UInt64(number), low: 0))
        }

        private init(_ hash: Hash128) {
            factors = MusterSums(
                one: Hash128.mix(Hash128.mix(hash.high &+ 0x9E37_79B9_7F4A_7C15) ^ hash.low),
                two: Hash128.mix(Hash128.mix(hash.high &+ 0x3C6E_F372_FE94_F82A) ^ hash.low))
        }
    }
}
