import Intake
import Records
package import ServiceCatalog
package import ServiceLevels

/// What a profile makes of a file, for the person who writes the profile; nothing is written anywhere.
package struct ProfileTrial {
    private let profile: Profile
    private let catalog: ServiceCatalog
    private let calendars: CalendarCatalog
    private let region: String?
    private let receivedAt: Instant?

    package init(
        profile: Profile, catalog: ServiceCatalog, calendars: CalendarCatalog, region: String?, receivedAt: Instant?
    ) {
        self.profile = profile
        self.catalog = catalog
        self.calendars = calendars
        self.region = region
        self.receivedAt = receivedAt
    }

    /// What there is to say, and how the command ends.
    package struct Result {
        /// For a terminal; it shows values of the first rows.
        package var text: String
        /// As an import of the file would end.
        package var status: ExitStatus
    }

    /// How many rows are shown.
    private static let rowsShown = 3

    /// Reads the whole file and writes nothing.
    package func run(file path: String) throws -> Result {
        let opened = try OpenedInput.open(
            path, options: InputOptions(), setting: .named(profile), service: nil, catalog: catalog,
            profiles: ProfileCatalog(services: catalog, files: []))
        var options = IntakeOptions(
            defaultRegion: region, receivedAt: receivedAt ?? RunClock.now.instant, fileName: opened.file.name,
            isSpreadsheet: !opened.input.isXML, profile: profile)
        let compile = { (header: Header) throws in
            try Intake(catalog: catalog, calendars: calendars, header: header, options: options)
        }
        var intake = try compile(opened.reader.header)
        let survey = try FileSurvey(
            opened, intake: intake, isOrderKnown: profile.dates.order != nil,
            again: { try opened.again(options: InputOptions(), catalog: catalog, path: path) }, compile: compile)
        options.primaryPeople = survey.people
        options.dateOrder = survey.dates?.order

        var reader = opened.reader
        var counts = Counts()
        var shown: [String] = []
        if survey.hasFindings { intake = try compile(reader.header) }
        var judge = RowJudge(intake)
        var block = JudgedBlock()
        var duplicates = DuplicateIndex()
        var record = 1
        while try reader.read(into: &block.records) {
            if reader.header.count != intake.header.count {
                intake = try compile(reader.header)
                judge = RowJudge(intake)
            }
            judge.reshape(&block.records)
            judge.judge(block.records, into: &block.verdicts)
            let first = record
            record = try block.settle(&duplicates, firstRecord: record)
            block.explain(intake)
            counts.add(block, judge)
            if shown.count < Self.rowsShown {
                shown += rows(of: block, intake, first).prefix(Self.rowsShown - shown.count)
            }
        }
        let fit = ProfileFit(profile, header: intake.header)
        let text = [
            "\(opened.file.name), read by \(profile.id) (\(profile.name))", "",
            fit.isMet
                ? "The profile fits: \(fit.explanation)."
                : "The profile would not be taken by itself: \(fit.explanation).",
            "", "Columns", columns(of: intake), "", "What the rows ask for", counts.text(profile, intake), "",
            "The first rows", shown.isEmpty ? "  none" : shown.joined(separator: "\n"),
        ]
        return Result(text: text.joined(separator: "\n") + "\n", status: counts.rejected > 0 ? .someRejected : .success)
    }

    // MARK: Columns

    private func columns(of intake: Intake) -> String {
        let names = intake.header.distinctNames
        let width = min(names.map(\.count).max() ?? 0, 50)
        return names.enumerated().map { index, name in
            let use = intake.columns.uses[index]
            let isOwn = !intake.columns.sourceColumns.contains(index)
            let met = isOwn ? "(Muster's own)" : use.field ?? use.role ?? "met no field"
            let number = String(index + 1)
            let margin = String(repeating: " ", count: max(0, 4 - number.count))
            return "\(margin)\(number)  \(name)\(String(repeating: " ", count: max(0, width - name.count)))  \(met)"
        }.joined(separator: "\n")
    }

    // MARK: Rows

    private func rows(of block: JudgedBlock, _ intake: Intake, _ first: Int) -> [String] {
        var record = first
        var texts: [String] = []
        for verdict in block.verdicts.rows where verdict.outcome != .skipped {
            defer { record += 1 }
            guard texts.count < Self.rowsShown else { break }
            let line = block.records.rows[verdict.row].line
            var lines = ["  record \(record), line \(line): \(outcome(of: verdict, intake))"]
            lines += intake.values(of: verdict, in: block.verdicts, block: block.records).map {
                "      \($0.field) = \($0.text)"
            }
            lines += intake.reasons(of: verdict, in: block.verdicts, block: block.records).map {
                "      \($0.grade == .error ? "rejected" : "warning"): \($0.code): \($0.sentence)"
            }
            texts.append(lines.joined(separator: "\n"))
        }
        return texts
    }

    private func outcome(of verdict: RowVerdict, _ intake: Intake) -> String {
        let service = verdict.service >= 0 ? intake.services[Int(verdict.service)].id : "no service"
        switch verdict.outcome {
        case .accepted: return "\(service), accepted"
        case .rejected: return "\(service), rejected"
        case .unchanged, .skipped, .alreadyImported, .held: return "asks for nothing"
        }
    }

    // MARK: Counts

    private struct Counts {
        var accepted = 0
        var rejected = 0
        var byRule: [Int: Int] = [:]
        var byCause: [Int: Int] = [:]
        var refused = 0
        var broken = 0

        mutating func add(_ block: JudgedBlock, _ judge: borrowing RowJudge) {
            for (index, verdict) in block.verdicts.rows.enumerated() {
                switch verdict.outcome {
                case .skipped, .alreadyImported, .held: continue
                case .accepted: accepted += 1
                case .rejected: rejected += 1
                case .unchanged: byCause[Int(verdict.cause), default: 0] += 1
                }
                guard verdict.outcome != .unchanged else { continue }
                switch judge.origin(ofRow: index) {
                case .rule(let rule): byRule[rule, default: 0] += 1
                case .none: refused += 1
                case .broken: broken += 1
                }
            }
        }

        func text(_ profile: Profile, _ intake: Intake) -> String {
            var lines: [String] = []
            for (rule, count) in byRule.sorted(by: { $0.key < $1.key }) {
                let words =
                    profile.requests.indices.contains(rule)
                    ? "rule \(rule + 1) (line \(profile.requests[rule].line)): "
                        + ProfileDescription.words(of: profile.requests[rule])
                    : "as its own columns say"
                lines.append("  \(count) by \(words)")
            }
            for (cause, count) in byCause.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(count) unchanged: \(intake.profile?.causes[cause] ?? "")")
            }
            if refused > 0 { lines.append("  \(refused) by no rule that holds") }
            if broken > 0 { lines.append("  \(broken) that could not be cut into cells") }
            lines.append("  \(accepted) accepted, \(rejected) rejected, \(byCause.values.reduce(0, +)) unchanged")
            return lines.joined(separator: "\n")
        }
    }
}
