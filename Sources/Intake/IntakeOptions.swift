package import ServiceCatalog
package import ServiceLevels

/// What a run knows besides the file and the definitions.
package struct IntakeOptions: Sendable {
    /// Whose users these are; part of every case id.
    package var tenant: String
    /// The support level the tenant has bought.
    package var plan: SupportPlan
    /// The region of rows that name none.
    package var defaultRegion: String?
    /// When the requests count as received.
    package var receivedAt: Instant
    /// For phone numbers written without a country: ISO 3166 code such as `US`, or a calling code such as `+1`.
    package var defaultCountry: String?
    /// How dates with slashes are meant, where the user has said so.
    package var dateOrder: DateOrder?
    /// The service every row asks for, where the file has no columns for product and service.
    package var serviceID: String?
    /// The file's name, as reasons name it.
    package var fileName: String
    /// The file may have been in a spreadsheet, so formulas in a rejection file of it were guarded.
    package var isSpreadsheet: Bool
    /// How the export of an HR system is read; `nil`: the file is a list of requests.
    package var profile: Profile? {
        get { profileBox?.profile }
        set { profileBox = newValue.map(ProfileBox.init) }
    }
    private var profileBox: ProfileBox?
    /// Who has a primary row, where the profile folds several rows of a person into one.
    package var primaryPeople: PersonSet?

    package init(
        tenant: String = "default", plan: SupportPlan = .standard, defaultRegion: String? = nil, receivedAt: Instant,
        defaultCountry: String? = nil, dateOrder: DateOrder? = nil, serviceID: String? = nil, fileName: String,
        isSpreadsheet: Bool = true, profile: Profile? = nil, primaryPeople: PersonSet? = nil
    ) {
        self.tenant = tenant
        self.plan = plan
        self.defaultRegion = defaultRegion
        self.receivedAt = receivedAt
        self.defaultCountry = defaultCountry
        self.dateOrder = dateOrder
        self.serviceID = serviceID
        self.fileName = fileName
        self.isSpreadsheet = isSpreadsheet
        profileBox = profile.map(ProfileBox.init)
        self.primaryPeople = primaryPeople
    }
}

/// A profile by reference: the options are handed on for every row, and a profile is large.
private final class ProfileBox: Sendable {
    let profile: Profile

    init(_ profile: Profile) {
        self.profile = profile
    }
}

/// Why a file's rows cannot be judged at all: found before the first row is.
package struct IntakeError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The header and the definitions do not go together.
        case header
        /// An option names what does not exist.
        case option
        /// A calendar or definition cannot be used.
        case configuration
    }

    package var code: Code
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
