/// The program's version, as `muster --version` and the reports name it.
package enum Version {
    package static let current = "0.1.0"
}
