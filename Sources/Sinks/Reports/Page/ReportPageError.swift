import Mustache

/// Why a page template cannot be used, in words for the person who wrote it.
package struct ReportPageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line of the template, from 1; `nil` where the fault has no place.
    package let line: Int?
    /// What is wrong and what to do, as the end of a sentence.
    package let explanation: String

    package var description: String {
        "The template of the report page cannot be used: " + (line.map { "line \($0): " } ?? "") + explanation + "."
    }

    init(line: Int?, explanation: String) {
        self.line = line
        self.explanation = explanation
    }

    init(_ error: MustacheTemplate.ParserError) {
        line = error.context.lineNumber
        explanation =
            switch error.error {
            case MustacheTemplate.Error.sectionCloseNameIncorrect:
                "a section is closed that is not the one opened last; sections close in the reverse order"
            case MustacheTemplate.Error.expectedSectionEnd:
                "a section is opened with {{#name}} or {{^name}} and never closed with {{/name}}"
            case MustacheTemplate.Error.unfinishedName:
                "a tag is not well formed; it is written {{name}}"
            default:
                "a tag is not well formed"
            }
    }
}
