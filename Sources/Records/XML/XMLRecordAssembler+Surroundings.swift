/// Around the records: the elements that lead to them.
extension XMLRecordAssembler {
    mutating func startOutside(_ tag: XMLTag, _ input: XMLInputWindow) {
        let path = settings.path
        let (position, line) = input.tagStart()
        if matched == depth &- 1, matched < path.count, tag.name == path[matched] {
            matched &+= 1
            if matched == path.count {
                surroundings.close(before: position, input, scope: scope, record: tag)
                return startRecord(tag, input, line: line)
            }
        } else if matched == path.count &- 1 {
            if depth == path.count {
                surroundings.startSibling(tag.name, line: line)
            } else if depth == path.count &+ 1 {
                surroundings.noteChildOfSibling()
            }
        }
        if tag.namespaceCount > 0 {
            plain.forget()
            scope.add(tag, depth: depth, except: settings.rejectionNamespace)
            if scope.text.count > settings.limits.preambleBytes {
                return fail(
                    input,
                    "more than \(settings.limits.preambleBytes) bytes of namespaces are declared here. No such file "
                        + "of people is known: check what this is.")
            }
        }
        surroundings.start(
            tag, input, at: position, longest: settings.limits.preambleBytes, except: settings.rejectionNamespace,
            drops: settings.drops)
    }

    mutating func endOutside() {
        if matched > depth { matched = depth }
        if scope.remove(below: depth) { plain.forget() }
        surroundings.end()
    }
}
