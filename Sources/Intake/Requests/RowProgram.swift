import Bytes
import CBytes
import Records
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
    /// What makes up a plain row's content, as columns: in the places of `content`.
    let parts: [MusterPart]
    /// Of each form's columns how long a value may be, see `ColumnLengths`.
    let lengths: [UInt32]
    let visits: PlainStorage<Visit>
    /// Places in `tests`.
    let visitTests: PlainStorage<Int32>
    let keys: PlainStorage<ServiceForm.KeyStep>
    let keyCells: PlainStorage<KeyCell>
    let tests: TestProgram
    let regions: ShortWordLists

    /// In the order of the intake's forms.
    struct Form: BitwiseCopyable, Sendable {
        var firstField: Int
        var fieldCount: Int
        var firstContent: Int
        var endOfContent: Int
        var firstLength: Int
        var endOfLengths: Int
        var firstVisit: Int
        var endOfVisits: Int
        /// Behind the last column that it reads; beyond any width where a field must be filled in that no column is for.
        var width: Int
        var firstKey: Int
        var endOfKey: Int
        var firstKeyCell: Int
        var endOfKeyCells: Int
        var isKeyFolded: Bool
        var hasRules: Bool
        /// It has rules, or a value decides of which kind its cases are.
        var needsValues: Bool
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

    /// A field of which something is asked, and that the file has a column for.
    struct Visit: BitwiseCopyable, Sendable {
        /// Its place in `visitTests`: first the tests that do not ask for a length, then those that do.
        var firstTest: Int32
        var testCount: Int32
        var lengthTestCount: Int32
        var isRegion: Bool
        /// All its tests take the name of any region just as it is.
        var isKnownRegionSound: Bool
        /// How its values are taken: where nothing but their length is asked for, none whose length is sure to be right.
        var column: MusterColumn
    }

    /// An alternative of a part of the key, where the service is known and the values are the row's cells.
    struct KeyCell: BitwiseCopyable, Sendable {
        var column: Int32
        var part: Int32
        var tag: Hash128.Tag
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
        var parts: [MusterPart] = []
        var lengths: [UInt32] = []
        var visits: [Visit] = []
        var keyCells: [KeyCell] = []
        var visitTests: [Int32] = []
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
            let present = form.contentOrder.filter { form.columns[$0.field] >= 0 }
            content += present
            parts += present.map { MusterPart(column: Int64(form.columns[$0.field]), tag: $0.tag.factors) }
            let (firstVisit, firstLength) = (visits.count, lengths.count)
            var columnLengths = ColumnLengths(of: form)
            for field in form.columns.indices where form.columns[field] >= 0 {
                let own = steps[Int(fields[firstField + field].firstStep)...]
                    .prefix(Int(fields[firstField + field].stepCount)).map {
                        (index: $0.test, test: tests[Int($0.test)])
                    }
                let others = own.filter { $0.test.lengths == nil }
                let ofLength = own.filter { $0.test.lengths != nil }
                let areLengthsSettled = columnLengths.take(
                    form.columns[field], ofLength.compactMap(\.test.lengths),
                    isRequired: form.required >> UInt64(field) & 1 == 1)
                let asked = areLengthsSettled ? others : others + ofLength
                guard field == form.regionField || !asked.isEmpty else { continue }
                visits.append(
                    Visit(field, of: form, tests: asked.map(\.test), firstTest: visitTests.count, regions: regions))
                visitTests += asked.map(\.index)
            }
            lengths += columnLengths.words
            keys += form.key
            let firstKeyCell = keyCells.count
            keyCells += Self.keyCells(of: form)
            let kind = if case .fixed(let kind) = form.kind { kind.index } else { -1 }
            forms.append(
                Form(
                    firstField: firstField, fieldCount: form.columns.count, firstContent: firstContent,
                    endOfContent: content.count, firstLength: firstLength, endOfLengths: lengths.count,
                    firstVisit: firstVisit, endOfVisits: visits.count,
                    width: Self.width(of: form), firstKey: firstKey, endOfKey: keys.count,
                    firstKeyCell: firstKeyCell, endOfKeyCells: keyCells.count,
                    isKeyFolded: form.isKeyFolded, hasRules: !form.rules.isEmpty,
                    needsValues: !form.rules.isEmpty || kind < 0, required: form.required,
                    regionField: form.regionField, kind: kind, contentSeed: contentSeed(index),
                    keySeed: form.keySeed))
        }
        self.forms = PlainStorage(forms)
        self.fields = PlainStorage(fields)
        self.steps = PlainStorage(steps)
        self.content = PlainStorage(content)
        self.parts = parts
        self.lengths = lengths
        self.visits = PlainStorage(visits)
        self.visitTests = PlainStorage(visitTests)
        self.keys = PlainStorage(keys)
        self.keyCells = PlainStorage(keyCells)
        self.tests = TestProgram(tests)
        self.regions = ShortWordLists([
            regions.enumerated().compactMap { index, region in ShortText(region.id).map { ($0, index) } }
        ])
    }

    /// The key's alternatives that are asked of a row whose service is known.
    private static func keyCells(of form: ServiceForm) -> [KeyCell] {
        var cells: [KeyCell] = []
        var settledPart = -1
        for step in form.key where step.part != settledPart {
            switch step.source {
            // The names of product and service are in the seed: no later alternative of the part is asked.
            case .product, .service: settledPart = step.part
            case .field(let field) where form.columns[field] >= 0:
                cells.append(
                    KeyCell(
                        column: Int32(truncatingIfNeeded: form.columns[field]),
                        part: Int32(truncatingIfNeeded: step.part), tag: step.tag))
            case .field: continue
            }
        }
        return cells
    }

    /// See `Form.width`.
    private static func width(of form: ServiceForm) -> Int {
        let isAsked = { (field: Int) in form.required >> UInt64(field) & 1 == 1 }
        let lacks = form.columns.indices.contains { isAsked($0) && form.columns[$0] < 0 }
        return lacks ? .max : (form.columns.max() ?? -1) + 1
    }

    /// The column of a form's field, or -1.
    @inline(__always)
    func column(of field: Int, in form: Int) -> Int {
        Int(fields[forms[form].firstField &+ field].column)
    }

    /// A field's value in a row that has been judged.
    @inline(__always)
    func value(
        _ field: Int, of verdict: RowVerdict, _ values: Span<FieldValue>, _ cells: Span<RecordBlock.Cell>
    ) -> FieldValue {
        guard verdict.isPlain else { return values[verdict.firstValue &+ field] }
        let column = column(of: field, in: Int(verdict.form))
        return column < 0 ? .absent : FieldValue(cells[verdict.firstValue &+ column])
    }
}

extension RowProgram.Visit {
    /// - Parameter tests: of the field.
    fileprivate init(
        _ field: Int, of form: ServiceForm, tests: [ValueTest], firstTest: Int, regions: [RegionForm]
    ) {
        let lengths = tests.compactMap(\.lengths)
        let isRegion = field == form.regionField
        let shortest = UInt32(clamping: lengths.map(\.lowerBound).max() ?? 0)
        let longest = UInt32(clamping: lengths.map(\.upperBound).min() ?? Int(UInt32.max))
        self.init(
            firstTest: Int32(truncatingIfNeeded: firstTest),
            testCount: Int32(truncatingIfNeeded: tests.count - lengths.count),
            lengthTestCount: Int32(truncatingIfNeeded: lengths.count), isRegion: isRegion,
            isKnownRegionSound: tests.allSatisfy { test in regions.allSatisfy { test.takes(name: $0.id) } },
            column: MusterColumn(
                column: Int64(form.columns[field]),
                isLoaded: isRegion || tests.count > lengths.count || shortest > longest, shortest: shortest,
                longest: longest))
    }
}

extension ValueTest {
    /// Whether a name passes and is written in its canonical form.
    fileprivate func takes(name: String) -> Bool {
        var canonical: [UInt8] = []
        return accepts(Array(name.utf8).span, canonical: &canonical) && canonical.isEmpty
    }

    /// What a test of length allows, in characters; `nil` for other tests.
    fileprivate var lengths: ClosedRange<Int>? {
        if case .length(let allowed) = self { allowed } else { nil }
    }
}
