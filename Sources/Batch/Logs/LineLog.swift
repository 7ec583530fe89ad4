import Glibc
package import Logging
import Records
import ServiceLevels

/// Writes log lines to standard error, as text or as JSON; each line whole, with one call.
///
/// What may be logged is names of files, counts, names of fields and codes: never a value of a person.
package struct LineLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let format: LogSettings.Format
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: takes whole lines; else they go to standard error.
    package init(_ settings: LogSettings, write: @escaping @Sendable ([UInt8]) -> Void = LineLog.toStandardError) {
        format = settings.format
        logLevel = settings.level.logLevel
        self.write = write
    }

    /// A logger of its own, so that nothing has to be set up for the whole process.
    package static func logger(_ settings: LogSettings) -> Logger {
        Logger(label: "muster") { _ in LineLog(settings) }
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var facts = metadata
        facts.merge(metadataProvider?.get() ?? [:]) { $1 }
        facts.merge(event.metadata ?? [:]) { $1 }
        let sorted = facts.sorted { $0.key < $1.key }
        var line = OutputBuffer(capacity: 256)
        let time = RunClock.now.instant.description
        switch format {
        case .text:
            line.append("\(time) \(event.level.rawValue.padding(to: 7)) ")
            line.append(Self.printable("\(event.message)"))
            for (key, value) in sorted { line.append(" \(key)=\(Self.word(value))") }
        case .json:
            line.append("{\"time\":")
            line.appendJSON(time)
            line.append(",\"level\":")
            line.appendJSON(event.level.rawValue)
            line.append(",\"message\":")
            line.appendJSON("\(event.message)")
            for (key, value) in sorted {
                line.append(",")
                line.appendJSON(key)
                line.append(":")
                Self.appendJSON(value, to: &line)
            }
            line.append("}")
        }
        line.append("\n")
        write(line.bytes)
    }

    package static let toStandardError: @Sendable ([UInt8]) -> Void = { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // A log that nobody can read is no reason to stop.
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, written))
        }
    }

    /// Numbers stay numbers.
    private static func appendJSON(_ value: Logger.MetadataValue, to line: inout OutputBuffer) {
        switch value {
        case .stringConvertible(let value as any BinaryInteger): line.append("\(value)")
        case .array(let values):
            line.append("[")
            for (index, value) in values.enumerated() {
                if index > 0 { line.append(",") }
                appendJSON(value, to: &line)
            }
            line.append("]")
        default: line.appendJSON("\(value)")
        }
    }

    /// A value as one word, in quotes where it would not be one.
    private static func word(_ value: Logger.MetadataValue) -> String {
        let text: String =
            if case .array(let values) = value { values.map { "\($0)" }.joined(separator: ",") } else { "\(value)" }
        let plain = printable(text)
        guard plain.isEmpty || plain.unicodeScalars.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else {
            return plain
        }
        return "\"\(plain.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
    }

    /// Without control characters: a line stays a line.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
