extension ReportView {
    init(_ report: BatchReport) {
        let headline = Headline(run: report.run, counts: report.counts)
        title = PageText("\(report.input.fileName): \(headline.statement)")
        statement = PageText(headline.statement)
        meaning = PageText(headline.meaning)
        explanation = PageText(
            [report.run.outcome == .finished ? "" : report.run.explanation ?? "", headline.proviso]
                .filter { !$0.isEmpty }.joined(separator: " "))
        status = Status(report)
        fileName = PageText(report.input.fileName)
        facts = Self.facts(report)
        nextSteps = report.nextSteps.map { PageText($0) }
        totals = Self.totals(report.counts, dryRun: report.run.dryRun)
        chart = OutcomeChart(report.counts, dryRun: report.run.dryRun)
        skippedRows = PageText(
            report.skipped.filter { $0.count > 0 }.map { "\($0.cause) (\(Figures.grouped($0.count)))" }
                .joined(separator: ", "))
        requested = Requested(report)
        reasons = Reasons(report.reasons)
        due = Due(report.dueTimes, report.run)
        rejected = RowList(rejectedIn: report)
        warned = RowList(warnedIn: report)
        others = RowList(othersIn: report)
        help = Help(report.dueTimes)
        written = Written(report.files)
        columns = Columns(report)
        reading = Reading(report.dialect)
        technical = Technical(report)
        program = PageText("\(report.program.name) \(report.program.version)")
    }

    private static func facts(_ report: BatchReport) -> [Fact] {
        let input = report.input
        return [
            ("File", input.fileName),
            ("Received", Figures.moment(input.receivedAt)),
            ("Customer", input.tenant ?? ""),
            ("Plan", input.plan),
            ("Default region", input.defaultRegion ?? ""),
            ("Batch", report.run.batch ?? ""),
            ("Allowance", report.allowance?.sentence ?? ""),
        ].filter { !$0.1.isEmpty }.map { Fact($0.0, $0.1) }
    }

    private static func totals(_ counts: BatchReport.Counts, dryRun: Bool) -> [Total] {
        func total(_ label: String, _ number: Int, _ kind: String, note: String = "") -> Total {
            Total(
                label: PageText(label), number: PageText(Figures.grouped(number)), note: PageText(note),
                kind: PageText(kind))
        }
        func share(_ number: Int) -> String {
            number > 0 ? "\(Figures.percent(number, of: counts.read)) of rows" : ""
        }
        var totals = [
            total("Rows read", counts.read, "plain"),
            total(dryRun ? "Would be cases" : "Cases", counts.accepted, "accepted", note: share(counts.accepted)),
            total("Rejected", counts.rejected, "rejected", note: share(counts.rejected)),
        ]
        if counts.withWarnings > 0 {
            totals.append(total("With warnings", counts.withWarnings, "warning", note: "among the cases"))
        }
        if counts.held > 0 { totals.append(total("Held", counts.held, "held", note: share(counts.held))) }
        if counts.unchanged > 0 {
            totals.append(total("Unchanged", counts.unchanged, "unchanged", note: share(counts.unchanged)))
        }
        if counts.alreadyImported > 0 {
            totals.append(
                total("Imported before", counts.alreadyImported, "imported", note: share(counts.alreadyImported)))
        }
        return totals
    }
}

extension ReportView.Fact {
    init(_ label: String, _ value: String) {
        self.init(label: PageText(label), value: PageText(value))
    }
}

extension ReportView.Status {
    init(_ report: BatchReport) {
        switch report.run.outcome {
        case .failed: self.init(label: "Failed", tone: "stop")
        case .held: self.init(label: "Held for approval", tone: "attention")
        case .alreadyImported: self.init(label: "Imported before", tone: "good")
        case .finished where report.run.dryRun: self.init(label: "Trial run", tone: "trial")
        case .finished where report.counts.rejected > 0 || report.counts.held > 0 || report.counts.read == 0:
            self.init(label: "Needs attention", tone: "attention")
        case .finished: self.init(label: "Finished", tone: "good")
        }
    }
}

extension ReportView.Requested {
    init?(_ report: BatchReport) {
        guard !report.cases.isEmpty || !report.regions.isEmpty else { return nil }
        services = report.cases.map {
            Service(
                product: PageText($0.product), service: PageText($0.service), macd: PageText($0.macd),
                number: PageText(Figures.grouped($0.count)))
        }
        regions = report.regions.map { .init($0.region, Figures.counted($0.count, "case")) }
    }
}

extension ReportView.Reasons {
    init?(_ reasons: [BatchReport.ReasonCount]) {
        guard !reasons.isEmpty else { return nil }
        groups = BatchReport.Grade.allCases.compactMap { grade in
            let some = reasons.filter { $0.grade == grade }
            guard let longest = some.map(\.count).max() else { return nil }
            return Group(
                heading: grade == .error ? "Why rows were rejected" : "What was accepted with a warning",
                caption: PageText(
                    Figures.counted(some.count, "reason") + ", by how often each was given. A row can have several."),
                grade: PageText(grade.rawValue),
                entries: some.map { Entry($0, longest: longest) })
        }
    }
}

extension ReportView.Reasons.Entry {
    init(_ reason: BatchReport.ReasonCount, longest: Int) {
        heading = PageText(reason.title)
        code = PageText(reason.code)
        number = PageText(Figures.grouped(reason.count))
        let share = longest > 0 ? Double(reason.count) / Double(longest) * 100 : 0
        width = PageText(Figures.decimal(max(1, share), places: 1))
        fieldNames = PageText(reason.fields.joined(separator: ", "))
        firstRow = PageText("line \(Figures.grouped(reason.firstLine))")
        example = PageText(reason.example)
    }
}

extension ReportView.Due {
    init?(_ dueTimes: [BatchReport.DueTime], _ run: BatchReport.Run) {
        guard !dueTimes.isEmpty else { return nil }
        // The clock of a held file starts when it is let go.
        heading = PageText("When the cases \(run.outcome == .held || run.dryRun ? "would be" : "are") due")
        groups = dueTimes.map(Group.init)
    }
}

extension ReportView.Due.Group {
    init(_ due: BatchReport.DueTime) {
        region = PageText(due.region)
        serviceLevel = PageText(due.serviceLevel)
        caseCount = PageText(Figures.counted(due.cases, "case"))
        dueLocal = PageText(due.dueLocal)
        dueExact = PageText(due.dueAt)
        receivedLocal = PageText(due.receivedLocal)
        zone = PageText(due.officeZone)
        let counting =
            switch due.clock {
            case "elapsed": ", counted without a pause"
            case "businessDay": ", counted round the clock on business days"
            case "supportHours": ", counted in support hours"
            case "businessDays": ", counted in business days"
            default: ""
            }
        promise = PageText("\(due.target) to \(due.measuredTo)\(counting)")
        working =
            due.working.isEmpty
            ? nil
            : ReportView.Due.Working(
                caption: PageText("How \(due.target) lead to \(due.dueLocal)"),
                steps: due.working.map {
                    .init(date: PageText($0.date), counted: PageText($0.counted), note: PageText($0.note))
                })
    }
}

extension ReportView.RowList {
    init?(rejectedIn report: BatchReport) {
        let file = report.files.first { $0.name.hasPrefix("rejected.") }?.name
        self.init(
            report.rejectedRows, leftOut: report.rejectedRowsLeftOut, of: ("rejected row", "rejected rows"),
            columns: report.columns,
            wholeList: file.map { "All of them are in \($0)." } ?? "")
    }

    init?(warnedIn report: BatchReport) {
        let file = report.files.first { $0.name.hasPrefix("cases.") }?.name
        self.init(
            report.warnedRows, leftOut: report.warnedRowsLeftOut, of: ("row with warnings", "rows with warnings"),
            columns: report.columns,
            wholeList: file.map { "All of them are in \($0)." } ?? "")
    }

    init?(othersIn report: BatchReport) {
        self.init(
            report.otherRows, leftOut: report.otherRowsLeftOut,
            of: ("row that became no case", "rows that became no case"),
            columns: report.columns, wholeList: "")
    }

    private init?(
        _ rows: [BatchReport.Row], leftOut count: Int, of names: (one: String, many: String),
        columns: [BatchReport.Column], wholeList: String
    ) {
        guard !rows.isEmpty else { return nil }
        let total = rows.count + count
        caption = PageText(
            count == 0
                ? "\(Figures.counted(total, names.one, names.many)), with every reason."
                : "The first \(Figures.grouped(rows.count)) of \(Figures.grouped(total)) \(names.many), with every reason."
        )
        leftOut = PageText(
            count == 0
                ? ""
                : "\(Figures.counted(count, "more row is", "more rows are")) not shown here. \(wholeList)")
        let headers = Dictionary(columns.map { ($0.position, $0.header) }, uniquingKeysWith: { first, _ in first })
        entries = rows.map { row in
            Entry(
                line: PageText(Figures.grouped(row.line)), record: PageText(Figures.grouped(row.record)),
                subject: PageText(row.subject), findings: row.reasons.map { Finding($0, headers: headers) })
        }
    }
}

extension ReportView.RowList.Finding {
    init(_ reason: BatchReport.RowReason, headers: [Int: String]) {
        var parts: [String] = []
        if let column = reason.column {
            parts.append("Column \(SpreadsheetColumn.letters(column))")
            if let header = headers[column], !header.isEmpty { parts.append("\u{201C}\(header)\u{201D}") }
        } else if let field = reason.field {
            parts.append(field)
        }
        place = PageText(parts.isEmpty ? "The whole row" : parts.joined(separator: ", "))
        isWarning = reason.grade == .warning
        sentence = PageText(reason.sentence)
        suggestion = PageText(reason.suggestion ?? "")
        code = PageText(reason.code)
    }
}

extension ReportView.Help {
    init?(_ dueTimes: [BatchReport.DueTime]) {
        var phones: [(region: String, phones: [BatchReport.Phone])] = []
        for due in dueTimes where !due.supportPhones.isEmpty && !phones.contains(where: { $0.region == due.region }) {
            phones.append((due.region, due.supportPhones))
        }
        guard !phones.isEmpty else { return nil }
        regions = phones.map { entry in
            Region(
                region: PageText(entry.region),
                phones: entry.phones.map {
                    Phone(
                        label: PageText($0.label), number: PageText($0.number),
                        dial: PageText($0.number.filter { $0 == "+" || ("0"..."9").contains($0) }))
                })
        }
    }
}

extension ReportView.Written {
    init?(_ files: [BatchReport.OutputFile]) {
        guard !files.isEmpty else { return nil }
        entries = files.map {
            File(
                name: PageText($0.name), purpose: PageText($0.purpose),
                rowCount: PageText($0.rows.map(Figures.grouped) ?? ""), size: PageText($0.bytes.map(Figures.size) ?? "")
            )
        }
    }
}

extension ReportView.Columns {
    init?(_ report: BatchReport) {
        guard !report.columns.isEmpty else { return nil }
        let used = report.columns.count - report.unmatchedColumns.count
        caption = PageText(
            "\(Figures.counted(report.columns.count, "column")) in the file, \(Figures.grouped(used)) of them used.")
        unused = PageText(
            report.unmatchedColumns.filter { !$0.isEmpty }.map { "\u{201C}\($0)\u{201D}" }.joined(separator: ", "))
        entries = report.columns.map {
            Column(
                position: PageText(SpreadsheetColumn.letters($0.position)), header: PageText($0.header),
                field: PageText($0.field ?? ""), services: PageText($0.services.joined(separator: ", ")))
        }
    }
}

extension ReportView.Reading {
    init?(_ dialect: BatchReport.Dialect) {
        guard !dialect.settings.isEmpty || !dialect.notes.isEmpty else { return nil }
        settings = dialect.settings.map {
            Setting(name: PageText($0.name), value: PageText($0.value), known: PageText($0.known.rawValue))
        }
        notes = dialect.notes.map { PageText($0) }
    }
}

extension ReportView.Technical {
    init(_ report: BatchReport) {
        let run = report.run
        entries = [
            ("SHA-256 of the file", report.input.sha256),
            ("Size", Figures.size(report.input.bytes)),
            ("Last written", report.input.modified.map(Figures.moment) ?? ""),
            ("Profile", report.input.profile ?? ""),
            ("Started", Figures.moment(run.started)),
            ("Finished", Figures.moment(run.finished)),
            ("Time taken", Figures.duration(seconds: run.durationSeconds)),
            ("Speed", "\(Figures.counted(run.rowsPerSecond, "row")) a second"),
            ("Exit status", String(run.exitStatus)),
            (report.counts.balanced ? "Every row counted once" : "The rows do not add up", report.counts.invariant),
        ].filter { !$0.1.isEmpty }.map { .init($0.0, $0.1) }
        definitions = report.definitions.map {
            Definition(
                id: PageText($0.id), origin: PageText($0.origin), sha256: PageText($0.sha256),
                number: PageText(Figures.grouped($0.rows)))
        }
        calendars = report.calendars.map { .init($0.id, $0.origin) }
    }
}
