/// The name of a time zone as the IANA database writes it: `Europe/London`, `America/Argentina/Salta`, `UTC`.
///
/// The shape is tested, not the list, which changes several times a year.
enum TimeZoneFormat {
    static func accepts(_ value: Span<UInt8>) -> Bool {
        guard value.count <= 40 else { return false }
        if value.count == 3 { return alone.index(of: value) != nil }
        var slash = 0
        while slash < value.count, value[slash] != UInt8(ascii: "/") { slash += 1 }
        guard slash < value.count, areas.index(of: value.extracting(0..<slash)) != nil else { return false }
        var isStart = true
        for index in (slash + 1)..<value.count {
            let byte = value[index]
            if isStart {
                guard ASCII.isLetter(byte) else { return false }
                isStart = false
            } else if byte == UInt8(ascii: "/") {
                isStart = true
            } else if !ASCII.isAlphanumeric(byte) {
                guard byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                else { return false }
            }
        }
        return !isStart
    }

    private static let alone = WordList([Name("UTC"), Name("GMT")], matching: .exact)

    private static let areas = WordList(
        [
            "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe", "Indian",
            "Pacific",
        ].map { Name($0) }, matching: .exact)

    static func explain(_ value: RefusedValue) -> Explanation {
        let known = common.index(of: value.bytes.span).map { common.words[$0] }
        let near = known ?? common.closest(to: value.text)
        let hint = near.map { " Did you mean \($0)?" } ?? ""
        return Explanation(
            .timeZoneUnknown,
            "\(value.subject) is not the name of a time zone, such as Europe/London or America/Los_Angeles.\(hint)",
            suggestion: known)
    }

    /// Zones of many offices, with the names that people and Windows use for them where these mean one zone.
    private static let common = WordList(
        [
            Name("America/Los_Angeles", spellings: ["Los Angeles", "Pacific Standard Time", "US/Pacific"]),
            Name("America/Denver", spellings: ["Denver", "US/Mountain"]),
            Name("America/Phoenix", spellings: ["Phoenix", "US Mountain Standard Time", "US/Arizona"]),
            Name("America/Chicago", spellings: ["Chicago", "Central Standard Time", "US/Central"]),
            Name("America/New_York", spellings: ["New York", "Eastern Standard Time", "US/Eastern"]),
            Name("America/Toronto", spellings: ["Toronto"]),
            Name("America/Vancouver", spellings: ["Vancouver"]),
            Name("America/Mexico_City", spellings: ["Mexico City"]),
            Name("America/Bogota", spellings: ["Bogota"]),
            Name("America/Sao_Paulo", spellings: ["Sao Paulo"]),
            Name("America/Argentina/Buenos_Aires", spellings: ["Buenos Aires"]),
            Name("America/Anchorage", spellings: ["Anchorage", "US/Alaska"]),
            Name("Pacific/Honolulu", spellings: ["Honolulu", "US/Hawaii"]),
            Name("Europe/London", spellings: ["London", "GMT Standard Time", "GB"]),
            Name("Europe/Dublin", spellings: ["Dublin"]), Name("Europe/Lisbon", spellings: ["Lisbon"]),
            Name("Europe/Madrid", spellings: ["Madrid"]), Name("Europe/Paris", spellings: ["Paris"]),
            Name("Europe/Brussels", spellings: ["Brussels"]), Name("Europe/Amsterdam", spellings: ["Amsterdam"]),
            Name("Europe/Berlin", spellings: ["Berlin"]), Name("Europe/Zurich", spellings: ["Zurich"]),
            Name("Europe/Rome", spellings: ["Rome"]), Name("Europe/Vienna", spellings: ["Vienna"]),
            Name("Europe/Copenhagen", spellings: ["Copenhagen"]), Name("Europe/Stockholm", spellings: ["Stockholm"]),
            Name("Europe/Oslo", spellings: ["Oslo"]), Name("Europe/Helsinki", spellings: ["Helsinki"]),
            Name("Europe/Prague", spellings: ["Prague"]), Name("Europe/Warsaw", spellings: ["Warsaw"]),
            Name("Europe/Budapest", spellings: ["Budapest"]), Name("Europe/Bucharest", spellings: ["Bucharest"]),
            Name("Europe/Athens", spellings: ["Athens"]), Name("Europe/Istanbul", spellings: ["Istanbul"]),
            Name("Africa/Johannesburg", spellings: ["Johannesburg"]), Name("Africa/Cairo", spellings: ["Cairo"]),
            Name("Africa/Lagos", spellings: ["Lagos"]), Name("Africa/Nairobi", spellings: ["Nairobi"]),
            Name("Asia/Dubai", spellings: ["Dubai"]), Name("Asia/Jerusalem", spellings: ["Jerusalem"]),
            Name("Asia/Kolkata", spellings: ["Kolkata", "India Standard Time", "Asia/Calcutta"]),
            Name("Asia/Singapore", spellings: ["Singapore", "Singapore Standard Time"]),
            Name("Asia/Kuala_Lumpur", spellings: ["Kuala Lumpur"]), Name("Asia/Manila", spellings: ["Manila"]),
            Name("Asia/Bangkok", spellings: ["Bangkok"]), Name("Asia/Jakarta", spellings: ["Jakarta"]),
            Name("Asia/Hong_Kong", spellings: ["Hong Kong"]), Name("Asia/Shanghai", spellings: ["Shanghai"]),
            Name("Asia/Taipei", spellings: ["Taipei"]),
            Name("Asia/Tokyo", spellings: ["Tokyo", "Tokyo Standard Time"]),
            Name("Asia/Seoul", spellings: ["Seoul", "Korea Standard Time"]),
            Name("Australia/Sydney", spellings: ["Sydney"]), Name("Australia/Melbourne", spellings: ["Melbourne"]),
            Name("Australia/Brisbane", spellings: ["Brisbane"]), Name("Australia/Perth", spellings: ["Perth"]),
            Name("Australia/Adelaide", spellings: ["Adelaide"]),
            Name("Pacific/Auckland", spellings: ["Auckland", "New Zealand Standard Time"]),
            Name("UTC", spellings: ["Etc/UTC", "Coordinated Universal Time"]),
        ], matching: .folded)
}
