import CLinux
import Glibc

/// What it takes for bytes and names to outlive a power cut.
package enum Durability {
    /// Brings an open file's bytes, or an open folder's names, to the disk.
    package static func sync(_ descriptor: Int32) -> Bool {
        while fsync(descriptor) != 0 {
            // A file system that cannot sync (EINVAL) is no reason to fail.
            if errno == EINVAL || errno == EROFS { return true }
            if errno != EINTR { return false }
        }
        return true
    }

    /// Has the system begin to bring a part of an open file to the disk, without waiting for it.
    package static func beginSync(_ descriptor: Int32, from offset: Int, count: Int) {
        muster_begin_sync(descriptor, Int64(offset), Int64(count))
    }

    /// Has the system keep room on the disk for a part of an open file that is still to be written.
    /// - Returns: false where it does not.
    package static func keepRoom(_ descriptor: Int32, from offset: Int, count: Int) -> Bool {
        muster_keep_room(descriptor, Int64(offset), Int64(count)) == 0
    }

    /// Brings a folder's names to the disk.
    package static func syncFolder(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return sync(descriptor)
    }
}
