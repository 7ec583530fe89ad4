@testable import Batch
import SystemPackage
import TestSupport
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        "hires.csv", "Neue Mitarbeiter.xml", "a", "no-extension", "hires.csv.gz", "archive.done.csv", "~hires.csv",
    ])
    func `ordinary names are taken`(name: String) {
        #expect(FileName(name).role == .ordinary)
    }

    @Test(arguments: [
        ".hires.csv", "~$hires.xlsx", ".~lock.hires.ods#", "hires.csv.tmp", "hires.csv.PART", "hires.csv.crdownload",
        "hires.csv.filepart", "Thumbs.db", "desktop.ini", ".DS_Store", "hires.csv~", "~WRL0001.tmp", ".hires.csv.swp",
    ])
    func `names of what is under way are left alone`(name: String) {
        #expect(FileName(name).role == .temporary)
    }

    @Test func `a marker names its file`() {
        #expect(FileName("hires.csv.done").role == .marker(.done, of: FileName("hires.csv")))
        #expect(FileName("hires.csv.APPROVE").role == .marker(.approve, of: FileName("hires.csv")))
        // Windows gives a text file an ending that it does not show.
        #expect(FileName("hires.csv.approve.txt").role == .marker(.approve, of: FileName("hires.csv")))
        #expect(FileName("hires.csv.reject.TXT").role == .marker(.reject, of: FileName("hires.csv")))
        #expect(FileName("hires.done.txt").role == .ordinary)
        #expect(FileName("hires.csv.reject").role == .marker(.reject, of: FileName("hires.csv")))
        #expect(FileName(".done").role == .temporary)
    }

    @Test(arguments: [
        (Array("hires.csv".utf8), "hires.csv"), ([0x68, 0xFF, 0x2E], "h%FF."), (Array("a\nb\u{7F}".utf8), "a%0Ab%7F"),
        (Array("é.csv".utf8), "é.csv"), ([0xC3], "%C3"), (Array("\u{2028}".utf8), "%E2%80%A8"),
    ])
    func `odd bytes can be read in the plain name`(bytes: [UInt8], plain: String) {
        #expect(FileName(bytes: bytes).plain == plain)
    }

    @Test func `names that look alike are two`() {
        let composed = FileName("\u{E9}.csv")
        let decomposed = FileName("e\u{301}.csv")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test func `a plain name always fits, whatever the bytes`() {
        var random = SeededGenerator.announced()
        for _ in 0..<200 {
            let count = Int.random(in: 1...255, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &random) }
            let plain = FileName(bytes: bytes).plain
            #expect(plain.utf8.count <= 255)
            #expect(!plain.isEmpty && !plain.unicodeScalars.contains { $0.properties.generalCategory == .control })
            for limit in [40, 247] { #expect(FileName.numbered(plain, 12, limit: limit).utf8.count <= limit) }
        }
    }

    @Test func `a number goes before the extension`() {
        #expect(FileName.numbered("hires.csv", 1) == "hires.csv")
        #expect(FileName.numbered("hires.csv", 2) == "hires-2.csv")
        #expect(FileName.numbered("hires.csv.gz", 3) == "hires-3.csv.gz")
        #expect(FileName.numbered("hires", 2) == "hires-2")
        #expect(FileName.shortened("a.b" + String(repeating: "c", count: 300), to: 20) == "a.bcccccccccccccccc~")
        #expect(FileName.shortened(String(repeating: "é", count: 30) + ".csv", to: 20) == "ééééééé~.csv")
    }
}
