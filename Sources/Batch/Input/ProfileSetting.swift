package import ServiceCatalog

/// What the user has said about the HR system that has written a file.
package enum ProfileSetting: Sendable {
    /// Nothing: the profile that fits is taken.
    case byFit
    /// That no profile is to be used.
    case none
    case named(Profile)
}

/// The profile by which a file is read, and why that one.
package struct ChosenProfile: Sendable {
    /// How the file is read.
    package var profile: Profile
    /// The user has named it; else it was found by its fit.
    package var isSetByUser: Bool
    /// The columns of the file by which it was found.
    package var evidence: String
}
