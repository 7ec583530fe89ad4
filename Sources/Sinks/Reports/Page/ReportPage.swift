import Mustache
import Templates

/// `report.html`: the report for people, one file that opens from disk and needs no network.
///
/// Made once and used for any number of reports, because reading the template costs more than filling it in.
package struct ReportPage: Sendable {
    private let template: MustacheTemplate

    /// - Parameter template: the text of a customer's own template; `nil` for the one that is built in.
    /// - Throws: ``ReportPageError`` with the line of the first fault. A customer's template is checked whole before it
    ///   is used, so that a misspelt name shows here and not as a gap on the page.
    package init(template: String? = nil) throws(ReportPageError) {
        let text: String
        if let template {
            try PageTemplateCheck(template).check()
            text = template
        } else if let builtIn = Templates.report(named: "report.mustache") {
            text = String(decoding: builtIn, as: UTF8.self)
        } else {
            throw ReportPageError(line: nil, explanation: "the built-in page is missing from this program")
        }
        do {
            self.template = try MustacheTemplate(string: text)
        } catch let error as MustacheTemplate.ParserError {
            throw ReportPageError(error)
        } catch {
            throw ReportPageError(line: nil, explanation: "it cannot be read (\(error))")
        }
    }

    /// The page as UTF-8.
    package func bytes(of report: BatchReport) -> [UInt8] {
        Array(template.render(ReportView(report)).utf8)
    }
}
