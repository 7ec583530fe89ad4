import CLibXML2

/// libxml2's validator of XML Schema, which is told of the events of a document as they come and builds no tree.
///
/// It belongs to one `XMLPushParser`, from whose callbacks alone it is used. The schema is parsed from memory; what it
/// might import is not fetched.
final class XMLValidator {
    let schema: XMLSchema
    /// The validator's own callbacks, and the pointer that they take.
    let events: UnsafeMutablePointer<xmlSAXHandler>
    let receiver: UnsafeMutableRawPointer

    private let compiled: xmlSchemaPtr
    private let context: xmlSchemaValidCtxtPtr
    private let plug: xmlSchemaSAXPlugPtr
    /// Where libxml2 plugs itself in; it keeps the addresses.
    private let handlerPlace: UnsafeMutablePointer<UnsafeMutablePointer<xmlSAXHandler>?>
    private let receiverPlace: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    /// Where the errors of one event go.
    private let found: UnsafeMutablePointer<[Violation]>

    /// What the schema does not allow.
    struct Violation {
        var code: xmlParserErrors
        /// libxml2's words, in one line.
        var message: String
    }

    /// - Throws: `RecordError` where the schema cannot be used: a fault of the program, not of the file.
    init(_ schema: XMLSchema) throws(RecordError) {
        self.schema = schema
        guard let compiled = Self.compile(schema.text), let context = xmlSchemaNewValidCtxt(compiled) else {
            throw RecordError(.unreadable, "The schema of \(schema.formatName) cannot be used. Please report this.")
        }
        self.compiled = compiled
        self.context = context
        handlerPlace = .allocate(capacity: 1)
        handlerPlace.initialize(to: nil)
        receiverPlace = .allocate(capacity: 1)
        receiverPlace.initialize(to: nil)
        found = .allocate(capacity: 1)
        found.initialize(to: [])
        xmlSchemaSetValidStructuredErrors(
            context,
            { found, error in
                guard let error, let found = found?.assumingMemoryBound(to: [Violation].self) else { return }
                let message = error.pointee.message.map { String(cString: $0) } ?? ""
                found.pointee.append(
                    Violation(
                        code: xmlParserErrors(UInt32(max(error.pointee.code, 0))),
                        message: String(message.prefix { $0 != "\n" })))
            }, found)
        let plug = xmlSchemaSAXPlug(context, handlerPlace, receiverPlace)
        guard let plug, let events = handlerPlace.pointee, let receiver = receiverPlace.pointee else {
            // What has been allocated so far stays: this happens when memory has run out, and ends the run.
            throw RecordError(.unreadable, "There is no memory left to check XML.")
        }
        self.plug = plug
        self.events = events
        self.receiver = receiver
    }

    deinit {
        xmlSchemaSAXUnplug(plug)
        xmlSchemaFreeValidCtxt(context)
        xmlSchemaFree(compiled)
        handlerPlace.deallocate()
        receiverPlace.deallocate()
        found.deinitialize(count: 1)
        found.deallocate()
    }

    private static func compile(_ text: String) -> xmlSchemaPtr? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                guard let parser = xmlSchemaNewMemParserCtxt(bytes.baseAddress, Int32(clamping: bytes.count)) else {
                    return nil
                }
                defer { xmlSchemaFreeParserCtxt(parser) }
                xmlSchemaSetParserStructuredErrors(parser, { _, _ in }, nil)
                return xmlSchemaParse(parser)
            }
        }
    }

    var hasFound: Bool { !found.pointee.isEmpty }

    /// What was found since the last time.
    func takeFound() -> [Violation] {
        defer { found.pointee.removeAll() }
        return found.pointee
    }
}
