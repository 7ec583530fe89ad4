import CLibXML2
import Glibc

/// Plain records go past libxml2, which then reads a document without them: what is left out is well-formed by itself, so
/// the rest is just as well-formed as the whole.
extension XMLPushParser {
    /// Hands plain records to the assembler, if the bytes begin with some and libxml2 is at a place for them.
    ///
    /// - Returns: how many bytes libxml2 is not to be given.
    func takePlain(_ bytes: ArraySlice<UInt8>) -> Int {
        guard mayTakePlain, state.pointee.missed <= Self.patience, state.pointee.assembler.isBeforePlainRecord,
            let input = context.pointee.input, context.pointee.instate == XML_PARSER_CONTENT,
            input.pointee.cur == input.pointee.end
        else { return 0 }
        let taken = state.pointee.assembler.takePlain(bytes.span, line: Int(input.pointee.line))
        if taken.end > 0 {
            state.pointee.missed = 0
        } else if bytes.count > 4 << 10 {
            // Where it breaks off at the end of a piece, that says nothing of the record.
            state.pointee.missed += 1
        }
        pass(bytes.prefix(taken.end), lines: taken.lines, input)
        return taken.end
    }

    /// How many records are tried in vain before some pieces are left to libxml2 whole: looking at each costs time, and so
    /// does giving libxml2 one by one.
    private static let patience = 64
    /// How many pieces these are.
    private static let pause = 16

    /// Counts the pieces that are left to libxml2.
    func countPause() {
        guard state.pointee.missed > Self.patience else { return }
        state.pointee.missed += 1
        if state.pointee.missed > Self.patience + Self.pause { state.pointee.missed = Self.patience / 2 }
    }

    /// Whether records can go past libxml2 at all: not where something has to be known of all elements, or where the bytes
    /// are not those that it works on.
    private var mayTakePlain: Bool {
        guard state.pointee.validator == nil, context.pointee.inputNr == 1, context.pointee.attsDefault == nil,
            let buffer = context.pointee.input?.pointee.buf
        else { return false }
        return buffer.pointee.encoder == nil
    }

    /// Moves libxml2's count of lines and columns past bytes that it is not given.
    private func pass(_ bytes: ArraySlice<UInt8>, lines: Int, _ input: xmlParserInputPtr) {
        guard !bytes.isEmpty else { return }
        input.pointee.line &+= Int32(clamping: lines)
        var characters = 0
        for byte in bytes.reversed() {
            if byte == 0x0A { break }
            if byte & 0xC0 != 0x80 { characters += 1 }
        }
        input.pointee.col = Int32(clamping: characters + (lines > 0 ? 1 : Int(input.pointee.col)))
    }

    /// How many bytes libxml2 is to be given next: up to the end of a record, behind which the next one may be plain.
    func endOfRecord(_ bytes: ArraySlice<UInt8>) -> Int {
        guard mayTakePlain, state.pointee.missed <= Self.patience,
            let endTag = state.pointee.assembler.endTagBeforePlainRecord
        else { return bytes.count }
        return bytes.withUnsafeBytes { all in
            guard let first = all.baseAddress else { return 0 }
            var at = 0
            while at + endTag.count <= all.count,
                let next = memchr(first + at, Int32(UInt8(ascii: "<")), all.count - endTag.count - at + 1)
            {
                at = UnsafeRawPointer(next) - first
                if memcmp(next, endTag, endTag.count) == 0 { return at + endTag.count }
                at += 1
            }
            return all.count
        }
    }
}
