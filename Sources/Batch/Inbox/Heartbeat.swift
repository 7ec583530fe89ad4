import Foundation
import Synchronization
import SystemPackage

/// Keeps the leases of this process alive, from a thread of its own: however busy the imports are, it goes on.
package final class Heartbeat: Sendable {
    private let state = State()

    private final class State: Sendable {
        let folders = Mutex<Set<FilePath>>([])
        let isStopped = Mutex(false)
    }

    /// - Parameter interval: between two signs of life; a few of them fit into the time after which a lease is given up.
    package init(interval: Duration) {
        let state = state
        Thread.detachNewThread {
            Thread.current.name = "muster-heartbeat"
            while !state.isStopped.withLock({ $0 }) {
                Thread.sleep(forTimeInterval: max(0.05, interval.seconds))
                for folder in state.folders.withLock({ $0 }) { Lease.beat(in: folder) }
            }
        }
    }

    deinit {
        state.isStopped.withLock { $0 = true }
    }

    func add(_ folder: FilePath) {
        _ = state.folders.withLock { $0.insert(folder) }
    }

    func remove(_ folder: FilePath) {
        _ = state.folders.withLock { $0.remove(folder) }
    }
}
