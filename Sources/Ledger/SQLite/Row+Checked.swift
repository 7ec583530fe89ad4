import GRDB
import ServiceLevels

/// Values of a row that may be damaged: what is not as it should be is an error, and never the program's end.
extension Row {
    func get<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        let stored: (any DatabaseValueConvertible)? = self[column]
        guard let value = Value.fromDatabaseValue(stored?.databaseValue ?? .null) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return value
    }

    /// An instant from its seconds.
    func instant(_ column: String) throws -> Instant {
        guard let instant = Instant(secondsSince1970: try get(column)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return instant
    }

    func optionalInstant(_ column: String) throws -> Instant? {
        let seconds: Int64? = try get(column)
        return seconds == nil ? nil : try instant(column)
    }
}
