@testable import Intake

extension [Reason] {
    /// The two cells of a rejection file in which a row's reasons stand.
    var cells: (reasons: String, suggestions: String) {
        var words = RejectionWords()
        for reason in self { words.add(reason) }
        let row = words.endRow()
        return (
            String(decoding: words.bytes[row.reasons], as: UTF8.self),
            String(decoding: words.bytes[row.suggestions], as: UTF8.self)
        )
    }
}
