import CLibXML2

/// What a schema does not allow, in words.
extension XMLRecordAssembler {
    /// More of one record are not kept.
    private static let mostFaults = 20

    /// Makes a fault of the record, or of the file, of each violation.
    ///
    /// libxml2 tells of a record's first element that is not expected and is silent about all others, so they are looked
    /// for here, by the names of the fields.
    ///
    /// - Parameter tag: the start tag that has just been read, if it is one.
    mutating func note(
        _ violations: [XMLValidator.Violation], at tag: XMLTag?, by schema: XMLSchema, _ input: XMLInputWindow
    ) {
        for violation in violations {
            let isUnexpected = violation.code == XML_SCHEMAV_ELEMENT_CONTENT
            if isInRecord, isUnexpected, depth > settings.path.count {
                hasUnexpected = true
            } else if isInRecord, !isUnexpected {
                add(RowFault(row: 0, line: input.line, column: input.column, sentence: sentence(violation, tag)))
            } else {
                let what = isUnexpected ? tag.map { "<\(shown($0.name))> is no part of it here" } : nil
                return fail(
                    input,
                    "this is not as \(schema.formatName) has it: \(what ?? Self.plain(violation.message)). Mend it "
                        + "there; “muster template” shows the form.")
            }
        }
        guard hasUnexpected, let tag, isInRecord, depth == settings.path.count &+ 1 else { return }
        let name = shown(tag.name)
        let position = RowFault(row: 0, line: input.line, column: input.column, sentence: "")
        if tag.uri.string != schema.namespace {
            var fault = position
            fault.sentence = "<\(name)> is not in the namespace \(schema.namespace). Give it that one, or delete it."
            add(fault)
        } else if !schema.fields.contains(tag.name.string) {
            var fault = position
            fault.sentence = "<\(name)> is no field."
            fault.unknownField = tag.name.string
            add(fault)
        } else if droppedDepth == 0, tree.occurrence(of: current.node) > 1 {
            var fault = position
            fault.sentence = "<\(name)> stands in the record a second time. Keep the right one."
            add(fault)
        }
    }

    private mutating func add(_ fault: RowFault) {
        if faults.count < Self.mostFaults { faults.append(fault) }
    }

    private func sentence(_ violation: XMLValidator.Violation, _ tag: XMLTag?) -> String {
        let element = tag.map { "<\(shown($0.name))>" } ?? "The element"
        switch violation.code {
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
            return "Text stands between the elements of the fields. Put it into the element of its field, or delete it."
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2, XML_SCHEMAV_CVC_TYPE_3_1_1:
            let attribute = violation.message.split(separator: "'").dropFirst(3).first.map { Self.plain(String($0)) }
            return "\(element) has an attribute that does not belong there (\(attribute ?? "unknown")). Delete it."
        case XML_SCHEMAV_CVC_TYPE_3_1_2:
            return "\(element) stands inside a field, which holds text only. Put it beside the field, or delete it."
        default:
            return "\(Self.plain(violation.message)). Mend it, or delete the element."
        }
    }

    private func shown(_ name: XMLName) -> String {
        XMLFault.clean(name.string, longest: 60)
    }

    /// libxml2's words without namespaces.
    private static func plain(_ message: String) -> String {
        var result = ""
        var isInBraces = false
        for character in message {
            if character == "{" { isInBraces = true }
            if !isInBraces { result.append(character) }
            if character == "}" { isInBraces = false }
        }
        while result.last == "." || result.last == " " { result.removeLast() }
        return XMLFault.clean(result, longest: 160)
    }
}
