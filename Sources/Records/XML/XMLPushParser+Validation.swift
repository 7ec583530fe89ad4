import CLibXML2

/// Reading and validating in one pass: each event goes to the assembler and to the validator.
extension XMLPushParser {
    /// Checks the document by a schema from here on.
    ///
    /// What the schema does not allow inside a record is a fault of the record alone; elsewhere it ends the file, for
    /// nobody knows what the file would be then.
    func validate(by validator: XMLValidator) {
        setValidator(validator)
        guard let handler = context.pointee.sax else { return }
        handler.pointee.startElementNs = {
            context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
            guard let (state, input) = XMLPushParser.running(context) else { return }
            let tag = XMLTag(
                name: XMLName(name), prefix: XMLName(prefix), uri: XMLName(uri), namespaces: namespaces,
                namespaceCount: Int(namespaceCount), attributes: attributes, attributeCount: Int(count - defaulted))
            state.pointee.depth &+= 1
            guard let validator = state.pointee.validator else { return }
            validator.events.pointee.startElementNs?(
                validator.receiver, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes)
            if validator.hasFound { state.pointee.assembler.isInvalid = true }
            state.pointee.assembler.start(tag, input)
            XMLPushParser.takeViolations(state, validator, input, tag)
        }
        handler.pointee.endElementNs = { context, name, prefix, uri in
            guard let (state, input) = XMLPushParser.running(context), let validator = state.pointee.validator else {
                return
            }
            validator.events.pointee.endElementNs?(validator.receiver, name, prefix, uri)
            if validator.hasFound { state.pointee.assembler.isInvalid = true }
            XMLPushParser.takeViolations(state, validator, input, nil)
            state.pointee.depth &-= 1
            state.pointee.assembler.end(input)
            XMLPushParser.takeFault(state)
        }
        handler.pointee.characters = { context, text, count in
            guard let (state, input) = XMLPushParser.running(context), let text, let validator = state.pointee.validator
            else { return }
            state.pointee.assembler.text(XMLText(start: text, count: Int(count)), input, isRaw: false)
            validator.events.pointee.characters?(validator.receiver, text, count)
            if validator.hasFound { state.pointee.assembler.isInvalid = true }
            XMLPushParser.takeViolations(state, validator, input, nil)
        }
        handler.pointee.ignorableWhitespace = handler.pointee.characters
        handler.pointee.cdataBlock = { context, text, count in
            guard let (state, input) = XMLPushParser.running(context), let text, let validator = state.pointee.validator
            else { return }
            state.pointee.assembler.text(XMLText(start: text, count: Int(count)), input, isRaw: true)
            validator.events.pointee.cdataBlock?(validator.receiver, text, count)
            if validator.hasFound { state.pointee.assembler.isInvalid = true }
            XMLPushParser.takeViolations(state, validator, input, nil)
        }
    }

    /// - Parameter tag: the start tag that the validator was told of, if it was one.
    private static func takeViolations(
        _ state: UnsafeMutablePointer<State>, _ validator: XMLValidator, _ input: XMLInputWindow, _ tag: XMLTag?
    ) {
        if validator.hasFound || state.pointee.assembler.hasUnexpected {
            let violations = validator.takeFound()
            state.pointee.assembler.note(violations, at: tag, by: validator.schema, input)
        }
        takeFault(state)
    }
}
