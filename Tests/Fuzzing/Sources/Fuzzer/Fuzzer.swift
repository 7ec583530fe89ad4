/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let complaints = ReaderCheck(Array(UnsafeBufferPointer(start: start, count: count))).complaints
    guard complaints.isEmpty else { fatalError(complaints.joined(separator: "; ")) }
    return 0
}
