extension ServiceDefinition {
    /// The service that takes back an open request of this one: a hire that was rescinded, a leaver who stays.
    ///
    /// It only has to say who or what is meant; the fields that it shares are still checked where they are filled in.
    package var withdrawal: ServiceDefinition {
        var withdrawal = self
        withdrawal.id = id + "-withdrawal"
        withdrawal.service = Name("Cancel \(service.name)")
        withdrawal.macd = .fixed(.cancellation)
        withdrawal.tasks = [TaskDefinition(text: "Take back the request; undo what has been done of it")]
        let sole = Set(uniqueKey?.parts.filter { $0.count == 1 }.flatMap(\.self) ?? [])
        for index in withdrawal.fields.indices where !sole.contains(fields[index].name) {
            withdrawal.fields[index].isRequired = false
        }
        withdrawal.rules = rules.filter { rule in
            if case .anyOf = rule.demand { true } else { false }
        }
        withdrawal.hasPack = false
        return withdrawal
    }

    /// What a withdrawal takes back, in the words of a file: `Cancel New Hire`, `New hire rescinded` and
    /// `Storno Neueinstellung` are about a new hire.
    ///
    /// - Returns: what it may be, folded: “withdraw new…” may also begin with “withdrawn”. Empty where the words speak of
    ///   no withdrawal.
    package static func withdrawn(_ words: String) -> [String] {
        let folded = Folding.fold(words)
        let behind = withdrawalPrefixes.filter(folded.hasPrefix).map { String(folded.dropFirst($0.count)) }
        let before = withdrawalSuffixes.filter(folded.hasSuffix).map { String(folded.dropLast($0.count)) }
        return (behind + before).filter { !$0.isEmpty }
    }

    private static let withdrawalPrefixes = [
        "cancellationof", "cancelled", "canceled", "cancel", "rescinded", "rescind", "withdrawn", "withdraw", "revoked",
        "revoke", "storno", "stornierung", "annulation", "annuler",
    ]
    private static let withdrawalSuffixes = [
        "cancelled", "canceled", "cancellation", "rescinded", "withdrawn", "revoked", "storniert", "annule",
    ]
}
