import Ledger

/// Which ledger remembers what an import files.
package enum LedgerChoice: Sendable, Equatable {
    /// None: nothing is remembered, and the case id alone tells whether a request was filed before.
    case none
    /// The file of this path; made on first use.
    case file(String)
    /// `ledger.sqlite` in the folder `.muster` beside the results.
    case besideResults

    /// How long an import waits for another one that is writing.
    package static let usualWait = Ledger.usualWait

    /// The path of the ledger's file, for results in a folder; `nil` where there is none.
    package func path(forResultsIn output: String) -> String? {
        switch self {
        case .none: nil
        case .file(let path): path
        case .besideResults: "\(output)/.muster/ledger.sqlite"
        }
    }
}
