/// Columns as a spreadsheet names them.
enum SpreadsheetColumn {
    /// 1 is `A`, 26 is `Z`, 27 is `AA`; nothing for what is no position.
    static func letters(_ position: Int) -> String {
        var rest = position
        var letters: [UInt8] = []
        while rest > 0 {
            letters.append(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }
}
