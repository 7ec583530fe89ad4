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

    /// The page that is built in, read when it is first asked for.
    package static let builtIn = Result { () throws(ReportPageError) in try ReportPage() }

    /// - Parameter template: the text of a customer's own template; `nil` for the one that is built in.
    /// - Throws: ``ReportPageError`` with the line of the first fault. A customer's template is checked whole before it
    ///   is used, so that a misspelt name shows here and not as a gap on the page.
    package init(template: String? = nil) throws(ReportPageError) {
        if let template {
            try PageTemplateCheck(template).check()
            parts = [.template(try Self.parsed(template))]
        } else if let builtIn = Templates.report(named: "report.mustache") {
            parts = try Self.parts(ofBuiltIn: builtIn)
        } else {
            throw ReportPageError(line: nil, explanation: "the built-in page is missing from this program")
        }
    }

    /// The built-in page in pieces: blank lines stand between its sections, and never within one.
    ///
    /// At each tag the engine counts the characters that are left, so that a whole page takes ten times as long as its
    /// pieces do. The style sheet is half of the page and names no value: it need not be parsed at all.
    private static func parts(ofBuiltIn page: [UInt8]) throws(ReportPageError) -> [Part] {
        let ends = ["\n\n", "<style>\n", "</style>\n"].map { Array($0.utf8) }
        var parts: [Part] = []
        var start = page.startIndex
        for index in page.indices where page[index] == UInt8(ascii: "\n") || index == page.endIndex - 1 {
            let piece = page[start...index]
            guard index == page.endIndex - 1 || ends.contains(where: { piece.suffix($0.count).elementsEqual($0) })
            else { continue }
            start = index + 1
            let hasTags = zip(piece, piece.dropFirst()).contains { $0 == UInt8(ascii: "{") && $1 == $0 }
            parts.append(hasTags ? .template(try parsed(String(decoding: piece, as: UTF8.self))) : .text(Array(piece)))
        }
        return parts
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
        let view = PageObject(ReportView(report))
        return parts.flatMap { part in
            switch part {
            case .template(let template): Array(template.render(view).utf8)
            case .text(let bytes): bytes
            }
        }
    }
}
