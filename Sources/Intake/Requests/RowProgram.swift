import Bytes
import ServiceCatalog

/// All forms of a run in flat tables of numbers: what the loop over the rows reads.
///
/// `ServiceForm` says the same in words; looking into its lists costs counted references, which at millions of rows, and
/// on more than one core, is dearer than the tests. A form's parts lie one after the other in a table of each kind.
final class RowProgram: Sendable {
    let forms: PlainStorage<Form>
    let fields: PlainStorage<Field>
    let steps: PlainStorage<Step>
    let content: PlainStorage<ServiceForm.ContentField>
    let keys: PlainStorage<ServiceForm.KeyStep>
    let tests: TestProgram
    let regions: ShortWordLists

    /// In the order of the intake's forms.
    struct Form: BitwiseCopyable, Sendable {
        var firstField: Int
        var fieldCount: Int
        var firstContent: Int
        var endOfContent: Int
        var firstKey: Int
        var endOfKey: Int
        var isKeyFolded: Bool
        var hasRules: Bool
        var required: UInt64
        /// The field `region`, or -1.
        var regionField: Int
        /// The kind of all its cases, by `MACDKind.index`; -1 where a value decides.
        var kind: Int
        var contentSeed: Hash128
        var keySeed: Hash128
    }

    struct Field: BitwiseCopyable, Sendable {
        /// -1: the file has none.
        var column: Int32
        var stepCount: Int32
        var firstStep: Int32
    }

    struct Step: BitwiseCopyable, Sendable {
        /// Its place in `tests`.
        var test: Int32
        var check: Int32
        var isWarning: Bool
        var isOfLength: Bool
    }

    /// - Parameter contentSeed: how the contents of a form's cases begin.
    init(_ serviceForms: [ServiceForm], regions: [RegionForm], contentSeed: (Int) -> Hash128) {
        var (forms, fields, steps): ([Form], [Field], [Step]) = ([], [], [])
        var (content, keys): ([ServiceForm.ContentField], [ServiceForm.KeyStep]) = ([], [])
        var tests: [ValueTest] = []
        for (index, form) in serviceForms.enumerated() {
            let (firstField, firstContent, firstKey) = (fields.count, content.count, keys.count)
            for (field, column) in form.columns.enumerated() {
                let first = steps.count
                for step in form.steps where step.field == field && column >= 0 {
                    steps.append(
                        Step(
                            test: Int32(truncatingIfNeeded: tests.count),
                            check: Int32(truncatingIfNeeded: step.check), isWarning: step.isWarning,
                            isOfLength: step.isOfLength))
                    tests.append(step.test)
                }
                fields.append(
                    Field(
                        column: Int32(truncatingIfNeeded: column),
                        stepCount: Int32(truncatingIfNeeded: steps.count - first),
                        firstStep: Int32(truncatingIfNeeded: first)))
            }
            content += form.contentOrder.filter { form.columns[$0.field] >= 0 }
            keys += form.key
            let kind = if case .fixed(let kind) = form.kind { kind.index } else { -1 }
            forms.append(
                Form(
                    firstField: firstField, fieldCount: form.columns.count, firstContent: firstContent,
                    endOfContent: content.count, firstKey: firstKey, endOfKey: keys.count,
                    isKeyFolded: form.isKeyFolded, hasRules: !form.rules.isEmpty, required: form.required,
                    regionField: form.regionField, kind: kind, contentSeed: contentSeed(index),
                    keySeed: form.keySeed))
        }
        self.forms = PlainStorage(forms)
        self.fields = PlainStorage(fields)
        self.steps = PlainStorage(steps)
        self.content = PlainStorage(content)
        self.keys = PlainStorage(keys)
        self.tests = TestProgram(tests)
        self.regions = ShortWordLists([
            regions.enumerated().compactMap { index, region in ShortText(region.id).map { ($0, index) } }
        ])
    }
}
