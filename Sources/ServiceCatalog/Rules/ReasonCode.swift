/// What can be wrong with a row: a stable code for programs, with a title and a sentence for people.
///
/// Reports, the documentation and the tests take the list from here. A code never changes its meaning.
package struct ReasonCode: Sendable, Hashable {
    /// Dotted, lower case: `email.syntax`.
    package let code: String
    /// A few words, for a heading or a chart.
    package let title: String
    /// One sentence.
    package let summary: String

    private init(_ code: String, _ title: String, _ summary: String) {
        self.code = code
        self.title = title
        self.summary = summary
    }

    /// The reason of that code; `nil` where a definition brought a code of its own.
    package static func named(_ code: String) -> ReasonCode? {
        byCode[code]
    }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    /// All of them, in the order of the documentation.
    package static let all: [ReasonCode] = [
        rowFields, rowQuote, rowStructure, rowEncoding, rowTooLong,
        productUnknown, serviceUnknown, profileUnclear, regionRequired,
        fieldRequired, fieldForbidden, fieldSame, whoMissing, duplicateInFile,
        lengthShort, lengthLong, patternMismatch, valueUnknown, nameCharacters, integerSyntax, numberRange,
        usernameSyntax, emailSyntax, extensionSyntax, extensionDamaged, extensionReserved,
        phoneSyntax, phoneCountry, phoneDamaged, macSyntax,
        dateSyntax, dateCalendar, dateYear, dateOrder, dateEmpty, dateSerial, dateShortNotice,
        localeUnknown, timeZoneUnknown,
        caseAlreadyImported, caseAmends, caseCancels, caseNothingToCancel, allowanceOver,
    ]
}

// MARK: The row as a whole

extension ReasonCode {
    package static let rowFields = ReasonCode(
        "row.fields", "Too many or too few cells", "The row does not have as many cells as the header has columns.")
    package static let rowQuote = ReasonCode(
        "row.quote", "Broken quotation marks", "A quotation mark in the row is opened or closed in the wrong place.")
    package static let rowStructure = ReasonCode(
        "row.structure", "Not in the form of the format",
        "The record holds an element, attribute or text that its format does not have.")
    package static let rowEncoding = ReasonCode(
        "row.encoding", "Unreadable characters", "The row holds bytes that are no text in the file's encoding.")
    package static let rowTooLong = ReasonCode(
        "row.too-long", "Row too long", "The row, or one of its cells, is longer than any real one.")
    package static let productUnknown = ReasonCode(
        "product.unknown", "Unknown product", "No service definition knows the product.")
    package static let serviceUnknown = ReasonCode(
        "service.unknown", "Unknown service", "The product has no service of that name.")
    package static let profileUnclear = ReasonCode(
        "profile.unclear", "Not clear what is asked for",
        "The columns of the HR system do not say what the row asks for, or say too much at once.")
    package static let regionRequired = ReasonCode(
        "region.required", "Region missing", "Without a region there is no calendar, and so no due time.")
    package static let duplicateInFile = ReasonCode(
        "duplicate.in-file", "Asked for twice", "An earlier row of the file asks for the same.")
}

// MARK: Fields together

extension ReasonCode {
    package static let fieldRequired = ReasonCode(
        "field.required", "Required field empty", "The service cannot be carried out without this field.")
    package static let fieldForbidden = ReasonCode(
        "field.forbidden", "Field not wanted here", "The field must be empty in a row such as this.")
    package static let fieldSame = ReasonCode(
        "field.same", "Nothing changes", "Two fields that must differ hold the same value.")
    package static let whoMissing = ReasonCode(
        "who.missing", "Nobody named", "The row does not say who or what the request is about.")
}

// MARK: One value

extension ReasonCode {
    package static let lengthShort = ReasonCode(
        "length.short", "Too short", "The value has fewer characters than the field needs.")
    package static let lengthLong = ReasonCode(
        "length.long", "Too long", "The value has more characters than the field takes.")
    package static let patternMismatch = ReasonCode(
        "pattern.mismatch", "Not of the expected form", "The value does not have the form that the definition asks for."
    )
    package static let valueUnknown = ReasonCode(
        "value.unknown", "Not in the list", "The value is none of those that the field takes.")
    package static let nameCharacters = ReasonCode(
        "name.characters", "Letters the target system does not take",
        "The target system takes names in unaccented Latin letters only.")
    package static let integerSyntax = ReasonCode(
        "integer.syntax", "Not a whole number", "The value is not a whole number written in digits.")
    package static let numberRange = ReasonCode(
        "number.range", "Number out of range", "The number is lower or higher than the field allows.")
    package static let usernameSyntax = ReasonCode(
        "username.syntax", "Malformed username",
        "A username has 3 to 70 characters: letters without accents, digits and . @ - _ /.")
    package static let emailSyntax = ReasonCode(
        "email.syntax", "Malformed e-mail address", "The value is not an e-mail address such as name@company.com.")
    package static let extensionSyntax = ReasonCode(
        "extension.syntax", "Malformed extension", "An extension has digits only.")
    package static let extensionDamaged = ReasonCode(
        "extension.damaged", "Extension damaged by a spreadsheet",
        "A spreadsheet has treated the extension as a number and changed it.")
    package static let extensionReserved = ReasonCode(
        "extension.reserved", "Extension advised against", "The extension is one that the vendor advises not to use.")
    package static let phoneSyntax = ReasonCode(
        "phone.syntax", "Malformed phone number", "The value is not a phone number such as +14088001500.")
    package static let phoneCountry = ReasonCode(
        "phone.country", "Phone number without country",
        "The number does not show its country, and no default country settles it.")
    package static let phoneDamaged = ReasonCode(
        "phone.damaged", "Phone number damaged by a spreadsheet",
        "A spreadsheet has treated the phone number as a number and changed it.")
    package static let macSyntax = ReasonCode(
        "mac.syntax", "Malformed MAC address", "A MAC address has twelve hexadecimal digits, such as 00:1A:2B:3C:4D:5E."
    )
    package static let localeUnknown = ReasonCode(
        "locale.unknown", "Unknown locale", "The value is none of the locales that the target system takes.")
    package static let timeZoneUnknown = ReasonCode(
        "time-zone.unknown", "Unknown time zone", "The value is not a time zone name such as Europe/London.")
}

// MARK: Dates

extension ReasonCode {
    package static let dateSyntax = ReasonCode(
        "date.syntax", "Not a date", "The value is not a date such as 2026-03-02.")
    package static let dateCalendar = ReasonCode(
        "date.calendar", "No such day", "The calendar has no such month or day.")
    package static let dateYear = ReasonCode(
        "date.year", "Year unclear or out of range", "The year must have four digits and lie between 1900 and 2199.")
    package static let dateOrder = ReasonCode(
        "date.order", "Day or month first?", "The date can be read in two ways, and nothing says which is meant.")
    package static let dateEmpty = ReasonCode(
        "date.empty", "Stands for no date", "The value is what some systems write when there is no date.")
    package static let dateSerial = ReasonCode(
        "date.serial", "Date damaged by a spreadsheet", "The value is the number by which a spreadsheet stores a date.")
    package static let dateShortNotice = ReasonCode(
        "date.short-notice", "Short notice", "The effective date lies before the time at which the case is due.")
}

// MARK: What was filed before

extension ReasonCode {
    package static let caseAlreadyImported = ReasonCode(
        "case.already-imported", "Imported before", "The same request is a case already; nothing is filed twice.")
    package static let caseAmends = ReasonCode(
        "case.amends", "Takes the place of an earlier case",
        "An open case asks for the same with other details; this one takes its place.")
    package static let caseCancels = ReasonCode(
        "case.cancels", "Takes back an earlier case", "The row takes back a request that is an open case.")
    package static let caseNothingToCancel = ReasonCode(
        "case.nothing-to-cancel", "Nothing to take back", "The row takes back a request that is no open case.")
    package static let allowanceOver = ReasonCode(
        "allowance.over", "Beyond the monthly allowance",
        "The month's cases that were bought are used up before this row's turn comes.")
}
