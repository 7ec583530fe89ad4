import Intake
import Ledger
import Records
import ServiceCatalog

/// What the exports before a file tell about its header, where that cannot be understood: most likely it was, a day ago.
struct ExportHint {
    private let file: String
    private let before: ExportShape

    /// `nil` when nothing is remembered of the export.
    init?(path: String, options: ImportOptions, ledger: Ledger?) {
        let check = ExportCheck.place(path: path, options: options, ledger: ledger)
        // What cannot be read must not hide the error that is to be explained.
        guard let before = try? check.memory.shape(of: check.source) else { return nil }
        self.before = before
        file = check.file
    }

    /// - Parameter reopen: opens the file as a profile reads it.
    func explained(
        _ error: IntakeError, _ opened: OpenedInput, profiles: ProfileCatalog, reopen: (Profile) throws -> OpenedInput
    ) -> IntakeError {
        let last = "\(before.file) (\(before.day)), the last file of this export"
        if opened.profile == nil, let id = before.profile, let profile = (try? profiles.profile(id: id)) ?? nil,
            let other = try? reopen(profile)
        {
            let missing = ProfileFit(profile, header: other.reader.header).missing
            guard !missing.isEmpty else { return error }
            return IntakeError(
                .header,
                "\(file): \(last), was read by the profile \(id), and this one lacks \(missing). If that has another name "
                    + "now, add the name in a profile of your own (muster profiles export).")
        }
        guard !opened.input.isXML,
            let change = before.change(to: opened.reader.header.names.filter { !$0.hasPrefix("muster_") })
        else { return error }
        return IntakeError(
            .header,
            "\(file): the columns are not those of \(last). \(change.sentences.joined(separator: " ")) \(error.message)"
        )
    }
}
