import ServiceLevels
package import Intake
import Records
import ServiceCatalog

/// The columns of the cases file: the same for every file that is read with the same definitions.
package struct CaseLayout: Sendable {
    package let intake: Intake
    /// Names of the fields between `service` and `effective_date`, in the order of the definitions.
    let fieldNames: [String]
    /// For each service: where each of `fieldNames` lies among its fields, or -1.
    let positions: [[Int]]
    /// For each service: where `effective_date` lies among its fields, or -1.
    let datePositions: [Int]

    /// Fields that have a column of their own elsewhere.
    private static let placed: Set<String> = ["product", "service", "region", "effective_date"]

    package init(_ intake: Intake) {
        self.intake = intake
        var names: [String] = []
        for service in intake.services {
            for field in service.fields
            where field.isInCase && !Self.placed.contains(field.name) && !names.contains(field.name) {
                names.append(field.name)
            }
        }
        fieldNames = names
        positions = intake.services.map { service in
            names.map { name in service.fields.firstIndex { $0.name == name && $0.isInCase } ?? -1 }
        }
        datePositions = intake.services.map { $0.fields.firstIndex { $0.name == "effective_date" } ?? -1 }
    }

    /// All columns, in order.
    package var columns: [String] {
        ["case_id", "record", "line", "macd", "product", "service"] + fieldNames
            + ["effective_date", "region", "received_at", "due_at", "service_level", "warnings"]
    }

    func level(of verdict: RowVerdict) -> Int { intake.levelOfService[Int(verdict.service)] }
}
