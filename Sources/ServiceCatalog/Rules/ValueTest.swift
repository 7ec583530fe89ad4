/// One test of one value.
///
/// Values arrive without white space at their edges and are never empty. A passing value costs no allocation: the
/// checks walk its bytes; words for a person are made only by `explain`.
package enum ValueTest: Sendable {
    /// One of the built-in formats, before `bound(to:)`.
    case format(ValueFormat)
    /// A phone number, with the country that a number without one belongs to.
    case phone(PhoneFormat)
    /// A calendar date, with the order of day and month that the run knows.
    case date(DateFormat)
    /// How many Unicode scalars the value has; an open end is `...Int.max`.
    case length(ClosedRange<Int>)
    /// A whole number within bounds.
    case range(ClosedRange<Int>)
    /// A customer's regular expression; it must match the whole value.
    case pattern(BytePattern)
    /// One of a list of words.
    case oneOf(WordList)
    /// Numbers that are advised against, such as the extension 112.
    case notReserved(NumberRanges)
    /// Only these characters.
    case characters(Repertoire)
}

extension ValueTest {
    /// True when the value passes.
    ///
    /// When the value's canonical form differs from what was written, its bytes are appended to `canonical`, which is
    /// otherwise left alone. Any bytes may come, also such as are not UTF-8.
    package func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        switch self {
        case .format(let format): format.accepts(value, canonical: &canonical)
        case .phone(let format): format.accepts(value, canonical: &canonical)
        case .date(let format): format.accepts(value, canonical: &canonical)
        case .length(let allowed): LengthTest.accepts(value, allowed)
        case .range(let allowed): IntegerFormat.accepts(value, within: allowed)
        case .pattern(let pattern): pattern.matches(value)
        case .oneOf(let words): words.accepts(value, canonical: &canonical)
        case .notReserved(let ranges): !ranges.contains(value)
        case .characters(let repertoire): repertoire.accepts(value)
        }
    }

    /// Why the value did not pass, for a person; `field` is the label that people see, such as "E-mail".
    ///
    /// Only asked of values that `accepts` refused.
    package func explain(_ value: String, field: String) -> Explanation {
        let refused = RefusedValue(value, field: field)
        return switch self {
        case .format(let format): format.explain(refused)
        case .phone(let format): format.explain(refused)
        case .date(let format): format.explain(refused)
        case .length(let allowed): LengthTest.explain(refused, allowed)
        case .range(let allowed): IntegerFormat.explain(refused, within: allowed)
        case .pattern(let pattern): pattern.explain(refused)
        case .oneOf(let words): words.explain(refused)
        case .notReserved(let ranges): ranges.explain(refused)
        case .characters(let repertoire): repertoire.explain(refused)
        }
    }

    /// The same without a `String`, for the tests that say what they want and do not look for what was meant.
    ///
    /// - Returns: the reason's code; `nil`, and nothing is appended, for other tests.
    package func explain(_ value: Span<UInt8>, field: String, into sentence: inout [UInt8]) -> String? {
        switch self {
        case .length(let allowed): LengthTest.explain(value, field: field, allowed, into: &sentence)
        case .pattern(let pattern): pattern.explain(value, field: field, into: &sentence)
        default: nil
        }
    }

    /// The test with what only the run knows filled in: default country, order of day and month, regions.
    ///
    /// A context that does not know a thing leaves the test as it was. A country that `CountryCalling` does not know
    /// counts as none.
    package func bound(to context: ValueContext) -> ValueTest {
        switch self {
        case .format(.phone), .phone:
            guard let country = context.defaultCountry else { return self }
            return .phone(PhoneFormat(home: CountryCalling(country)))
        case .format(.date), .date:
            guard let order = context.dateOrder else { return self }
            return .date(DateFormat(order: order))
        case .format(.region):
            guard let regions = context.regions else { return self }
            return .oneOf(regions)
        default:
            return self
        }
    }
}
