/// How a CSV file is written: what separates its cells and ends its lines.
package struct CSVDialect: Sendable, Equatable {
    package var delimiter: UInt8
    package var quote: UInt8
    /// Used for writing; in reading every line end counts as one, whatever the others are.
    package var lineEnd: LineEnd
    /// How its characters are written.
    package var encoding: TextEncoding
    /// The file opened with the byte order mark of its encoding.
    package var hasByteOrderMark: Bool
    /// The file opened with Excel's `sep=` line.
    package var hasSeparatorLine: Bool

    package init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""), lineEnd: LineEnd = .lf,
        hasByteOrderMark: Bool = false, hasSeparatorLine: Bool = false, encoding: TextEncoding = .utf8
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.quote = quote
        self.lineEnd = lineEnd
        self.hasByteOrderMark = hasByteOrderMark
        self.hasSeparatorLine = hasSeparatorLine
    }

    /// RFC 4180 with LF line ends, as machine files are written.
    package static let machine = CSVDialect()

    package enum LineEnd: String, Sendable, CaseIterable {
        case lf = "LF"
        case crlf = "CR LF"
        case cr = "CR"

        package var bytes: [UInt8] {
            switch self {
            case .lf: [0x0A]
            case .crlf: [0x0D, 0x0A]
            case .cr: [0x0D]
            }
        }
    }

    /// The delimiters that are tried, the likeliest first.
    package static let delimiters: [UInt8] = [
        UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
    ]

    /// A delimiter in words, for reports.
    package static func name(ofDelimiter byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: ","): "comma"
        case UInt8(ascii: ";"): "semicolon"
        case UInt8(ascii: "\t"): "tab"
        case UInt8(ascii: "|"): "pipe"
        default: "“\(Character(Unicode.Scalar(byte)))”"
        }
    }
}
