import Foundation
import OctavoBase

/// A folder for what is not whole yet. Its name cannot be guessed, and a lock on it, which ends with
/// the process, tells others whether it is still in use.
final class TemporaryFolder {
  let url: URL
  private let descriptor: Int32

  /// - Parameter parent: where it is made; made itself where it is not there.
  init(in parent: URL) throws {
    var attempts = 0
    while true {
      attempts += 1
      try FileWriter.makeFolder(at: parent)
      let url = parent.appending(path: UUID().uuidString, directoryHint: .isDirectory)
      if let descriptor = Self.make(url) {
        (self.url, self.descriptor) = (url, descriptor)
        return
      }
      guard attempts < 16, errno == EEXIST || errno == ENOENT || errno == EWOULDBLOCK else {
        throw FileError("cannot make the folder", url)
      }
    }
  }

  /// Makes and locks a folder; `nil`, with `errno`, where that fails or where another process took
  /// it for a leftover before it was locked.
  private static func make(_ url: URL) -> Int32? {
    guard mkdir(url.path, 0o777) == 0 else { return nil }
    guard let descriptor = open(url) else { return nil }
    guard Self.lock(descriptor) != .held, FileStatus(ofEntry: url) != nil else {
      close(descriptor)
      errno = ENOENT
      return nil
    }
    return descriptor
  }

  private static func open(_ url: URL) -> Int32? {
    let descriptor = Glibc.open(url.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  private enum Lock { case taken, held, unsupported }

  private static func lock(_ descriptor: Int32) -> Lock {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .taken }
    return errno == EWOULDBLOCK ? .held : .unsupported
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
    close(descriptor)
  }

  /// Removes the temporary folders in `parent` that processes have left which are no longer there.
  static func removeLeftovers(in parent: URL) {
    guard FileStatus(ofEntry: parent)?.isFolder == true else { return }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    where UUID(uuidString: name) != nil {
      let url = parent.appending(path: name, directoryHint: .isDirectory)
      guard let descriptor = open(url) else { continue }
      if lock(descriptor) == .taken { try? FileManager.default.removeItem(at: url) }
      close(descriptor)
    }
    rmdir(parent.path)
  }
}
