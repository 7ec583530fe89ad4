import Glibc

/// Room on the disk for a file that grows: asked for megabytes ahead, which is cheaper than page by page.
///
/// Only a hint: if the disk is full, the write itself says so.
struct RoomAhead {
    /// Up to where in the file there is room; `nil`: the system keeps none.
    private var end: Int? = 0

    /// What is asked for beyond what is needed at once.
    private static let stretch = 8 << 20

    /// Sees to it that there is room for so many bytes more behind the first `bytes`.
    mutating func keep(_ count: Int, behind bytes: Int, of descriptor: Int32) {
        guard let end, bytes + count > end else { return }
        let start = max(end, bytes)
        let more = count + Self.stretch
        self.end = Durability.keepRoom(descriptor, from: start, count: more) ? start + more : nil
    }

    /// Gives back the room that was not needed for a file of so many bytes.
    func giveBack(behind bytes: Int, of descriptor: Int32) {
        if let end, end > bytes { ftruncate(descriptor, off_t(bytes)) }
    }
}
