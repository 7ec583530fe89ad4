/// Where two files differ, for a person to read.
package enum Difference {
    /// The first line that differs, with its number and both versions; `nil` when the files are equal byte for byte.
    package static func firstLine(expected: [UInt8], actual: [UInt8]) -> String? {
        guard expected != actual else { return nil }
        let before = lines(of: expected)
        let after = lines(of: actual)
        let line = zip(before, after).prefix { $0 == $1 }.count
        let more = { (lines: [ArraySlice<UInt8>]) in line < lines.count ? shown(lines[line]) : "(the file ends)" }
        return """
            line \(line + 1) of \(before.count) expected and \(after.count) actual lines:
              expected \(more(before))
              actual   \(more(after))
            """
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    /// A line with what cannot be seen made visible.
    private static func shown(_ line: ArraySlice<UInt8>) -> String {
        var text = ""
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r": text += "⏎"
            case "\t": text += "⇥"
            case "\u{FEFF}": text += "[byte order mark]"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
