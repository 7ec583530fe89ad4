import Bytes
import Records
import ServiceCatalog

/// Finds the service that a row asks for by its words for product and service.
///
/// The words of a file are few: each pair of spellings is looked up once and remembered by its hash; short ones, as
/// nearly all are, are remembered as they stand, so that a row costs one comparison. What is remembered is bounded,
/// whatever the file holds.
struct ServiceFinder: ~Copyable, Sendable {
    private let services: [ServiceDefinition]
    private let fixed: Int?
    private var recent = PlainStorage(repeating: Recent(), count: 64)
    /// Made when the first pair is looked up that is not as short as most are, or is new.
    private var remembered: [Entry?] = []
    private var count = 0

    /// A pair of short words seen lately; a later one in its place drives it out.
    ///
    /// Not private: see `ShortWordLists.Slot`.
    struct Recent: BitwiseCopyable, Sendable {
        var product = ShortText()
        var serviceWord = ShortText()
        var service: Int32 = -1
        var isTaken = false
    }

    private struct Entry: Sendable {
        var hash: Hash128
        var service: Int32
    }

    private static let slots = 1024

    init(_ services: [ServiceDefinition], fixed: Int?) {
        self.services = services
        self.fixed = fixed
    }

    /// - Parameters:
    ///   - product: where the product's word lies in `bytes`; `nil` when the file has no such column. Likewise `service`.
    /// - Returns: the service's index, or -1.
    @inline(__always)
    mutating func service(
        product: Range<Int>?, service: Range<Int>?, in bytes: Span<UInt8>
    ) -> Int32 {
        guard let product, let service, let productText = ShortText(bytes, product),
            let serviceText = ShortText(bytes, service)
        else { return lookUp(product: product, service: service, in: bytes) }
        let place = Self.place(productText, serviceText)
        if let known = recent(productText, serviceText, at: place) { return known }
        let found = lookUp(product: product, service: service, in: bytes)
        recent[place] = Recent(product: productText, serviceWord: serviceText, service: found, isTaken: true)
        return found
    }

    /// The service of a pair of short words, where they were seen lately.
    @inline(__always)
    func recent(_ product: ShortText, _ service: ShortText) -> Int32? {
        recent(product, service, at: Self.place(product, service))
    }

    @inline(__always)
    private func recent(_ product: ShortText, _ service: ShortText, at place: Int) -> Int32? {
        let known = recent[place]
        return known.isTaken && known.product == product && known.serviceWord == service ? known.service : nil
    }

    @inline(__always)
    private static func place(_ product: ShortText, _ service: ShortText) -> Int {
        Int(truncatingIfNeeded: (product.mixed ^ service.mixed &* 31) &>> 58)
    }

    @inline(never)
    private mutating func lookUp(
        product: Range<Int>?, service: Range<Int>?, in bytes: Span<UInt8>
    ) -> Int32 {
        if let fixed, product == nil, service == nil { return Int32(fixed) }
        var words = Hash128.Builder()
        if let product { words.add(bytes.extracting(product), tag: Hash128.Tag(1)) }
        if let service { words.add(bytes.extracting(service), tag: Hash128.Tag(2)) }
        let hash = words.hash
        if remembered.isEmpty { remembered = [Entry?](repeating: nil, count: Self.slots) }
        var slot = Int(truncatingIfNeeded: hash.low) & (Self.slots - 1)
        while let entry = remembered[slot] {
            if entry.hash == hash { return entry.service }
            slot = (slot + 1) & (Self.slots - 1)
        }
        let found = match(
            product: product.map { String(bytes: bytes.extracting($0)) },
            service: service.map { String(bytes: bytes.extracting($0)) })
        let index: Int32 = if case .service(let index) = found { Int32(index) } else { -1 }
        if count < Self.slots / 2 {
            remembered[slot] = Entry(hash: hash, service: index)
            count += 1
        }
        return index
    }

    enum Match: Equatable {
        case service(Int)
        /// No service has a product of this name.
        case unknownProduct
        /// The product is known; it has no service of this name.
        case unknownService
        /// The file has no column for the product, and more than one product has such a service.
        case ambiguousProduct
    }

    /// The look-up itself. `nil`: the file has no such column.
    func match(product: String?, service: String?) -> Match {
        if let fixed {
            let candidate = services[fixed]
            if let product, !Self.meets(product, candidate.product, candidate.matching) { return .unknownProduct }
            if let service, !Self.meets(service, candidate.service, candidate.matching) { return .unknownService }
            return .service(fixed)
        }
        let ofProduct = services.indices.filter { index in
            guard let product else { return true }
            return Self.meets(product, services[index].product, services[index].matching)
        }
        guard !ofProduct.isEmpty else { return .unknownProduct }
        let found = ofProduct.filter { index in
            guard let service else { return true }
            return Self.meets(service, services[index].service, services[index].matching)
        }
        switch found.count {
        case 0: return withdrawal(among: ofProduct, service)
        case 1: return .service(found[0])
        default: return .ambiguousProduct
        }
    }

    /// The service that takes back requests of another one; they stand behind all others, in the same order.
    private func withdrawal(among candidates: [Int], _ service: String?) -> Match {
        let bases = service.map(ServiceDefinition.withdrawn) ?? []
        let found = candidates.filter { index in
            bases.contains { Self.meets($0, services[index].service, services[index].matching) }
        }
        switch found.count {
        case 0: return .unknownService
        case 1: return .service(found[0] + services.count)
        default: return .ambiguousProduct
        }
    }

    static func meets(_ word: String, _ name: Name, _ matching: WordMatching) -> Bool {
        switch matching {
        case .exact: return name.all.contains(word)
        case .folded:
            let folded = Folding.fold(word)
            return !folded.isEmpty && name.all.contains { Folding.fold($0) == folded }
        }
    }

    /// The services whose product has this name; all of them when none has.
    static func candidates(product: String?, among services: [ServiceDefinition]) -> [Int] {
        guard let product else { return Array(services.indices) }
        let found = services.indices.filter { meets(product, services[$0].product, services[$0].matching) }
        return found.isEmpty ? Array(services.indices) : found
    }
}

extension String {
    /// Bytes that are no UTF-8 show as U+FFFD.
    init(bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        copy.append(bytes)
        self.init(decoding: copy, as: UTF8.self)
    }
}

extension [UInt8] {
    init(bytes: Span<UInt8>, _ range: Range<Int>) {
        self = []
        append(bytes.extracting(range))
    }

    @inline(__always)
    mutating func append(_ span: Span<UInt8>) {
        span.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
