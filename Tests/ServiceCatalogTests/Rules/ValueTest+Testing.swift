@testable import ServiceCatalog

extension ValueTest {
    /// The canonical form of a value; `nil` when it is refused.
    func canonical(of text: String) -> String? {
        canonical(of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    func canonical(of bytes: [UInt8]) -> [UInt8]? {
        var canonical: [UInt8] = [0x21]
        guard accepts(bytes.span, canonical: &canonical) else { return nil }
        // What stood in the buffer before must stay.
        guard canonical.first == 0x21 else { return nil }
        return canonical.count == 1 ? bytes : Array(canonical.dropFirst())
    }

    /// The code of a refused value; `nil` when it passes.
    func code(of text: String) -> String? {
        canonical(of: text) == nil ? explain(text, field: "Field").code : nil
    }

    func suggestion(for text: String) -> String? {
        explain(text, field: "Field").suggestion
    }

    func sentence(for text: String) -> String {
        explain(text, field: "Field").sentence
    }

    /// Every kind of test, bound and unbound, for what must hold of all of them.
    static var samples: [ValueTest] {
        var tests = ValueFormat.allCases.map { ValueTest.format($0) }
        for country in ["US", "DE", "IT", "RU", "IN", "SG", "AU", "HU"] {
            tests.append(.phone(PhoneFormat(home: CountryCalling(country))))
        }
        tests += DateOrder.allCases.map { .date(DateFormat(order: $0)) }
        tests += [.length(2...30), .length(5...Int.max), .range(1...10), .characters(.targetName)]
        if let pattern = try? BytePattern("[A-Z]{2}[0-9]+|ü.*") { tests.append(.pattern(pattern)) }
        if let ranges = NumberRanges(["112", "400-699"]) { tests.append(.notReserved(ranges)) }
        let words = [Name("San Jose", spellings: ["SJC"]), Name("Zürich"), Name("+")]
        tests += [.oneOf(WordList(words, matching: .folded)), .oneOf(WordList(words, matching: .exact))]
        return tests
    }
}

// Expectations cannot take a `Span` themselves.

extension WordList {
    func index(of text: String) -> Int? {
        let bytes = Array(text.utf8)
        return index(of: bytes.span)
    }
}

extension BytePattern {
    func matches(_ bytes: [UInt8]) -> Bool {
        matches(bytes.span)
    }
}
