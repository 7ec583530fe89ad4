/// An extension: digits only, zeros kept. How many is a length test of its own.
enum ExtensionFormat {
    static func accepts(_ value: Span<UInt8>) -> Bool {
        ASCII.isAllDigits(value)
    }

    static func explain(_ value: RefusedValue) -> Explanation {
        if let damage = SpreadsheetDamage(value.text) {
            return Explanation(
                .extensionDamaged, "\(value.subject) \(damage.happened). \(SpreadsheetDamage.remedy)")
        }
        let bare = SpreadsheetDamage.unwrapped(value.text).flatMap(ASCII.plainDigits) ?? ASCII.plainDigits(value.text)
        let wrong = value.first { !("0"..."9").contains($0) }
        let place = wrong.map { " has \(RefusedValue.name($0.scalar)) at position \($0.position);" } ?? ""
        return Explanation(
            .extensionSyntax, "\(value.subject)\(place) an extension has the digits 0 to 9 only, such as 1401.",
            suggestion: bare)
    }
}
