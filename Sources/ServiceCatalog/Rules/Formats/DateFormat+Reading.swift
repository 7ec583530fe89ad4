extension DateFormat {
    /// A date's numbers; `nil` for what `accepts` refuses.
    package func civil(_ value: Span<UInt8>) -> (year: Int, month: Int, day: Int)? {
        guard case .success(let day) = read(value) else { return nil }
        return (day.year, day.month, day.day)
    }

    /// Whether a date with slashes or hyphens can be read with the day first, and with the month first; `nil` for one
    /// that can be read in one way whatever its column says, for one that exists in neither, and for what is no date.
    package static func readings(of value: Span<UInt8>) -> (dayFirst: Bool, monthFirst: Bool)? {
        guard case .failure(.order(let dayFirst, let monthFirst)) = DateFormat().read(value) else { return nil }
        return (dayFirst.exists, monthFirst.exists)
    }
}
