import CLibXML2

/// The functions that libxml2 calls. They may capture nothing, so each finds its parser by the pointer it is given.
extension XMLPushParser {
    // MARK: Events

    static func recordHandler() -> xmlSAXHandler {
        var handler = commonHandler()
        handler.startElementNs = {
            context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
            guard let (state, input) = XMLPushParser.running(context) else { return }
            let tag = XMLTag(
                name: XMLName(name), prefix: XMLName(prefix), uri: XMLName(uri), namespaces: namespaces,
                namespaceCount: Int(namespaceCount), attributes: attributes, attributeCount: Int(count - defaulted))
            state.pointee.depth &+= 1
            state.pointee.assembler.start(tag, input)
            XMLPushParser.takeFault(state)
        }
        handler.endElementNs = { context, _, _, _ in
            guard let (state, input) = XMLPushParser.running(context) else { return }
            state.pointee.depth &-= 1
            state.pointee.assembler.end(input)
            XMLPushParser.takeFault(state)
        }
        handler.characters = { context, text, count in
            guard let (state, input) = XMLPushParser.running(context), let text else { return }
            state.pointee.assembler.text(XMLText(start: text, count: Int(count)), input, isRaw: false)
            XMLPushParser.takeFault(state)
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = { context, text, count in
            guard let (state, input) = XMLPushParser.running(context), let text else { return }
            state.pointee.assembler.text(XMLText(start: text, count: Int(count)), input, isRaw: true)
            XMLPushParser.takeFault(state)
        }
        return handler
    }

    static func surveyHandler() -> xmlSAXHandler {
        var handler = commonHandler()
        handler.startElementNs = {
            context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
            guard let (state, input) = XMLPushParser.running(context) else { return }
            let tag = XMLTag(
                name: XMLName(name), prefix: XMLName(prefix), uri: XMLName(uri), namespaces: namespaces,
                namespaceCount: Int(namespaceCount), attributes: attributes, attributeCount: Int(count - defaulted))
            state.pointee.depth &+= 1
            state.pointee.survey.start(tag)
            if state.pointee.survey.isTooDeep {
                XMLPushParser.refuse(state, input, state.pointee.limits.depthSentence)
            }
        }
        handler.endElementNs = { context, _, _, _ in
            guard let (state, _) = XMLPushParser.running(context) else { return }
            state.pointee.depth &-= 1
            state.pointee.survey.end()
        }
        handler.characters = { context, text, count in
            guard let (state, _) = XMLPushParser.running(context), let text else { return }
            state.pointee.survey.text(XMLText(start: text, count: Int(count)))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        return handler
    }

    static func innerTextHandler() -> xmlSAXHandler {
        var handler = commonHandler()
        handler.startElementNs = {
            context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
            guard let (state, input) = XMLPushParser.running(context) else { return }
            let tag = XMLTag(
                name: XMLName(name), prefix: XMLName(prefix), uri: XMLName(uri), namespaces: namespaces,
                namespaceCount: Int(namespaceCount), attributes: attributes, attributeCount: Int(count - defaulted))
            state.pointee.depth &+= 1
            guard state.pointee.depth <= state.pointee.limits.depth else {
                return XMLPushParser.refuse(state, input, state.pointee.limits.depthSentence)
            }
            state.pointee.innerText.start(tag, depth: state.pointee.depth)
            XMLPushParser.takeInnerFault(state, input)
        }
        handler.endElementNs = { context, _, _, _ in
            guard let (state, _) = XMLPushParser.running(context) else { return }
            state.pointee.innerText.end(depth: state.pointee.depth)
            state.pointee.depth &-= 1
        }
        handler.characters = { context, text, count in
            guard let (state, input) = XMLPushParser.running(context), let text else { return }
            state.pointee.innerText.text(XMLText(start: text, count: Int(count)), line: input.line)
            XMLPushParser.takeInnerFault(state, input)
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        return handler
    }

    static func takeInnerFault(_ state: UnsafeMutablePointer<State>, _ input: XMLInputWindow) {
        if let sentence = state.pointee.innerText.fault { refuse(state, input, sentence) }
    }

    /// Refuses everything in a DTD that could bring text from elsewhere or multiply it.
    static func commonHandler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.serror = { state, error in XMLPushParser.note(state, error.map { $0.pointee }) }
        handler.internalSubset = { context, _, publicName, systemName in
            guard publicName != nil || systemName != nil else { return }
            XMLPushParser.refuseDoctype(context, "names an external DTD")
        }
        handler.entityDecl = { context, _, _, _, _, _ in XMLPushParser.refuseDoctype(context, "declares an entity") }
        handler.unparsedEntityDecl = { context, _, _, _, _ in
            XMLPushParser.refuseDoctype(context, "declares an entity")
        }
        handler.getParameterEntity = { context, _ in
            XMLPushParser.refuseDoctype(context, "uses a parameter entity")
            return nil
        }
        handler.reference = { context, _ in XMLPushParser.refuseDoctype(context, "has an entity that is used here") }
        handler.attributeDecl = { context, _, _, _, _, defaultValue, choices in
            xmlFreeEnumeration(choices)
            if defaultValue != nil { XMLPushParser.refuseDoctype(context, "gives an attribute a value") }
        }
        return handler
    }

    /// The state behind a callback's pointer, unless a fault has ended the reading.
    @inline(__always)
    static func running(
        _ pointer: UnsafeMutableRawPointer?
    ) -> (state: UnsafeMutablePointer<State>, input: XMLInputWindow)? {
        guard let state = pointer?.assumingMemoryBound(to: State.self), state.pointee.fault == nil,
            let input = XMLInputWindow(state.pointee.context)
        else { return nil }
        return (state, input)
    }

    // MARK: Faults

    /// Keeps the first error of libxml2 after which the document cannot be read.
    static func note(_ pointer: UnsafeMutableRawPointer?, _ error: xmlError?) {
        guard let (state, input) = running(pointer), let error, XMLFault.isFatal(error) else { return }
        // Elements are open, and nothing is to come that could close one: the file has ended, perhaps within a tag.
        let isCut =
            state.pointee.isLast && state.pointee.depth > 0
            && (!input.holdsTagEnd || error.code == Int32(XML_ERR_DOCUMENT_END.rawValue))
        stop(state, XMLFault(error, line: input.line, column: input.column, isCut: isCut))
    }

    @inline(__always)
    static func takeFault(_ state: UnsafeMutablePointer<State>) {
        guard state.pointee.assembler.hasFault, let fault = state.pointee.assembler.fault else { return }
        stop(state, XMLFault(line: fault.line, column: fault.column, sentence: fault.sentence))
    }

    static func refuseDoctype(_ pointer: UnsafeMutableRawPointer?, _ what: String) {
        guard let (state, input) = running(pointer) else { return }
        refuse(
            state, input,
            "the file's DOCTYPE \(what). Muster reads nothing from outside a file and expands no entities: "
                + "remove the DOCTYPE, or export the file without it.")
    }

    static func refuse(_ state: UnsafeMutablePointer<State>, _ input: XMLInputWindow, _ sentence: String) {
        stop(state, XMLFault(line: input.line, column: input.column, sentence: sentence))
    }

    /// Keeps the fault, after which no event is looked at and no further piece is parsed.
    ///
    /// `xmlStopParser` would end the piece at once, but it frees the input, and an error may come from the midst of
    /// libxml2's work on just that.
    @inline(never)
    private static func stop(_ state: UnsafeMutablePointer<State>, _ fault: XMLFault) {
        guard state.pointee.fault == nil else { return }
        state.pointee.fault = fault
        state.pointee.context.pointee.disableSAX = 1
    }
}
