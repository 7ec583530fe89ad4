import Mustache

/// Text on its way to the page: whatever a file held, made harmless and short enough to read.
///
/// The template engine escapes `<`, `>`, `&` and quotation marks only where they stand as a character of their own.
/// A mark that merges with its neighbour (a combining accent behind it, an Arabic number sign before it) would slip
/// through and could open a tag, so the two are kept apart here. Characters that cannot be seen, or that turn the
/// direction of the text around them, are shown as such. Values of the page have this type so that none can miss it.
struct PageText: Hashable, Sendable, ExpressibleByStringLiteral, MustacheCustomRenderable {
    /// Longer texts end in an ellipsis; the report for programs has them whole.
    static let longest = 400

    let renderText: String
    /// Sections of the template treat an empty text as absent.
    var isNull: Bool { renderText.isEmpty }

    init(stringLiteral value: String) {
        self.init(value)
    }

    init(_ text: String) {
        if text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            // Nearly all texts: nothing that could not be seen, and nothing that merges.
            renderText = text
            return
        }
        var result = ""
        for (index, character) in text.enumerated() {
            if index >= Self.longest {
                result += "…"
                break
            }
            // A character can be arbitrarily long: a letter under a thousand accents is still one.
            for scalar in character.unicodeScalars.prefix(16) {
                Self.append(scalar, to: &result)
            }
        }
        renderText = result
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\n", "\r", "\t":
            result += " "
        case "\u{0}"..<"\u{20}":
            // The control pictures: a visible sign for each.
            result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        case "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}", "\u{FFFE}",
            "\u{FFFF}":
            result += "\u{FFFD}"
        default:
            if let last = result.unicodeScalars.last, Self.isMarkup(last) || Self.isMarkup(scalar),
                String(String.UnicodeScalarView([last, scalar])).count == 1
            {
                // Nothing merges with a zero-width space.
                result += "\u{200B}"
            }
            result.unicodeScalars.append(scalar)
        }
    }

    private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "<" || scalar == ">" || scalar == "&" || scalar == "\"" || scalar == "'"
    }
}
