/// Excel's own first line, `sep=;`, which names the delimiter.
struct SeparatorLine {
    var delimiter: UInt8
    /// Where the next line starts.
    var next: Int

    /// `nil`: the bytes from `start` on do not open with such a line.
    init?(_ bytes: [UInt8], from start: Int) {
        let line = bytes[start...].prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count == 5, line.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }),
            let delimiter = line.last, delimiter != UInt8(ascii: "\""), delimiter < 0x80
        else { return nil }
        self.delimiter = delimiter
        next = line.endIndex
        if next < bytes.count, bytes[next] == 0x0D { next += 1 }
        if next < bytes.count, bytes[next] == 0x0A { next += 1 }
    }
}
