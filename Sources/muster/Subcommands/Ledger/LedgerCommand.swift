import ArgumentParser
import Foundation
import Ledger
import ServiceLevels

/// `muster ledger`: keeping the ledger in good order.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Check, back up and compact the ledger; forget personal data.",
        subcommands: [Check.self, Backup.self, Compact.self, Forget.self])
}

extension LedgerCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check that the ledger is whole: file, counts, keys and audit trail.",
            discussion: "Exit status 65 when something is wrong; each fault is a line.")

        @OptionGroup var ledger: LedgerOptions

        func run() throws {
            try Failure.ending {
                let ledger = try ledger.forQuestions()
                let faults = try ledger.check()
                guard faults.isEmpty else {
                    Console.out(faults.map { "\($0)\n" }.joined())
                    throw LedgerError(
                        .unreadable,
                        "The ledger \(ledger.path) is damaged: \(faults.count) faults. Put the last good backup in its place."
                    )
                }
                Console.out("\(ledger.path): whole\n")
            }
        }
    }

    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Write a copy of the ledger to a folder; imports may go on meanwhile.")

        @Argument(help: ArgumentHelp("The folder for the copy; made when it is missing.", valueName: "dir"))
        var folder: String

        @OptionGroup var ledger: LedgerOptions

        func run() throws {
            try Failure.ending {
                let ledger = try ledger.forQuestions()
                do {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                } catch {
                    throw LedgerError(
                        .cannotCreate, "The folder \(folder) cannot be made. Check the path and who may write there.")
                }
                let moment = Instant.now.description.filter { $0 != ":" && $0 != "-" }
                let name = (ledger.path as NSString).lastPathComponent
                let path = "\(folder)/\((name as NSString).deletingPathExtension)-\(moment).ledger"
                guard !FileManager.default.fileExists(atPath: path) else {
                    throw LedgerError(.cannotCreate, "\(path) is there already. Wait a second and start again.")
                }
                try ledger.backUp(to: path)
                Console.out("\(path)\n")
            }
        }
    }

    struct Compact: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compact",
            abstract: "Merge what many imports have left, and give room back to the disk.")

        @OptionGroup var ledger: LedgerOptions

        func run() throws {
            try Failure.ending {
                let before = size
                try ledger.forChanges().compact()
                Console.out("\(ledger.path): \(before.grouped) bytes before, \(size.grouped) now\n")
            }
        }

        private var size: Int {
            (try? FileManager.default.attributesOfItem(atPath: ledger.path)[.size] as? Int) ?? 0
        }
    }

    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Remove names and other personal data of old cases; keys, counts and due times stay.",
            discussion: """
                A request that is dropped again is still known as imported. Backups, results and files of HR are not \
                touched. For example: muster ledger forget --older-than 90d
                """)

        @Option(help: ArgumentHelp("The age of the import, in days: 90d.", valueName: "days"))
        var olderThan: DaysArgument

        @Option(help: ArgumentHelp("What time it is taken to be; else now.", valueName: "instant"))
        var at: InstantArgument?

        @OptionGroup var ledger: LedgerOptions

        func run() throws {
            try Failure.ending {
                let now = at?.instant ?? .now
                let before =
                    Instant(
                        secondsSince1970: now.secondsSince1970 - Int64(olderThan.days) * 86_400) ?? .earliest
                let count = try ledger.forChanges().forget(before: before)
                Console.out(
                    "\(count.grouped) \(count == 1 ? "case" : "cases") of imports before \(before) forgotten\n")
            }
        }
    }
}

/// A number of days: `90d`, or `90`.
struct DaysArgument: ExpressibleByArgument {
    var days: Int

    init?(argument: String) {
        let digits = argument.lowercased().hasSuffix("d") ? argument.dropLast() : argument[...]
        guard let days = Int(digits), (0...36_500).contains(days) else { return nil }
        self.days = days
    }
}

extension Instant {
    /// Now, in whole seconds.
    static var now: Instant {
        Instant(secondsSince1970: Int64(Date.now.timeIntervalSince1970)) ?? .earliest
    }
}
