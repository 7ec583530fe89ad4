import Intake
import Records
import ServiceCatalog
import Sinks
import SystemPackage

/// The form of the cases file.
package enum CasesFormat: String, Sendable, CaseIterable {
    case csv, ndjson, xml
}

/// The files of one import that take rows: cases, rejections and a pack for each service.
struct ResultFiles: ~Copyable {
    private var cases: FileSink
    private var rejections: FileSink
    private let intake: Intake
    private let folder: FilePath
    private var packs: [PackFile]

    /// Packs are made when their first row comes: a file of leavers has none for joiners.
    private struct PackFile {
        var service: Int
        var name: String
        var sink: Box?

        final class Box {
            var sink: FileSink

            init(_ sink: consuming FileSink) {
                self.sink = sink
            }
        }
    }

    init(_ intake: Intake, dialect: CSVDialect, format: CasesFormat, folder: FilePath) throws(SinkError) {
        let layout = CaseLayout(intake)
        let renderer: any BlockRenderer =
            switch format {
            case .csv: CaseCSV(layout, sourceDelimiter: dialect.delimiter)
            case .ndjson: CaseNDJSON(layout)
            case .xml: CaseXML(layout)
            }
        let cases = try FileSink(renderer, name: "cases.\(format.rawValue)", in: folder)
        let rejections = try FileSink(RejectionCSV(intake, dialect: dialect), name: "rejected.csv", in: folder)
        self.cases = cases
        self.rejections = rejections
        self.intake = intake
        self.folder = folder
        var names: Set<String> = []
        packs = intake.services.indices.filter { intake.services[$0].hasPack }.map { service in
            let name = PackCSV.name(of: intake.services[service])
            let isFree = names.insert(name).inserted
            return PackFile(service: service, name: "packs/" + (isFree ? name : "\(intake.services[service].id).csv"))
        }
    }

    mutating func write(_ block: borrowing JudgedBlock) throws(SinkError) {
        try cases.write(block)
        try rejections.write(block)
        for index in packs.indices {
            if packs[index].sink == nil {
                guard block.holdsCases(ofService: packs[index].service) else { continue }
                try ResultFolder.makeFolder("packs", in: folder)
                packs[index].sink = PackFile.Box(
                    try FileSink(
                        PackCSV(intake, service: packs[index].service), name: packs[index].name, in: folder))
            }
            try packs[index].sink?.sink.write(block)
        }
    }

    /// - Returns: the cases file first, the rejection file second, then the packs.
    mutating func finish() throws(SinkError) -> [WrittenFile] {
        var files = [try cases.finish(), try rejections.finish()]
        for pack in packs {
            if let file = try pack.sink?.sink.finish() { files.append(file) }
        }
        if files.count > 2 { _ = Durability.syncFolder(folder.appending("packs").string) }
        return files
    }
}

extension JudgedBlock {
    fileprivate func holdsCases(ofService service: Int) -> Bool {
        verdicts.rows.contains { $0.outcome == .accepted && Int($0.service) == service }
    }
}
