import Foundation
import Mustache
import Templates

/// `report.html`: the report for people, one file that opens from disk and needs no network.
///
/// Made once and used for any number of reports, because reading the template costs more than filling it in.
package struct ReportPage: Sendable {
    private let parts: [Part]

    private enum Part {
        case template(MustacheTemplate)
        /// Goes onto the page as it is.
        case text([UInt8])
    }

    /// - Parameter template: the text of a customer's own template; `nil` for the one that is built in.
    /// - Throws: ``ReportPageError`` with the line of the first fault. A customer's template is checked whole before it
    ///   is used, so that a misspelt name shows here and not as a gap on the page.
    package init(template: String? = nil) throws(ReportPageError) {
        if let template {
            try PageTemplateCheck(template).check()
            parts = [.template(try Self.parsed(template))]
        } else if let builtIn = Templates.report(named: "report.mustache") {
            parts = try Self.parts(ofBuiltIn: String(decoding: builtIn, as: UTF8.self))
        } else {
            throw ReportPageError(line: nil, explanation: "the built-in page is missing from this program")
        }
    }

    /// The style sheet is half of the built-in page and names no value. Parsing it as a template would take longer than
    /// importing a row.
    private static func parts(ofBuiltIn page: String) throws(ReportPageError) -> [Part] {
        let style = page.components(separatedBy: "<style>")
        guard style.count == 2, let end = style[1].range(of: "</style>") else {
            return [.template(try parsed(page))]
        }
        return [
            .template(try parsed(style[0])), .text(Array(("<style>" + style[1][..<end.upperBound]).utf8)),
            .template(try parsed(String(style[1][end.upperBound...]))),
        ]
    }

    private static func parsed(_ template: String) throws(ReportPageError) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: template)
        } catch let error as MustacheTemplate.ParserError {
            throw ReportPageError(error)
        } catch {
            throw ReportPageError(line: nil, explanation: "it cannot be read (\(error))")
        }
    }

    /// The page as UTF-8.
    package func bytes(of report: BatchReport) -> [UInt8] {
        let view = ReportView(report)
        return parts.flatMap { part in
            switch part {
            case .template(let template): Array(template.render(view).utf8)
            case .text(let bytes): bytes
            }
        }
    }
}
