package import Records
package import ServiceCatalog

/// What the user has said about how a file is to be read.
package struct InputOptions: Sendable, Equatable {
    package var csv: CSVOptions
    /// For XML: the record's element, local names from the root.
    package var recordPath: [String]?
    /// What the input is called, where that is not the last part of its path.
    package var name: String?

    package init(csv: CSVOptions = CSVOptions(), recordPath: [String]? = nil) {
        self.csv = csv
        self.recordPath = recordPath
    }
}

/// A file that has been recognised, open at its first record.
package enum InputFile {
    case csv(CSVReader)
    case xml(XMLReader)

    /// Tells XML from CSV by the first bytes, whatever the file is called.
    ///
    /// - Parameters:
    ///   - catalog: its header names help to tell delimiters apart.
    ///   - profile: how the file is read.
    ///   - candidates: profiles whose header names help as well.
    package static func open(
        _ source: any ByteSource, options: InputOptions, catalog: ServiceCatalog, profile: Profile? = nil,
        candidates: [Profile] = []
    ) throws -> InputFile {
        var (unpacked, wasPacked) = try GzipSource.unpacked(source)
        var beginning: [UInt8] = []
        _ = try unpacked.read(512, into: &beginning)
        let source = PeekedSource(beginning, before: unpacked)
        if XMLReader.recognises(beginning) {
            var xml = xmlOptions(options, profile)
            xml.schema = schema(catalog)
            return .xml(try XMLReader(source, options: xml))
        }
        if options.recordPath != nil {
            throw RecordError(.malformed, "\(source.name) is not XML, so --record says nothing about it. Leave it out.")
        }
        let known = KnownHeaders(catalog, profiles: candidates + [profile].compactMap(\.self))
        var csv = options.csv
        csv.expectsSecondHeader = profile?.shape.headerRows == 2
        return .csv(
            try CSVReader(source, options: csv, wasPacked: wasPacked, knowsHeader: { known.contains($0) }))
    }

    /// What the user has said of the record's path is never overruled by a profile.
    private static func xmlOptions(_ options: InputOptions, _ profile: Profile?) -> XMLOptions {
        guard let profile, profile.format == .xml else { return XMLOptions(recordPath: options.recordPath) }
        return XMLOptions(
            recordPath: options.recordPath, keyAttributes: profile.shape.keys, recordPaths: profile.shape.records,
            unescapesNames: profile.shape.unescapesNames, dropped: profile.drop,
            innerDocument: profile.shape.innerDocument)
    }

    /// The root element of XML: its name and namespace.
    var root: (name: String, namespace: String)? {
        guard case .xml(let reader) = self, let root = reader.root else { return nil }
        return (root.name, root.namespace)
    }

    /// The schema of Muster's own import format.
    private static func schema(_ catalog: ServiceCatalog) -> XMLSchema {
        let schema = ImportSchema(catalog)
        return XMLSchema(
            namespace: ImportTemplate.namespace, text: schema.text, formatName: "Muster's import format",
            recordPath: ["muster", "request"], fields: Set(schema.fieldNames))
    }

    package var reader: any RecordReader {
        switch self {
        case .csv(let reader): reader
        case .xml(let reader): reader
        }
    }

    package var isXML: Bool {
        if case .xml = self { true } else { false }
    }

    /// Cells are parted by commas, so one without quotes holds none.
    var hasCommas: Bool {
        if case .csv(let reader) = self { reader.dialect.delimiter == UInt8(ascii: ",") } else { false }
    }
}
