package import Logging

/// How a long-running command reports what it does, on standard error.
package struct LogSettings: Sendable, Hashable {
    package enum Format: String, Sendable, CaseIterable {
        /// For people and the journal: time, level, sentence, facts.
        case text
        /// One JSON object a line, for programs that collect logs.
        case json
    }

    package enum Level: String, Sendable, CaseIterable {
        case debug, info, notice, warning, error

        package var logLevel: Logger.Level {
            switch self {
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            }
        }
    }

    package var format = Format.text
    package var level = Level.info

    package init() {}
}
