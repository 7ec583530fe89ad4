public import CBytes

extension PlainStorage<UInt32> {
    /// From a place on the first slot that is 0, or is alike in some bits; behind the last slot the first comes next.
    ///
    /// Eight slots are looked at at a time: how many there are to be gone through, the processor would often foretell wrongly.
    ///
    /// - Parameters:
    ///   - start: at most the count, where the first comes next.
    ///   - alike: nothing but bits of the mask.
    @inlinable @inline(__always)
    public func firstFree(from start: Int, orAlike alike: UInt32, in mask: UInt32) -> Int {
        precondition(start >= 0, "index out of range")
        var place = start
        while place &+ 8 <= count {
            // In bounds by the conditions above.
            let found = Int(muster_first_slot(base + place, alike, mask))
            if found < 8 { return place &+ found }
            place &+= 8
        }
        return firstFreeAtEnd(from: place, orAlike: alike, in: mask)
    }

    /// - Returns: -1: there is none.
    @inlinable @inline(never)
    func firstFreeAtEnd(from start: Int, orAlike alike: UInt32, in mask: UInt32) -> Int {
        for step in 0..<count {
            let place = (start &+ step) % count
            if self[place] == 0 || self[place] & mask == alike { return place }
        }
        return -1
    }
}
