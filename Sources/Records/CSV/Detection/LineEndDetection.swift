/// Which line ends a file has; a line end inside a quoted cell is no such thing, and often another.
struct LineEndDetection {
    /// The most frequent of them, used for writing; the first one where several are.
    var lineEnd: CSVDialect.LineEnd
    /// `CR LF`, or `mixed (CR LF 12, LF 3)`.
    var words: String

    init(_ first: FirstRows) {
        var counts: [(lineEnd: CSVDialect.LineEnd, count: Int)] = []
        for row in first.rows {
            guard let end = first.lineEnd(of: row) else { continue }
            if let index = counts.firstIndex(where: { $0.lineEnd == end }) {
                counts[index].count += 1
            } else {
                counts.append((end, 1))
            }
        }
        lineEnd = .lf
        var most = 0
        for (end, count) in counts where count > most {
            lineEnd = end
            most = count
        }
        let list = counts.map { "\($0.lineEnd.rawValue) \($0.count)" }.joined(separator: ", ")
        words = counts.count > 1 ? "mixed (\(list))" : lineEnd.rawValue
    }
}
