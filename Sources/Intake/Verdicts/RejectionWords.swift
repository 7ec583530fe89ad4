package import ServiceCatalog

/// What is said of a block's rejected rows: the bytes of their cells in a rejection file, and what is counted.
///
/// Hardly any of these rows is looked at one by one, so no `Reason` is made where the words are known already.
package struct RejectionWords: Sendable {
    /// The cells of all rows, one after the other.
    package private(set) var bytes: [UInt8] = []
    /// The reasons of all rows, in the order they were found.
    package private(set) var said: [Said] = []
    /// Of the row in hand.
    private var suggestions: [UInt8] = []
    /// Of the reason in hand.
    private var sentence: [UInt8] = []
    private var firstSaid = 0
    private var firstByte = 0

    package init() {}

    /// What is counted of a reason.
    package struct Said: Sendable {
        package var code: String
        package var grade: Grade
        package var field: String?
        /// Index into the intake's checks; -1 where no check of a definition found it.
        package var check: Int

        package init(code: String, grade: Grade, field: String?, check: Int) {
            self.code = code
            self.grade = grade
            self.field = field
            self.check = check
        }
    }

    /// What is said of one row.
    package struct Row: Sendable {
        /// In `said`: errors and warnings alike.
        package var said = 0..<0
        /// In `bytes`: `code: sentence | code: sentence`.
        package var reasons = 0..<0
        /// In `bytes`: suggested values as `field = value`, if any.
        package var suggestions = 0..<0
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        said.removeAll(keepingCapacity: true)
        suggestions.removeAll(keepingCapacity: true)
        (firstSaid, firstByte) = (0, 0)
    }

    /// Adds a reason of the row in hand.
    /// - Parameter check: what found it, if it was a check.
    mutating func add(_ reason: Reason, check: Int = -1) {
        said.append(Said(code: reason.code, grade: reason.grade, field: reason.field, check: check))
        guard startsReason(reason.grade) else { return }
        ReasonText.append(reason, to: &bytes)
        guard reason.suggestion != nil, reason.field != nil else { return }
        startSuggestion()
        ReasonText.appendSuggestion(reason, to: &suggestions)
    }

    /// Adds what a check says of the row in hand, as the memo has it.
    mutating func add(
        _ phrase: ReasonMemo.Phrase, in memo: borrowing ReasonMemo, grade: Grade, field: String?, check: Int
    ) {
        said.append(Said(code: phrase.code, grade: grade, field: field, check: check))
        guard startsReason(grade) else { return }
        bytes.append(contentsOf: memo.bytes[phrase.text])
        if phrase.suggestion.isEmpty { return }
        startSuggestion()
        suggestions.append(contentsOf: memo.bytes[phrase.suggestion])
    }

    /// Adds what a test says of a value, where it can be said without a `Reason`.
    /// - Returns: false where it cannot; nothing is added then.
    mutating func add(
        _ test: ValueTest, of value: Span<UInt8>, label: String, grade: Grade, field: String?, check: Int
    ) -> Bool {
        sentence.removeAll(keepingCapacity: true)
        guard let code = test.explain(value, field: label, into: &sentence),
            !ReasonText.holdsSeparator(sentence.span)
        else { return false }
        said.append(Said(code: code, grade: grade, field: field, check: check))
        guard startsReason(grade) else { return true }
        ReasonText.append(code: code, to: &bytes)
        bytes.append(contentsOf: sentence)
        return true
    }

    /// What would only be a warning is no reason to correct the row.
    private mutating func startsReason(_ grade: Grade) -> Bool {
        guard grade == .error else { return false }
        if bytes.count > firstByte { bytes.append(contentsOf: ReasonText.separator.utf8) }
        return true
    }

    private mutating func startSuggestion() {
        if !suggestions.isEmpty { suggestions.append(contentsOf: ReasonText.separator.utf8) }
    }

    /// Ends the row in hand.
    mutating func endRow() -> Row {
        let end = bytes.count
        bytes.append(contentsOf: suggestions)
        suggestions.removeAll(keepingCapacity: true)
        defer { (firstSaid, firstByte) = (said.count, bytes.count) }
        return Row(said: firstSaid..<said.count, reasons: firstByte..<end, suggestions: end..<bytes.count)
    }
}
