import Foundation
import OctavoBase
import Synchronization

/// Where a process writes what is then moved into the store as a whole: one temporary folder for a
/// run, since making and removing one for each result takes longer than a small step.
final class StagingArea: Sendable {
  private let parent: URL
  private let state = Mutex((folder: TemporaryFolder?.none, count: 0))

  init(in parent: URL) {
    self.parent = parent
  }

  /// A path at which nothing is, for a file or folder that is not whole yet.
  func place() throws -> URL {
    try state.withLock { state in
      // Someone may have removed the store while it is in use.
      if state.folder == nil || FileStatus(ofEntry: state.folder!.url) == nil {
        state.folder = try TemporaryFolder(in: parent)
      }
      state.count += 1
      return state.folder!.url.appending(path: String(state.count))
    }
  }

  /// Removes what has not been moved away.
  func clear() {
    state.withLock { $0.folder = nil }
  }
}
