@testable import Batch
import Testing

/// When a file is complete, told on our own clock alone.
@Suite struct SettlingTests {
    private func file(_ size: Int, modified: Int64 = 0, kind: FolderEntry.Kind = .file) -> FolderEntry {
        FolderEntry(
            name: FileName("hires.csv"), kind: kind, size: size,
            fingerprint: FolderEntry.Fingerprint(inode: 1, size: Int64(size), modified: modified), changed: 0)
    }

    private func settling() -> Settling { Settling(time: .seconds(5), emptyTime: .seconds(120)) }

    @Test func `a file is ready when it has not changed for the settling time`() {
        var settling = settling()
        #expect(settling.observe(file(10), isDone: false, now: .seconds(100)) == .settling(until: .seconds(105)))
        #expect(settling.observe(file(10), isDone: false, now: .seconds(104)) == .settling(until: .seconds(105)))
        #expect(settling.observe(file(10), isDone: false, now: .seconds(105)) == .ready)
    }

    @Test func `growth, or another time, starts the wait anew`() {
        var settling = settling()
        _ = settling.observe(file(10), isDone: false, now: .seconds(100))
        #expect(settling.observe(file(11), isDone: false, now: .seconds(104)) == .settling(until: .seconds(109)))
        #expect(
            settling.observe(file(11, modified: 7), isDone: false, now: .seconds(108))
                == .settling(until: .seconds(113)))
    }

    @Test(arguments: [-1_000_000_000_000_000_000, 0, 4_000_000_000_000_000_000] as [Int64])
    func `the clock of the share does not matter`(modified: Int64) {
        var settling = settling()
        #expect(
            settling.observe(file(10, modified: modified), isDone: false, now: .seconds(1))
                == .settling(until: .seconds(6)))
        #expect(settling.observe(file(10, modified: modified), isDone: false, now: .seconds(6)) == .ready)
    }

    @Test func `a file with its done marker is ready at once`() {
        var settling = settling()
        #expect(settling.observe(file(10), isDone: true, now: .seconds(1)) == .ready)
        settling.needsDone = true
        #expect(settling.observe(file(11), isDone: true, now: .seconds(2)) == .ready)
    }

    @Test func `where done markers are the rule nothing else makes a file ready`() {
        var settling = settling()
        settling.needsDone = true
        #expect(settling.observe(file(10), isDone: false, now: .seconds(1)) == .waiting)
        #expect(settling.observe(file(10), isDone: false, now: .seconds(1000)) == .waiting)
    }

    @Test func `a file without a byte is waited for longer, then given up`() {
        var settling = settling()
        #expect(settling.observe(file(0), isDone: false, now: .seconds(1)) == .settling(until: .seconds(121)))
        #expect(settling.observe(file(0), isDone: false, now: .seconds(121)) == .empty)
        #expect(settling.observe(file(3), isDone: false, now: .seconds(122)) == .settling(until: .seconds(127)))
    }

    @Test func `a folder waits for copies that are under way, an empty one for ever`() {
        var settling = settling()
        var folder = file(0, kind: .folder)
        #expect(settling.observe(folder, isDone: false, now: .seconds(1)) == .waiting)
        var part = file(5)
        folder.fingerprint.contents = [part]
        #expect(settling.observe(folder, isDone: false, now: .seconds(1)) == .settling(until: .seconds(6)))
        part.name = FileName("more.csv.part")
        folder.fingerprint.contents.append(part)
        #expect(settling.observe(folder, isDone: false, now: .seconds(7)) == .waiting)
        folder.fingerprint.contents.removeLast()
        #expect(settling.observe(folder, isDone: false, now: .seconds(8)) == .settling(until: .seconds(13)))
        #expect(settling.observe(folder, isDone: false, now: .seconds(13)) == .ready)
    }

    @Test func `a file that comes again under the same name is a new one`() {
        var settling = settling()
        _ = settling.observe(file(10), isDone: false, now: .seconds(1))
        settling.keep(only: [])
        #expect(settling.observe(file(10), isDone: false, now: .seconds(50)) == .settling(until: .seconds(55)))
    }
}
