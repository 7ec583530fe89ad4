/// The page as its template sees it: every value ready to be put down, every section that has nothing to say absent.
///
/// Template names are the names of these properties. A customer's template may use any of them.
struct ReportView: Sendable {
    let title: PageText
    let statement: PageText
    let meaning: PageText
    let explanation: PageText
    let status: Status
    let fileName: PageText
    let facts: [Fact]
    let nextSteps: [PageText]
    let totals: [Total]
    let chart: OutcomeChart?
    let skippedRows: PageText
    let requested: Requested?
    let reasons: Reasons?
    let due: Due?
    let rejected: RowList?
    let warned: RowList?
    let others: RowList?
    let help: Help?
    let written: Written?
    let columns: Columns?
    let reading: Reading?
    let technical: Technical
    let program: PageText

    /// How the import ended, in a word and a colour.
    struct Status: Sendable {
        let label: PageText
        /// `good`, `attention`, `stop` or `trial`.
        let tone: PageText
    }

    /// A label and its value.
    struct Fact: Sendable {
        let label: PageText
        let value: PageText
    }

    /// A big number.
    struct Total: Sendable {
        let label: PageText
        let number: PageText
        let note: PageText
        /// `plain`, or a kind of ``OutcomeChart/Segment``, or `warning`.
        let kind: PageText
    }

    struct Requested: Sendable {
        let services: [Service]
        let regions: [Fact]

        struct Service: Sendable {
            let product: PageText
            let service: PageText
            let macd: PageText
            let number: PageText
        }
    }

    struct Reasons: Sendable {
        let groups: [Group]

        /// The reasons of one grade.
        struct Group: Sendable {
            let heading: PageText
            let caption: PageText
            let grade: PageText
            let entries: [Entry]
        }

        struct Entry: Sendable {
            let heading: PageText
            let code: PageText
            let number: PageText
            /// Per cent of the longest bar.
            let width: PageText
            let fieldNames: PageText
            let firstRow: PageText
            let example: PageText
        }
    }

    struct Due: Sendable {
        let heading: PageText
        let groups: [Group]

        struct Group: Sendable {
            let region: PageText
            let serviceLevel: PageText
            let caseCount: PageText
            let dueLocal: PageText
            let dueExact: PageText
            let receivedLocal: PageText
            let promise: PageText
            let zone: PageText
            /// Absent where the way to the due time has no steps to show.
            let working: Working?
        }

        struct Working: Sendable {
            let caption: PageText
            let steps: [Step]
        }

        struct Step: Sendable {
            let date: PageText
            let counted: PageText
            let note: PageText
        }
    }

    struct RowList: Sendable {
        let caption: PageText
        let leftOut: PageText
        let entries: [Entry]

        struct Entry: Sendable {
            let line: PageText
            let record: PageText
            let subject: PageText
            let findings: [Finding]
        }

        struct Finding: Sendable {
            let place: PageText
            let isWarning: Bool
            let sentence: PageText
            let suggestion: PageText
            let code: PageText
        }
    }

    struct Help: Sendable {
        let regions: [Region]

        struct Region: Sendable {
            let region: PageText
            let phones: [Phone]
        }

        struct Phone: Sendable {
            let label: PageText
            let number: PageText
            /// Digits and `+` alone, for a link.
            let dial: PageText
        }
    }

    struct Written: Sendable {
        let entries: [File]

        struct File: Sendable {
            let name: PageText
            let purpose: PageText
            let rowCount: PageText
            let size: PageText
        }
    }

    struct Columns: Sendable {
        let caption: PageText
        let unused: PageText
        let entries: [Column]

        struct Column: Sendable {
            let position: PageText
            let header: PageText
            let field: PageText
            let services: PageText
        }
    }

    struct Reading: Sendable {
        let settings: [Setting]
        let notes: [PageText]

        struct Setting: Sendable {
            let name: PageText
            let value: PageText
            let known: PageText
        }
    }

    struct Technical: Sendable {
        let entries: [Fact]
        let definitions: [Definition]
        let calendars: [Fact]

        struct Definition: Sendable {
            let id: PageText
            let origin: PageText
            let sha256: PageText
            let number: PageText
        }
    }
}

extension ReportView {
    /// Every name that a template may use.
    static let names: Set<String> = [
        "title", "statement", "meaning", "explanation", "status", "fileName", "facts", "nextSteps", "totals", "chart",
        "skippedRows", "requested", "reasons", "due", "rejected", "warned", "others", "help", "written", "columns",
        "reading",
        "technical", "program", "label", "tone", "value", "number", "note", "kind", "services", "regions", "product",
        "service", "macd", "groups", "heading", "caption", "grade", "entries", "code", "width", "fieldNames",
        "firstRow", "example", "region", "serviceLevel", "caseCount", "dueLocal", "dueExact", "receivedLocal",
        "promise", "zone", "working", "steps", "date", "counted", "leftOut", "line", "record", "subject", "findings",
        "place", "isWarning", "sentence", "suggestion", "phones", "dial", "name", "purpose", "rowCount", "size",
        "unused", "position", "header", "field", "settings", "notes", "known", "definitions", "calendars", "id",
        "origin", "sha256", "description", "segments", "share", "start", "middle", "isWide",
    ]
}
