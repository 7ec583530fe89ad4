import Templates
import Testing

@testable import Sinks

@Suite struct ReportPageTests {
    private let page: ReportPage

    init() throws {
        page = try ReportPage()
    }

    private func html(_ report: BatchReport) -> String {
        String(decoding: page.bytes(of: report), as: UTF8.self)
    }

    // MARK: The built-in page

    @Test(arguments: ReportSamples.all.map(\.name) + ["hostile"])
    func `every tag is closed in order, every id is there once and every link leads somewhere`(name: String) throws {
        let report = ReportSamples.all.first { $0.name == name }?.report ?? ReportSamples.hostile("<b \"'&")
        let outline = try HTMLOutline(html(report))
        #expect(outline.faults == [])
        #expect(outline.ids.count == Set(outline.ids).count)
        #expect(Set(outline.localLinks).isSubset(of: outline.ids))
        #expect(outline.headings.first == 1)
        #expect(outline.headings.filter { $0 == 1 }.count == 1)
        for (before, after) in zip(outline.headings, outline.headings.dropFirst()) { #expect(after <= before + 1) }
        #expect(outline.tables == outline.captions)
    }

    @Test(arguments: ReportSamples.all.map(\.name))
    func `the page needs no network and no script`(name: String) throws {
        let text = html(try #require(ReportSamples.all.first { $0.name == name }).report)
        #expect(text.contains("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"))
        for forbidden in ["<script", "http:", "https:", "src=", "<link", "<iframe", "@import", " on", "javascript:"] {
            if forbidden == " on" {
                #expect(text.firstMatch(of: #/<[^>]* on[a-z]+=/#) == nil)
            } else {
                #expect(!text.contains(forbidden), "\(forbidden)")
            }
        }
        #expect(text.firstMatch(of: #/url\((?!#over-)/#) == nil)
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><script>",
        "{{statement}}", "&lt;b&gt;", "\u{600}<script>alert(1)</script>", "\"\u{301} onload=alert(1) x=",
        "</style><script>", "<!--", "]]>", "\u{0}<svg onload=alert(1)>",
    ])
    func `a value of the file is never more than text`(value: String) throws {
        let harmless = try HTMLOutline(html(ReportSamples.hostile("x")))
        let outline = try HTMLOutline(html(ReportSamples.hostile(value)))
        #expect(outline.tags == harmless.tags)
        #expect(outline.attributeNames == harmless.attributeNames)
        #expect(outline.faults == [])
    }

    @Test func `the counts are on the page as people write them`() {
        let text = html(ReportSamples.hundredThousandRejected)
        #expect(text.contains("<h1><span>4,210 of 104,213 rows became cases.</span>"))
        #expect(text.contains("100,000 rows need you."))
        #expect(text.contains("The first 50 of 100,000 rejected rows, with every reason."))
        #expect(text.contains("99,950 more rows are not shown here. All of them are in rejected.csv."))
        #expect(text.components(of: "<ul class=\"findings\">") == 70)
        #expect(text.utf8.count < 200_000)
    }

    @Test func `a section that has nothing to say is absent`() {
        let text = html(ReportSamples.failed)
        for id in ["reasons", "due", "rejected", "warned", "help", "files", "columns", "reading", "requested"] {
            #expect(!text.contains("id=\"\(id)\""), "\(id)")
        }
        #expect(text.contains("id=\"technical\""))
        #expect(text.contains("it begins as an Excel workbook does"))
        #expect(html(ReportSamples.typical).contains("id=\"rejected\""))
    }

    @Test(arguments: [
        ("accepted", "good", "Finished"), ("three", "attention", "Needs attention"),
        ("empty", "attention", "Needs attention"),
        ("held", "attention", "Held for approval"), ("failed", "stop", "Failed"), ("dry-run", "trial", "Trial run"),
        ("nothing-new", "good", "Finished"),
    ])
    func `every state has its word and its colour`(name: String, tone: String, label: String) throws {
        let text = html(try #require(ReportSamples.all.first { $0.name == name }).report)
        #expect(text.contains("<body class=\"tone-\(tone)\">"))
        #expect(text.contains("<span class=\"status\">\(label)</span>"))
    }

    @Test func `due times, their working and the phones are told by region, each phone once`() {
        let text = html(ReportSamples.typical)
        #expect(text.contains("<time datetime=\"2026-11-30T16:30:00Z\">Mon 30 Nov 2026, 08:30 PST</time>"))
        #expect(text.contains("<td>Thanksgiving Day</td>"))
        #expect(text.components(of: "href=\"tel:+18888988733\"") == 1)
        #expect(text.contains("24 hours to resolution, counted round the clock on business days."))
    }

    @Test func `a finding names the column as the spreadsheet does`() {
        #expect(html(ReportSamples.threeRejected).contains("Column D, “Work Email”"))
    }

    // MARK: A customer's own page

    @Test func `a customer's template is filled in`() throws {
        let page = try ReportPage(
            template:
                "{{! ours }}{{fileName}}: {{#reasons.groups}}{{#entries}}{{^first()}}, {{/first()}}{{code}}={{number}}"
                + "{{/entries}};{{/reasons.groups}}"
        )
        let text = String(decoding: page.bytes(of: ReportSamples.threeRejected), as: UTF8.self)
        #expect(text == "new-hires-november.csv: email.syntax=2, field.required=1;")
    }

    @Test(arguments: [
        ("a\n{{#reasons}}\nb", 3, "never closed"), ("{{#reasons}}{{/due}}", 1, "reverse order"),
        ("a\n\n{{titel}}", 3, "no value called \u{201C}titel\u{201D}"),
        ("{{#reasons}}{{status.colour}}{{/reasons}}", 1, "colour"),
        ("a\n{{{title}}}", 2, "unescaped"), ("{{&title}}", 1, "unescaped"), ("{{> footer}}", 1, "another template"),
        ("{{=<% %>=}}", 1, "not supported"), ("{{% CONTENT_TYPE:TEXT}}", 1, "not supported"),
        ("a\n{{title", 2, "never closed"),
        ("{{a b}}", 1, "no value called"), ("{{title title}}", 1, "not well formed"), ("{{}", 1, "never closed"),
    ])
    func `a broken template is refused with its line and in words`(template: String, line: Int, words: String) {
        let error = #expect(throws: ReportPageError.self) { try ReportPage(template: template) }
        #expect(error?.line == line)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("The template of the report page cannot be used: line \(line): ") == true)
    }

    @Test func `the page that is built in would pass as a customer's`() throws {
        let template = String(decoding: try #require(Templates.report(named: "report.mustache")), as: UTF8.self)
        let own = try ReportPage(template: template)
        #expect(own.bytes(of: ReportSamples.typical) == page.bytes(of: ReportSamples.typical))
    }

    @Test func `the names that a template may use are the names of the page's values`() {
        #expect(names(of: ReportView(ReportSamples.typical)) == ReportView.names)
    }

    @Test func `a template finds each value under the name of its property`() {
        let view = ReportView(ReportSamples.typical)
        let present = Mirror(reflecting: view).children.filter { child in
            let value = Mirror(reflecting: child.value)
            return value.displayStyle != .optional || !value.children.isEmpty
        }
        #expect(named(view) == present.map(\.label))
        let row = ReportView.Total(label: "Rows", number: "2", note: "", kind: "plain")
        #expect(named(row) == Mirror(reflecting: row).children.map(\.label))
        #expect(PageObject(row).child(named: "number") as? PageText == "2")
        #expect(PageObject(row).child(named: "colour") == nil)
    }

    /// The names under which there is something.
    private func named(_ values: some PageValues) -> [String] {
        values.named.filter { $0.value != nil }.map(\.key)
    }

    /// Every name of a property at any depth; lists and optional values are looked into.
    private func names(of value: Any) -> Set<String> {
        guard !(value is PageText), !(value is Bool) else { return [] }
        let mirror = Mirror(reflecting: value)
        return mirror.children.reduce(into: []) { names, child in
            if mirror.displayStyle == .struct, let label = child.label { names.insert(label) }
            names.formUnion(self.names(of: child.value))
        }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int {
        ranges(of: text).count
    }
}
