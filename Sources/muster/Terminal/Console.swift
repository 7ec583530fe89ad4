import Batch
import Foundation
import Glibc
import Records

/// The two streams: standard output for what was asked, standard error for everything else.
enum Console {
    static func out(_ text: String) {
        out(Array(text.utf8))
    }

    /// Writes all bytes. When nobody reads any more (a closed pipe), the program ends quietly, as a filter should.
    static func out(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func error(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Hands over standard input block by block, each as soon as it comes.
    static func readInput(_ take: (ArraySlice<UInt8>) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 {
                try take(buffer[0..<count])
            } else if count == 0 {
                return
            } else if errno != EINTR {
                throw RecordError(.unreadable, "Standard input cannot be read: \(String(cString: strerror(errno))).")
            }
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EPIPE || descriptor == STDERR_FILENO {
                return
            } else if errno != EINTR {
                error("muster: the output cannot be written: \(String(cString: strerror(errno))).\n")
                exit(ExitStatus.inputOutput.rawValue)
            }
        }
    }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours only on a terminal, and never against the user's word (https://no-color.org).
    static var outputStyle: TextStyle {
        let environment = ProcessInfo.processInfo.environment
        let isWanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        return TextStyle(isColoured: isWanted && isatty(STDOUT_FILENO) == 1)
    }
}

/// Emphasis on a terminal; plain text elsewhere.
struct TextStyle {
    var isColoured: Bool

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func dim(_ text: String) -> String { wrapped(text, "2") }
    func good(_ text: String) -> String { wrapped(text, "32") }
    func bad(_ text: String) -> String { wrapped(text, "31") }
    func warning(_ text: String) -> String { wrapped(text, "33") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
