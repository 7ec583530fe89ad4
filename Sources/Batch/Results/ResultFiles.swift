import Intake
import Records
import ServiceCatalog
import Sinks
import SystemPackage

/// The form of the cases file.
package enum CasesFormat: String, Sendable, CaseIterable {
    case csv, ndjson, xml
}

/// The files of one import that take rows: the cases first, the rejections second, then a pack for each service.
struct ResultFiles {
    /// What makes their bytes, in the same order.
    let renderers: [any BlockRenderer]
    private let names: [String]
    private let folder: FilePath
    /// A pack is made when its first row comes: a file of leavers has none for joiners.
    private var sinks: [FileSink?]

    init(_ intake: Intake, input: InputFile, format: CasesFormat, folder: FilePath) throws(SinkError) {
        renderers = Self.renderers(intake, input: input, format: format)
        var names = ["cases.\(format.rawValue)", input.isXML ? "rejected.xml" : "rejected.csv"]
        for service in Self.packed(intake) {
            let name = "packs/" + PackCSV.name(of: intake.services[service])
            names.append(names.contains(name) ? "packs/\(intake.services[service].id).csv" : name)
        }
        self.names = names
        self.folder = folder
        sinks = names.map { _ in nil }
        for index in 0..<2 { sinks[index] = try FileSink(renderers[index], name: names[index], in: folder) }
    }

    /// What renders the files of an intake, in the files' order.
    static func renderers(_ intake: Intake, input: InputFile, format: CasesFormat) -> [any BlockRenderer] {
        let layout = CaseLayout(intake)
        let cases: any BlockRenderer =
            switch format {
            case .csv: CaseCSV(layout, areCellsBare: input.hasCommas)
            case .ndjson: CaseNDJSON(layout)
            case .xml: CaseXML(layout)
            }
        let rejections: any BlockRenderer =
            switch input {
            case .csv(let reader): RejectionCSV(intake, dialect: reader.dialect)
            case .xml(let reader): RejectionXML(reader.envelope)
            }
        return [cases, rejections] + packed(intake).map { PackCSV(intake, service: $0) }
    }

    private static func packed(_ intake: Intake) -> [Int] {
        intake.services.indices.filter { intake.services[$0].hasPack }
    }

    /// Appends what was rendered of one block.
    mutating func write(_ piece: Workpiece) throws(SinkError) {
        for (index, output) in piece.outputs.enumerated() {
            if sinks[index] == nil {
                guard output.rows > 0 else { continue }
                try ResultFolder.makeFolder("packs", in: folder)
                sinks[index] = try FileSink(renderers[index], name: names[index], in: folder)
            }
            try sinks[index]?.append(&output.buffer, rows: output.rows)
        }
    }

    /// Completes the files, which may then still be on their way to the disk: see `sync`.
    func finish() throws(SinkError) -> [WrittenFile] {
        var files: [WrittenFile] = []
        for sink in sinks {
            if let file = try sink?.finish() { files.append(file) }
        }
        return files
    }

    /// Makes sure that all files' bytes are on the disk.
    func sync() throws(SinkError) {
        for sink in sinks { try sink?.sync() }
        if sinks.dropFirst(2).contains(where: { $0 != nil }) {
            _ = Durability.syncFolder(folder.appending("packs").string)
        }
    }
}
