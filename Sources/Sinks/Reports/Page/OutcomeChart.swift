/// Where the rows went, as one bar: geometry for an inline drawing, and the same in words.
struct OutcomeChart: Sendable {
    let description: PageText
    let segments: [Segment]

    /// One share of the bar. Places and widths are percentages of the bar.
    struct Segment: Sendable {
        /// Names the colour and pattern: `accepted`, `rejected`, `held`, `unchanged`, `imported`.
        let kind: PageText
        let label: PageText
        let number: PageText
        let share: PageText
        let start: PageText
        let middle: PageText
        let width: PageText
        /// The number fits inside, also on a phone.
        let isWide: Bool
    }

    /// A share that is there stays visible, however small.
    private static let narrowest = 0.8

    /// `nil` where there is nothing to draw.
    init?(_ counts: BatchReport.Counts, dryRun: Bool) {
        let parts = [
            ("accepted", dryRun ? "would become cases" : "became cases", counts.accepted),
            ("rejected", "rejected", counts.rejected),
            ("held", "held for approval", counts.held),
            ("unchanged", "ask for no change", counts.unchanged),
            ("imported", "were imported before", counts.alreadyImported),
        ].filter { $0.2 > 0 }
        let total = parts.reduce(0) { $0 + $1.2 }
        guard total > 0 else { return nil }

        var widths = parts.map { max(Self.narrowest, Double($0.2) / Double(total) * 100) }
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
            widths[widest] -= widths.reduce(0, +) - 100
        }
        var start = 0.0
        var segments: [Segment] = []
        for (part, width) in zip(parts, widths) {
            segments.append(
                Segment(
                    kind: PageText(part.0), label: PageText(part.1), number: PageText(Figures.grouped(part.2)),
                    share: PageText(Figures.percent(part.2, of: total)),
                    start: Self.place(start), middle: Self.place(start + width / 2), width: Self.place(width),
                    isWide: width > Double(3 + 3 * Figures.grouped(part.2).count)))
            start += width
        }
        self.segments = segments
        description = PageText(
            parts.map { "\(Figures.grouped($0.2)) \($0.1) (\(Figures.percent($0.2, of: total)))" }
                .joined(separator: ", ") + ".")
    }

    private static func place(_ percent: Double) -> PageText {
        PageText(Figures.decimal(percent, places: 2))
    }
}
