@testable import Sinks

/// Reports as an import would give them, in every state that the page has to look right in.
enum ReportSamples {
    /// Names of the states and their reports.
    static var all: [(name: String, report: BatchReport)] {
        [
            ("empty", empty), ("accepted", allAccepted), ("three", threeRejected), ("typical", typical),
            ("hundred-thousand", hundredThousandRejected), ("held", held), ("failed", failed), ("dry-run", dryRun),
            ("nothing-new", nothingNew), ("roster", roster),
        ]
    }

    static let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

    static var empty: BatchReport {
        report(counts: .init(read: 0, accepted: 0, rejected: 0), skipped: [.init(cause: "blank lines", count: 2)])
    }

    static var allAccepted: BatchReport {
        report(counts: .init(read: 312, accepted: 312, rejected: 0), dueTimes: dueTimes)
    }

    static var threeRejected: BatchReport {
        report(
            counts: .init(read: 312, accepted: 309, rejected: 3),
            reasons: [
                reasonKinds[0].counted(2, line: 14), reasonKinds[1].counted(1, line: 37),
            ],
            rejectedRows: Array(rows.prefix(3)), dueTimes: dueTimes)
    }

    static var typical: BatchReport {
        report(
            counts: .init(read: 312, accepted: 297, rejected: 15, withWarnings: 24),
            skipped: [.init(cause: "blank lines", count: 3), .init(cause: "the sep= line", count: 1)],
            reasons: [
                reasonKinds[0].counted(7, line: 14), reasonKinds[1].counted(4, line: 37),
                reasonKinds[2].counted(3, line: 41), reasonKinds[3].counted(2, line: 58),
                reasonKinds[4].counted(19, line: 16), reasonKinds[5].counted(6, line: 23),
            ],
            rejectedRows: (0..<15).map { row($0) }, warnedRows: (0..<20).map { warnedRow($0) }, dueTimes: dueTimes,
            dialectNotes: ["Line 1 says sep=; and agrees with what was detected."])
    }

    static var hundredThousandRejected: BatchReport {
        report(
            counts: .init(read: 104_213, accepted: 4_210, rejected: 100_000, alreadyImported: 3, withWarnings: 1_204),
            reasons: reasonKinds.enumerated().map { $1.counted(96_412 / ($0 * $0 * 7 + 1), line: 2 + $0) },
            rejectedRows: (0..<50).map { row($0) }, warnedRows: (0..<20).map { warnedRow($0) }, dueTimes: dueTimes)
    }

    static var held: BatchReport {
        report(
            run: run(
                .held, exitStatus: 3, batch: "B-2026-11-25-004",
                explanation: "318 of 812 people would be deactivated. That is 39%; more than 10% needs approval."),
            counts: .init(read: 812, accepted: 0, rejected: 0, held: 812))
    }

    static var failed: BatchReport {
        report(
            run: run(
                .failed, exitStatus: 65,
                explanation: "The file is not text: it begins as an Excel workbook does. Save it as CSV UTF-8 first."),
            counts: .init(read: 0, accepted: 0, rejected: 0), columns: [], dialectSettings: [], definitions: [])
    }

    static var dryRun: BatchReport {
        report(
            run: run(.finished, exitStatus: 2, dryRun: true, batch: nil),
            counts: .init(read: 40, accepted: 38, rejected: 2, withWarnings: 1),
            reasons: [reasonKinds[0].counted(2, line: 14), reasonKinds[4].counted(1, line: 16)],
            rejectedRows: Array(rows.prefix(2)), warnedRows: [warnedRow(0)], dueTimes: dueTimes)
    }

    static var nothingNew: BatchReport {
        report(counts: .init(read: 312, accepted: 0, rejected: 0, alreadyImported: 312))
    }

    static var roster: BatchReport {
        report(
            counts: .init(
                read: 8_412, accepted: 61, rejected: 9, held: 12, unchanged: 8_301, alreadyImported: 29, withWarnings: 4
            ),
            reasons: [reasonKinds[0].counted(9, line: 14), reasonKinds[4].counted(4, line: 16)],
            rejectedRows: (0..<9).map { row($0) }, warnedRows: (0..<4).map { warnedRow($0) }, dueTimes: dueTimes)
    }

    /// Values that try to be more than text.
    static func hostile(_ text: String) -> BatchReport {
        BatchReport(
            program: .init(name: text, version: text),
            run: .init(
                outcome: .failed, exitStatus: 65, batch: text, explanation: text, started: text, finished: text,
                durationSeconds: .nan, rowsPerSecond: -1),
            input: .init(
                fileName: text, bytes: -1, sha256: text, modified: text, tenant: text, plan: text, defaultRegion: text,
                receivedAt: text, profile: text),
            counts: .init(read: 2, accepted: 1, rejected: 1, withWarnings: 1),
            skipped: [.init(cause: text, count: 1)],
            cases: [.init(product: text, service: text, macd: text, count: 1)],
            regions: [.init(region: text, count: 1)],
            reasons: [
                .init(
                    code: text, title: text, grade: .error, count: 1, firstRecord: 1, firstLine: 2, fields: [text],
                    example: text)
            ],
            rejectedRows: [
                .init(
                    record: 1, line: 2, subject: text,
                    reasons: [
                        .init(code: text, grade: .error, field: text, column: 1, sentence: text, suggestion: text),
                        .init(code: text, grade: .error, field: text, sentence: text),
                    ])
            ],
            warnedRows: [
                .init(
                    record: 2, line: 3, subject: text,
                    reasons: [.init(code: text, grade: .warning, sentence: text, suggestion: text)])
            ],
            dueTimes: [
                .init(
                    region: text, serviceLevel: text, officeZone: text, clock: text, target: text, receivedAt: text,
                    receivedLocal: text, dueAt: text, dueLocal: text, measuredTo: text, cases: 1,
                    working: [.init(date: text, counted: text, note: text)],
                    supportPhones: [.init(label: text, number: text)])
            ],
            dialect: .init(settings: [.init(name: text, value: text, known: .detected)], notes: [text]),
            columns: [
                .init(position: 1, header: text), .init(position: 2, header: text, field: text, services: [text]),
            ],
            definitions: [.init(id: text, product: text, service: text, origin: text, sha256: text, rows: 1)],
            calendars: [.init(id: text, origin: text)],
            files: [.init(name: text, purpose: text, rows: 1, bytes: 1)])
    }

    // MARK: Parts

    static func run(
        _ outcome: BatchReport.Outcome = .finished, exitStatus: Int = 0, dryRun: Bool = false,
        batch: String? = "B-0042",
        explanation: String? = nil
    ) -> BatchReport.Run {
        .init(
            outcome: outcome, exitStatus: exitStatus, dryRun: dryRun, batch: batch, explanation: explanation,
            started: "2026-11-25T16:30:02Z", finished: "2026-11-25T16:30:02Z", durationSeconds: 0.042,
            rowsPerSecond: 7_428)
    }

    static func report(
        run: BatchReport.Run? = nil, counts: BatchReport.Counts, skipped: [BatchReport.Skipped] = [],
        reasons: [BatchReport.ReasonCount] = [], rejectedRows: [BatchReport.Row] = [],
        warnedRows: [BatchReport.Row] = [], dueTimes: [BatchReport.DueTime] = [],
        columns: [BatchReport.Column] = columns, dialectSettings: [BatchReport.Setting] = settings,
        dialectNotes: [String] = [], definitions: [BatchReport.Definition] = definitions
    ) -> BatchReport {
        let other = counts.accepted / 8
        let filed = counts.accepted - 2 * other
        return BatchReport(
            program: .init(name: "muster", version: "1.0.0"),
            run: run ?? self.run(exitStatus: counts.rejected > 0 ? 2 : 0),
            input: .init(
                fileName: "new-hires-november.csv", bytes: 48_213, sha256: hash, modified: "2026-11-25T15:58:40Z",
                tenant: "Northwind Logistics", plan: "enterprise", defaultRegion: "US",
                receivedAt: "2026-11-25T16:30:00Z", profile: "workday"),
            counts: counts, skipped: skipped,
            cases: counts.accepted == 0
                ? []
                : [
                    .init(product: "8x8 Work", service: "New User Set-Up", macd: "addition", count: filed),
                    .init(product: "8x8 Work", service: "User Change Request", macd: "modification", count: other),
                    .init(
                        product: "8x8 Call Center", service: "Deactivate / Off-board User", macd: "deletion",
                        count: other),
                ],
            regions: counts.accepted == 0
                ? []
                : [
                    .init(region: "US", count: filed), .init(region: "Europe", count: other),
                    .init(region: "APAC", count: other),
                ],
            reasons: reasons, rejectedRows: rejectedRows, warnedRows: warnedRows, dueTimes: dueTimes,
            dialect: .init(settings: dialectSettings, notes: dialectNotes), columns: columns,
            definitions: definitions,
            calendars: [.init(id: "US", origin: "built-in"), .init(id: "Europe", origin: "built-in")],
            files: files(counts))
    }

    static func files(_ counts: BatchReport.Counts) -> [BatchReport.OutputFile] {
        guard counts.read > 0 else { return [] }
        return [
            .init(
                name: "rejected.csv", purpose: "The rows to correct, as they came, each with its reasons.",
                rows: counts.rejected, bytes: 212 * counts.rejected + 118),
            .init(
                name: "packs/work-new-user.csv", purpose: "A sheet for the customer portal: one case.",
                rows: counts.accepted, bytes: 96 * counts.accepted + 80),
            .init(
                name: "cases.csv", purpose: "Every case with its due time, for other programs.", rows: counts.accepted,
                bytes: 301 * counts.accepted + 140),
            .init(name: "report.html", purpose: "This page."),
            .init(name: "report.json", purpose: "The same as this page, for other programs."),
        ]
    }

    struct ReasonKind {
        var code: String
        var title: String
        var grade: BatchReport.Grade
        var field: String
        var example: String
        var suggestion: String?

        func counted(_ count: Int, line: Int) -> BatchReport.ReasonCount {
            .init(
                code: code, title: title, grade: grade, count: count, firstRecord: line - 1, firstLine: line,
                fields: [field], example: example)
        }
    }

    static let reasonKinds = [
        ReasonKind(
            code: "email.syntax", title: "E-mail address is not well formed", grade: .error, field: "email",
            example:
                "\u{201C}maya.oconnor@northwind,com\u{201D} is not an e-mail address: "
                + "there is a comma where a dot should be.",
            suggestion: "maya.oconnor@northwind.com"),
        ReasonKind(
            code: "field.required", title: "A required field is empty", grade: .error, field: "site",
            example: "The site is empty. A new user needs a site, because the extension belongs to it."),
        ReasonKind(
            code: "phone.damaged", title: "A spreadsheet damaged the phone number", grade: .error,
            field: "phone_number",
            example:
                "\u{201C}1.40881E+10\u{201D} is what Excel makes of a long number. "
                + "The missing digits cannot be recovered: format the column as text and enter the number again."
        ),
        ReasonKind(
            code: "duplicate.in-file", title: "The same person is in the file twice", grade: .error, field: "username",
            example: "\u{201C}d.okafor\u{201D} is asked for on line 22 already."),
        ReasonKind(
            code: "name.letters", title: "The name has letters that the target refuses", grade: .warning,
            field: "first_name", example: "\u{201C}Zoë\u{201D} has a letter that the target refuses.", suggestion: "Zoe"
        ),
        ReasonKind(
            code: "date.short-notice", title: "The date is earlier than the due time", grade: .warning,
            field: "effective_date",
            example:
                "The change is wanted on 26 Nov 2026, before the case is due. "
                + "Hand it in by 24 Nov 2026, 08:30 next time."
        ),
    ]

    static var rows: [BatchReport.Row] { (0..<15).map { row($0) } }

    static func row(_ index: Int) -> BatchReport.Row {
        let people = [
            "Maya O\u{2019}Connor", "Daniel Okafor", "", "Svetlana Wojciechowska-Papadimitriou",
            "Queue \u{201C}Billing East\u{201D}",
        ]
        let first = reasonKinds[index % 4]
        var reasons = [reason(first, column: 4 + index % 4)]
        if index % 3 == 1 { reasons.append(reason(reasonKinds[(index + 1) % 4], column: 6)) }
        if index % 5 == 4 { reasons.append(reason(reasonKinds[4], column: 2)) }
        return .init(
            record: 13 + 7 * index, line: 14 + 7 * index, subject: people[index % people.count], reasons: reasons)
    }

    static func warnedRow(_ index: Int) -> BatchReport.Row {
        .init(
            record: 15 + 4 * index, line: 16 + 4 * index, subject: index % 2 == 0 ? "Zoë Brandt" : "Jürgen Häußler",
            reasons: [reason(reasonKinds[4 + index % 2], column: index % 2 == 0 ? 2 : 9)])
    }

    private static func reason(_ kind: ReasonKind, column: Int) -> BatchReport.RowReason {
        .init(
            code: kind.code, grade: kind.grade, field: kind.field, column: column, sentence: kind.example,
            suggestion: kind.suggestion)
    }

    static let dueTimes: [BatchReport.DueTime] = [
        .init(
            region: "US", serviceLevel: "User Administration", officeZone: "America/Los_Angeles", clock: "businessDay",
            target: "24 hours", receivedAt: "2026-11-25T16:30:00Z", receivedLocal: "Wed 25 Nov 2026, 08:30 PST",
            dueAt: "2026-11-30T16:30:00Z", dueLocal: "Mon 30 Nov 2026, 08:30 PST", measuredTo: "resolution", cases: 221,
            working: [
                .init(date: "Wed 25 Nov", counted: "15 h 30 min", note: "from 08:30 to midnight"),
                .init(date: "Thu 26 Nov", counted: "nothing", note: "Thanksgiving Day"),
                .init(date: "Fri 27 Nov", counted: "nothing", note: "The Day After Thanksgiving"),
                .init(date: "Sat 28 to Sun 29 Nov", counted: "nothing", note: "weekend"),
                .init(
                    date: "Mon 30 Nov", counted: "8 h 30 min", note: "from midnight to 08:30, when 24 hours are reached"
                ),
            ],
            supportPhones: [
                .init(label: "US, toll free", number: "+1 888 898 8733"),
                .init(label: "US, direct", number: "+1 408 687 4120"),
            ]),
        .init(
            region: "Europe", serviceLevel: "User Administration", officeZone: "Europe/London", clock: "businessDay",
            target: "24 hours", receivedAt: "2026-11-25T16:30:00Z", receivedLocal: "Wed 25 Nov 2026, 16:30 GMT",
            dueAt: "2026-11-26T16:30:00Z", dueLocal: "Thu 26 Nov 2026, 16:30 GMT", measuredTo: "resolution", cases: 38,
            working: [
                .init(date: "Wed 25 Nov", counted: "7 h 30 min", note: "from 16:30 to midnight"),
                .init(
                    date: "Thu 26 Nov", counted: "16 h 30 min",
                    note: "from midnight to 16:30, when 24 hours are reached"),
            ],
            supportPhones: [.init(label: "UK", number: "+44 20 7096 6060")]),
        .init(
            region: "APAC", serviceLevel: "User Administration", officeZone: "Asia/Singapore", clock: "businessDay",
            target: "24 hours", receivedAt: "2026-11-25T16:30:00Z", receivedLocal: "Thu 26 Nov 2026, 00:30 +08",
            dueAt: "2026-11-26T16:30:00Z", dueLocal: "Fri 27 Nov 2026, 00:30 +08", measuredTo: "resolution", cases: 38,
            working: [
                .init(date: "Thu 26 Nov", counted: "23 h 30 min", note: "from 00:30 to midnight"),
                .init(date: "Fri 27 Nov", counted: "30 min", note: "from midnight to 00:30, when 24 hours are reached"),
            ],
            supportPhones: [
                .init(label: "ANZ", number: "+61 180 064 8574"),
                .init(label: "ANZ, direct", number: "+61 1300 088 917"),
            ]),
    ]

    static let settings: [BatchReport.Setting] = [
        .init(name: "encoding", value: "UTF-8", known: .detected),
        .init(name: "byte order mark", value: "present", known: .detected),
        .init(name: "delimiter", value: "semicolon (;)", known: .setByUser),
        .init(name: "quote", value: "quotation mark (\")", known: .standard),
        .init(name: "line ends", value: "CR LF", known: .detected),
        .init(name: "header line", value: "line 2", known: .detected),
    ]

    static let columns: [BatchReport.Column] = [
        .init(position: 1, header: "Request Type", field: "service", services: ["work-new-user", "work-change-user"]),
        .init(position: 2, header: "First Name", field: "first_name", services: ["work-new-user"]),
        .init(position: 3, header: "Last Name", field: "last_name", services: ["work-new-user"]),
        .init(position: 4, header: "Work Email", field: "email", services: ["work-new-user", "work-change-user"]),
        .init(position: 5, header: "Location", field: "site", services: ["work-new-user"]),
        .init(position: 6, header: "Phone", field: "phone_number", services: ["work-new-user"]),
        .init(position: 7, header: "User Name", field: "username", services: ["work-new-user", "work-change-user"]),
        .init(position: 8, header: "T-Shirt Size"),
        .init(position: 9, header: "Start Date", field: "effective_date", services: ["work-new-user"]),
    ]

    static let definitions: [BatchReport.Definition] = [
        .init(
            id: "work-new-user", product: "8x8 Work", service: "New User Set-Up", origin: "built-in", sha256: hash,
            rows: 240),
        .init(
            id: "work-change-user", product: "8x8 Work", service: "User Change Request",
            origin: "definitions/northwind/work-change-user.yaml", sha256: String(hash.reversed()), rows: 72),
    ]
}
