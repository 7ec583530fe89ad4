/// Numbers as people read them.
package enum Figures {
    /// `1234567` as `1,234,567`.
    package static func grouped(_ number: Int) -> String {
        var groups: [Character] = []
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { groups.append(",") }
            groups.append(digit)
        }
        return (number < 0 ? "-" : "") + String(groups.reversed())
    }

    /// `1 row`, `2,000 rows`.
    package static func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        grouped(number) + " " + (number == 1 ? one : many ?? one + "s")
    }

    /// A share to one decimal. It says 0% and 100% only when they are exact.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return "0%" }
        guard part < whole else { return "100%" }
        let tenths = Int((Double(part) / Double(whole) * 1000).rounded())
        if tenths < 1 { return "under 0.1%" }
        if tenths > 999 { return "over 99.9%" }
        return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }

    /// `48,213` bytes as `48.2 KB`; the units are powers of 1,000.
    static func size(_ bytes: Int) -> String {
        guard bytes >= 1000 else { return counted(max(0, bytes), "byte") }
        var value = Double(bytes)
        var unit = "KB"
        for next in ["KB", "MB", "GB", "TB"] {
            value /= 1000
            unit = next
            if value < 999.95 { break }
        }
        return "\(decimal(value, places: 1)) \(unit)"
    }

    /// `0.42 seconds`, `3 min 12 s`, `2 h 5 min`.
    static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds > 0, seconds < 1e9 else { return "0 seconds" }
        guard seconds >= 60 else {
            return "\(decimal(seconds, places: seconds < 10 ? 2 : 1)) seconds"
        }
        let whole = Int(seconds.rounded())
        return whole < 3600
            ? "\(whole / 60) min \(whole % 60) s" : "\(grouped(whole / 3600)) h \(whole % 3600 / 60) min"
    }

    /// `2026-11-25T16:30:00Z` as `25 Nov 2026, 16:30 UTC`; what is not in that form comes back as it is.
    static func moment(_ iso: String) -> String {
        let bytes = Array(iso.utf8)
        let shape = Array("0000-00-00T00:00".utf8)
        guard bytes.count >= shape.count, bytes.last == UInt8(ascii: "Z"),
            zip(bytes, shape).allSatisfy({ byte, model in
                model == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == model
            }),
            let month = Int(String(decoding: bytes[5..<7], as: UTF8.self)), months.indices.contains(month - 1),
            let day = Int(String(decoding: bytes[8..<10], as: UTF8.self))
        else { return iso }
        let year = String(decoding: bytes[0..<4], as: UTF8.self)
        return "\(day) \(months[month - 1]) \(year), \(String(decoding: bytes[11..<16], as: UTF8.self)) UTC"
    }

    /// A number with at most so many decimals, without zeros at its end.
    static func decimal(_ value: Double, places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = (value * Double(scale)).rounded()
        guard scaled.isFinite, scaled.magnitude < 1e15 else { return "0" }
        let parts = Int(scaled)
        var decimals = String(parts.magnitude % UInt(scale))
        decimals = String(repeating: "0", count: max(0, places - decimals.count)) + decimals
        while decimals.last == "0" { decimals.removeLast() }
        return (parts < 0 ? "-" : "") + grouped(Int(parts.magnitude / UInt(scale)))
            + (decimals.isEmpty ? "" : "." + decimals)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
