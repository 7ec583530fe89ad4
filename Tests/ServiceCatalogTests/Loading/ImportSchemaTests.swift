import ServiceCatalog
import Templates
import Testing

/// The shipped schema of Muster's import format is that of the shipped definitions.
struct ImportSchemaTests {
    @Test func `the file holds just the fields of the built-in definitions`() throws {
        let schema = ImportSchema(try ServiceCatalog.load(customDirectory: nil))
        // Out of step: muster template work-new-user --format xsd > Templates/Imports/muster-import.xsd
        #expect(schema.text == Templates.importSchema)
    }

    @Test func `each field of each service is there once`() throws {
        let catalog = try ServiceCatalog.load(customDirectory: nil)
        let schema = ImportSchema(catalog)
        #expect(
            Set(schema.fieldNames) == Set(catalog.definitions.flatMap(\.fields).map(\.name) + ["product", "service"]))
        #expect(schema.fieldNames.count == Set(schema.fieldNames).count)
        for name in schema.fieldNames {
            #expect(schema.text.split(separator: "\n").count { $0.contains("<xs:element name=\"\(name)\"") } == 1)
        }
        #expect(schema.text.contains("targetNamespace=\"\(ImportTemplate.namespace)\""))
    }
}
