import ArgumentParser
import Batch
import Records
import ServiceCatalog
import ServiceLevels

extension CasesFormat: ExpressibleByArgument {}

extension SupportPlan: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}

extension DateOrder: ExpressibleByArgument {}

/// An instant as the command line takes it.
struct InstantArgument: ExpressibleByArgument {
    var instant: Instant

    init?(argument: String) {
        guard let instant = try? Instant(argument) else { return nil }
        self.instant = instant
    }

    var defaultValueDescription: String { instant.description }
}

/// An encoding by its name.
struct EncodingArgument: ExpressibleByArgument {
    var choice: EncodingChoice

    init?(argument: String) {
        guard let choice = EncodingChoice(name: argument) else { return nil }
        self.choice = choice
    }

    static var allValueStrings: [String] { EncodingChoice.names }
}

/// A delimiter by its character or its name.
struct DelimiterArgument: ExpressibleByArgument {
    var byte: UInt8

    init?(argument: String) {
        let names = [
            "comma": UInt8(ascii: ","), "semicolon": UInt8(ascii: ";"), "tab": 9, "pipe": UInt8(ascii: "|"), "\\t": 9,
        ]
        if let byte = names[argument.lowercased()] {
            self.byte = byte
        } else if argument.utf8.count == 1, let byte = argument.utf8.first, byte != UInt8(ascii: "\""), byte != 10,
            byte != 13
        {
            self.byte = byte
        } else {
            return nil
        }
    }
}

/// An element path as the command line takes it.
struct RecordPathArgument: ExpressibleByArgument {
    var names: [String]

    init?(argument: String) {
        guard let names = XMLOptions.recordPath(argument) else { return nil }
        self.names = names
    }
}
