package import ServiceCatalog
package import ServiceLevels

/// All that is settled about one inbox before it is opened.
package struct InboxSettings: Sendable, Equatable {
    /// What logs and metrics call it.
    package var name: String
    package var folder: String

    // MARK: Of the import

    package var tenant = "default"
    package var profile: String?
    /// A folder of profiles that take part in the choice; `nil`: the built-in ones alone.
    package var profiles: String?
    package var region: String?
    package var plan = SupportPlan.standard
    package var defaultCountry: String?
    package var dateOrder: DateOrder?
    package var service: String?
    /// A folder of service definitions; `nil`: the built-in ones.
    package var services: String?
    package var calendars: [String] = []
    package var casesFormat = CasesFormat.csv
    /// A path, an address, or `none`; `nil`: the standard place.
    package var ledger: String?
    /// How many cases the contract includes in a month; `nil`: no number is agreed.
    package var allowance: Allowance?
    /// When a batch is held for a person; nobody looks at the files here before they are imported.
    package var guards = Guards.unattended

    // MARK: Of the folder

    package var readiness = InboxReadiness.settled
    /// How long a file must be unchanged before it is taken.
    package var settle = Duration.seconds(5)
    /// How often the folder is looked at when nothing tells of a change.
    package var poll = Duration.seconds(5)
    /// How long a file without any byte is waited for.
    package var emptyWait = Duration.seconds(120)
    /// After how long without a sign of life a claim of another machine is taken back.
    package var lease = Duration.seconds(60)
    /// How many files are imported at the same time.
    package var parallel = 2
    package var retries = RetrySettings()
    package var notification = NotificationSettings()

    /// Where each setting was made that is not the default, by key: `muster.yaml:12`, `--region`.
    package var origins: [String: String] = [:]

    package init(name: String, folder: String) {
        self.name = name
        self.folder = folder
    }

    /// The ledger in force; the standard place is among Muster's own notes in the inbox's folder.
    package func ledgerChoice(in folder: String) -> LedgerChoice {
        switch ledger {
        case "none"?: .none
        case let path?: .file(path)
        case nil: .file("\(folder)/.muster/ledger.sqlite")
        }
    }
}

/// What tells that a file is complete.
package enum InboxReadiness: String, Sendable, CaseIterable {
    /// It has not changed for a while, or a `.done` lies beside it.
    case settled
    /// Only a `.done` beside it.
    case done
}

/// How often and how long something is tried again that may pass.
package struct RetrySettings: Sendable, Hashable {
    /// How many times a file is begun that cannot be read to its end.
    package var attempts = 5
    /// The wait before the second attempt; it doubles with each, up to five minutes.
    package var wait = Duration.seconds(10)
    /// For how long results are tried again that cannot be written: the file is not at fault there.
    package var patience = Duration.seconds(24 * 3600)

    package init() {}

    /// The wait after so many attempts.
    func wait(after attempts: Int) -> Duration {
        min(.seconds(300), wait * (1 << min(max(0, attempts - 1), 10)))
    }
}

/// Who is told of what has become of a file.
package struct NotificationSettings: Sendable, Hashable {
    package enum Event: String, Sendable, CaseIterable {
        /// Every row was accepted.
        case finished
        /// Some rows were rejected.
        case rejected
        case held
        case failed
        /// Files wait because results cannot be written or a lock is held.
        case waiting
    }

    /// A program and its arguments; empty: none is run.
    package var command: [String] = []
    /// Addresses that a message is sent to through `sendmail`; empty: none is sent.
    package var mailTo: [String] = []
    package var mailFrom: String?
    package var sendmail = "/usr/sbin/sendmail"
    package var events: Set<Event> = [.rejected, .held, .failed, .waiting]
    /// After this the program is ended.
    package var timeout = Duration.seconds(30)

    package init() {}
}
