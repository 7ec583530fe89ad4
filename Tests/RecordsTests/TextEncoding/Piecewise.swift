import Records

/// Reads a source piece by piece, so that every boundary inside it is met, and holds it to the contract of `read`.
enum Piecewise {
    static func bytes(of source: any ByteSource, piece: Int) throws -> [UInt8] {
        var source = source
        var bytes: [UInt8] = []
        while true {
            let before = bytes.count
            let got = try source.read(piece, into: &bytes)
            guard bytes.count - before == got, got <= piece else { throw RecordError(.malformed, "wrong count") }
            if got < piece {
                // Fewer only at the end: then there is nothing more.
                guard try source.read(piece, into: &bytes) == 0 else { throw RecordError(.malformed, "not the end") }
                return bytes
            }
        }
    }
}
