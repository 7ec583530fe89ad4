extension BatchReport {
    /// Where the rows went. Each row is in exactly one of accepted, rejected, held, unchanged and already imported.
    package struct Counts: Codable, Hashable, Sendable {
        package let read: Int
        package let accepted: Int
        package let rejected: Int
        package let held: Int
        /// Rows of a roster that ask for nothing new.
        package let unchanged: Int
        package let alreadyImported: Int
        /// How many of the accepted rows carry a warning.
        package let withWarnings: Int
        /// The sum that must come out, written out: `312 read = 297 accepted + 15 rejected + …`.
        package let invariant: String
        /// Whether that sum does come out.
        package let balanced: Bool

        package init(
            read: Int, accepted: Int, rejected: Int, held: Int = 0, unchanged: Int = 0, alreadyImported: Int = 0,
            withWarnings: Int = 0
        ) {
            self.read = read
            self.accepted = accepted
            self.rejected = rejected
            self.held = held
            self.unchanged = unchanged
            self.alreadyImported = alreadyImported
            self.withWarnings = withWarnings
            invariant =
                "\(read) read = \(accepted) accepted + \(rejected) rejected + \(held) held + \(unchanged) unchanged"
                + " + \(alreadyImported) already imported"
            balanced = read == accepted + rejected + held + unchanged + alreadyImported
        }
    }

    /// What stood in the file and was no row, such as blank lines or a title.
    package struct Skipped: Codable, Hashable, Sendable {
        /// In words: `blank lines`, `title rows`.
        package var cause: String
        package var count: Int

        package init(cause: String, count: Int) {
            self.cause = cause
            self.count = count
        }
    }

    /// How many cases were asked for of one service.
    package struct CaseCount: Codable, Hashable, Sendable {
        package var product: String
        package var service: String
        /// `modification`, `addition`, `change` or `deletion`.
        package var macd: String
        package var count: Int

        package init(product: String, service: String, macd: String, count: Int) {
            self.product = product
            self.service = service
            self.macd = macd
            self.count = count
        }
    }

    /// How many cases are for people of one region.
    package struct RegionCount: Codable, Hashable, Sendable {
        package var region: String
        package var count: Int

        package init(region: String, count: Int) {
            self.region = region
            self.count = count
        }
    }
}

extension BatchReport {
    /// How the file stands to the cases that the tenant has bought for the month.
    package struct Allowance: Codable, Hashable, Sendable {
        package let monthlyCases: Int
        /// Cases of the month that were filed before this file.
        package let usedBefore: Int
        /// Cases that this file asks for.
        package let thisFile: Int
        /// How many of them have no place.
        package let beyond: Int
        /// What is left after this file.
        package let left: Int
        /// `warn` or `hold`: what happens to those without a place.
        package let policy: String

        package init(monthlyCases: Int, usedBefore: Int, thisFile: Int, beyond: Int, policy: String) {
            self.monthlyCases = monthlyCases
            self.usedBefore = usedBefore
            self.thisFile = thisFile
            self.beyond = beyond
            left = max(0, monthlyCases - usedBefore - thisFile)
            self.policy = policy
        }

        /// `This file uses 12 of the 448 cases left of 500 in the month.`
        package var sentence: String {
            let before = max(0, monthlyCases - usedBefore)
            let start =
                "This file asks for \(Figures.counted(thisFile, "case")); \(Figures.grouped(before)) of "
                + "\(Figures.grouped(monthlyCases)) a month were left."
            guard beyond > 0 else { return start }
            return start
                + " \(Figures.counted(beyond, "request is", "requests are")) beyond that and "
                + (policy == "hold" ? "held." : "filed all the same.")
        }
    }
}
