/// The formats that come built in, named as a definition file names them.
package enum ValueFormat: String, Sendable, CaseIterable {
    case username
    case email
    case extensionNumber = "extension"
    case phone
    case mac
    case date
    case isoDate = "iso-date"
    case locale
    case timeZone = "time-zone"
    /// Becomes a list of words once the calendars are known; before that every value passes.
    case region
    case integer

    func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        switch self {
        case .username: UsernameFormat.accepts(value)
        case .email: EmailFormat.accepts(value)
        case .extensionNumber: ExtensionFormat.accepts(value)
        case .phone: PhoneFormat(home: nil).accepts(value, canonical: &canonical)
        case .mac: MACFormat.accepts(value, canonical: &canonical)
        case .date: DateFormat(order: nil).accepts(value, canonical: &canonical)
        case .isoDate: ISODateFormat.accepts(value)
        case .locale: LocaleFormat.accepts(value, canonical: &canonical)
        case .timeZone: TimeZoneFormat.accepts(value)
        case .region: true
        case .integer: IntegerFormat.accepts(value, within: Int.min...Int.max)
        }
    }

    func explain(_ value: RefusedValue) -> Explanation {
        switch self {
        case .username: UsernameFormat.explain(value)
        case .email: EmailFormat.explain(value)
        case .extensionNumber: ExtensionFormat.explain(value)
        case .phone: PhoneFormat(home: nil).explain(value)
        case .mac: MACFormat.explain(value)
        case .date: DateFormat(order: nil).explain(value)
        case .isoDate: ISODateFormat.explain(value)
        case .locale: LocaleFormat.explain(value)
        case .timeZone: TimeZoneFormat.explain(value)
        case .region: Explanation(.valueUnknown, "\(value.subject) is not a region that has a calendar.")
        case .integer: IntegerFormat.explain(value, within: Int.min...Int.max)
        }
    }
}
