import Bytes
import CBytes
import Glibc
import TestSupport
import Testing

/// Loops over many rows, held against what is written down here step by step.
struct ColumnsOfRowsTests {
    private struct Cell: BitwiseCopyable {
        var start: UInt32
        var lengthAndMark: UInt32
    }

    private static let columnCount = 5
    private static let rowCount = 150

    /// Rows of texts of all lengths, and what stands in them.
    private struct Table {
        var bytes: [UInt8] = []
        var cells: [Cell] = []
        var rows: [MusterRow] = []

        init() {}

        init(_ random: inout SeededGenerator) {
            for row in 0..<ColumnsOfRowsTests.rowCount {
                rows.append(
                    MusterRow(
                        firstCell: UInt32(cells.count), mayHoldNonASCII: UInt32.random(in: 0...1, using: &random)))
                for column in 0..<ColumnsOfRowsTests.columnCount {
                    // Some rows that follow each other all lack the same.
                    let lengths =
                        column == 4 && (16..<48).contains(row)
                        ? [0] : [0, 0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 127, 128, 300]
                    let length = lengths.randomElement(using: &random) ?? 0
                    cells.append(
                        Cell(
                            start: UInt32(bytes.count),
                            lengthAndMark: UInt32(length) << 1 | UInt32.random(in: 0...1, using: &random)))
                    bytes += (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                }
                // Cells of other rows may stand between.
                cells += Array(
                    repeating: Cell(start: 0, lengthAndMark: 0), count: Int.random(in: 0..<3, using: &random))
            }
            bytes += [UInt8](repeating: 0xAA, count: 16)
        }

        func text(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
            let cell = cells[Int(rows[row].firstCell) + column]
            return bytes[Int(cell.start)...].prefix(Int(cell.lengthAndMark >> 1))
        }
    }

    /// Eight bytes as a number, the first lowest; 0 for what is not there.
    private static func word(_ text: ArraySlice<UInt8>, at place: Int) -> UInt64 {
        text.dropFirst(place).prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func turned(_ value: UInt64, by count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }

    private static func sums(_ table: Table, _ row: Int, _ parts: [MusterPart], _ seed: MusterSums) -> [UInt64] {
        var (one, two) = (seed.one, seed.two)
        for part in parts {
            let text = table.text(row, Int(part.column))
            if text.isEmpty { continue }
            for (place, start) in stride(from: 0, to: text.count, by: 16).enumerated() {
                let number = UInt64(place)
                let product = (word(text, at: start) ^ (part.tag.one &+ number &* 0x9E37_79B9_7F4A_7C15))
                    .multipliedFullWidth(
                        by: word(text, at: start + 8) ^ (part.tag.two &+ number &* 0xC2B2_AE3D_27D4_EB4F))
                if place == 0 {
                    one = turned(one, by: 23)
                    two = turned(two, by: 41) &+ UInt64(text.count)
                }
                one &+= product.low
                two &+= product.high
            }
        }
        return [one, two]
    }

    @Test(arguments: MusterInstructions.all)
    func `what the values of a row add up to`(widest: MusterInstructions) {
        var random = SeededGenerator.announced()
        let table = Table(&random)
        let parts = [3, 0, 4, 1].map {
            MusterPart(column: $0, tag: MusterSums(one: random.next(), two: random.next()))
        }
        let seed = MusterSums(one: random.next(), two: random.next())
        var found = [MusterSums](repeating: MusterSums(), count: Self.rowCount)
        for places in [0..<64, 64..<65, 65..<65, 65..<Self.rowCount] {
            var sums = found.mutableSpan
            parts.span.add(
                places, of: table.rows.span, cells: table.cells.span, bytes: table.bytes.span, seed: seed, to: &sums,
                widest: widest)
        }
        let expected = (0..<Self.rowCount).map { Self.sums(table, $0, parts, seed) }
        #expect(found.map { [$0.one, $0.two] } == expected)
    }

    @Test(arguments: MusterInstructions.all)
    func `nothing is looked at beyond sixteen bytes of the last value, however long others are`(
        widest: MusterInstructions
    ) throws {
        let page = Int(getpagesize())
        let memory = try #require(
            mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        defer { munmap(memory, 2 * page) }
        // Whoever looks at anything behind the first page ends the process.
        try #require(memory != MAP_FAILED && mprotect(memory + page, page, PROT_NONE) == 0)
        memory.initializeMemory(as: UInt8.self, repeating: 0x61, count: page)
        let bytes = UnsafeRawBufferPointer(start: memory, count: page).bindMemory(to: UInt8.self)
        let lengths: [UInt32] = [300, 1, 16, 7, 0, 1, 40, 2]
        var table = Table()
        for (row, length) in lengths.enumerated() {
            table.rows.append(MusterRow(firstCell: UInt32(row), mayHoldNonASCII: 0))
            let start = length > 16 ? 0 : UInt32(page - 16)
            table.cells.append(Cell(start: start, lengthAndMark: length << 1))
        }
        table.bytes = Array(bytes)
        let part = MusterPart(column: 0, tag: MusterSums(one: 3, two: 5))
        let seed = MusterSums(one: 7, two: 11)
        var found = [MusterSums](repeating: MusterSums(), count: lengths.count)
        var sums = found.mutableSpan
        [part].span.add(
            lengths.indices, of: table.rows.span, cells: table.cells.span, bytes: bytes.span, seed: seed, to: &sums,
            widest: widest)
        #expect(found.map { [$0.one, $0.two] } == lengths.indices.map { Self.sums(table, $0, [part], seed) })
    }

    @Test(arguments: MusterInstructions.all, [1, 5, 9])
    func `rows are marked that have a cell of a wrong length`(widest: MusterInstructions, width: Int) {
        var random = SeededGenerator.announced()
        let table = Table(&random)
        // In bytes; the last columns may not be there behind the last row.
        let allowed: [ClosedRange<Int>?] = [nil, 0...127, nil, 1...400, 0...32, nil, nil, nil, 0...0]
        var (least, span) = ([UInt32](repeating: 0, count: 24), [UInt32](repeating: .max, count: 24))
        for (column, lengths) in allowed.prefix(min(width, 5)).enumerated() {
            guard let lengths else { continue }
            least[2 * column + 1] = UInt32(lengths.lowerBound * 2)
            span[2 * column + 1] = UInt32(lengths.count * 2 - 1)
        }
        var sound = (0..<Self.rowCount).map { _ in Int.random(in: 0..<4, using: &random) > 0 }
        let expected = sound.indices.map { row in
            sound[row]
                && allowed.prefix(min(width, 5)).enumerated().allSatisfy { column, lengths in
                    lengths?.contains(table.text(row, column).count) ?? true
                }
        }
        var marks = sound.mutableSpan
        for places in [0..<64, 64..<64, 64..<Self.rowCount] {
            (least + span).span.checkLengths(
                places, of: table.rows.span, cells: table.cells.span, sound: &marks, widest: widest)
        }
        #expect(sound == expected)
        #expect(width == 1 || expected.contains(true) && expected != (0..<Self.rowCount).map { _ in true })
    }

    private func taken(_ column: MusterColumn, _ table: Table) -> [LoadedValue] {
        [0..<100, 100..<Self.rowCount].flatMap { places in
            var room = [LoadedValue](
                repeating: LoadedValue(start: 0, count: 0, place: 0), count: places.count + 1)
            var roomSpan = room.mutableSpan
            let count = column.take(
                places, of: table.rows.span, cells: table.cells.span, bytes: table.bytes.span, values: &roomSpan)
            return room.prefix(count)
        }
    }

    @Test func `the values of a column are loaded`() {
        var random = SeededGenerator.announced()
        let table = Table(&random)
        let values = taken(MusterColumn(column: 2, isLoaded: true, shortest: 0, longest: 0), table)
        #expect(values.map(\.place) == (0..<Self.rowCount).filter { !table.text($0, 2).isEmpty })
        for value in values {
            let text = table.text(value.place, 2)
            #expect(table.bytes[value.range] == text && value.count == text.count)
            #expect(value.words.0 == Self.word(text, at: 0) && value.words.1 == Self.word(text, at: 8))
        }
    }

    @Test func `where only lengths are asked for, values are handed out whose length may be wrong`() {
        var random = SeededGenerator.announced()
        let table = Table(&random)
        let values = taken(MusterColumn(column: 4, isLoaded: false, shortest: 8, longest: 32), table)
        let expected = (0..<Self.rowCount).filter {
            let count = table.text($0, 4).count
            return count > 0 && (!(8...32).contains(count) || table.rows[$0].mayHoldNonASCII == 1)
        }
        #expect(values.map(\.place) == expected)
        for value in values { #expect(table.bytes[value.range] == table.text(value.place, 4)) }
    }

    /// Words for each byte of an automaton: ten states of six bits each.
    private static func shifts(_ random: inout SeededGenerator, stateCount: Int) -> [UInt64] {
        (0..<256).map { _ in
            (0..<stateCount).reduce(0) { word, state in
                word | UInt64(Int.random(in: 0..<stateCount, using: &random) * 6) << UInt64(state * 6)
            }
        }
    }

    @Test(arguments: MusterInstructions.all, [16, 0])
    func `rows are marked whose values an automaton does not accept`(widest: MusterInstructions, roomBehind: Int) {
        var random = SeededGenerator.announced()
        let words = Self.shifts(&random, stateCount: 3) + Self.shifts(&random, stateCount: 10)
        let automaton = PlainStorage(words)
        var marked = 0
        for _ in 0..<200 {
            let lengths = (0..<4).map { _ in Int.random(in: 1...40, using: &random) }
            var bytes = (0..<lengths.reduce(0, +)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            var values: [LoadedValue] = []
            for (place, length) in lengths.enumerated() {
                // Behind the last there is nothing, or room to look at bytes that are not asked for.
                values.append(
                    LoadedValue(start: lengths[..<place].reduce(0, +), count: length, place: lengths.count - place))
            }
            bytes += [UInt8](repeating: 0xAA, count: roomBehind)
            var sound = [Bool](repeating: true, count: 5)
            var marks = sound.mutableSpan
            automaton.mark(
                values.span, byShiftsFrom: 256, start: 12, firstAccepting: 30, in: bytes.span, sound: &marks,
                widest: widest)
            let expected = values.map { value in
                bytes[value.range].reduce(12) { words[256 + Int($1)] >> UInt64($0) & 63 } >= 30
            }
            #expect(sound == [true] + expected.reversed())
            marked += expected.count { !$0 }
        }
        #expect(marked > 100 && marked < 700)
    }
}
