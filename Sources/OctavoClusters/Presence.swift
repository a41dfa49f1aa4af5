import Foundation
import OctavoRunner

/// That a driver waits for a run. Several may; the system forgets one when its process ends.
public final class Presence {
  private let descriptor: Int32
  /// The run's.
  public let folder: ClusterFolder

  /// Waits while the last driver of the run clears its folder.
  ///
  /// - Parameter makeFolder: makes the run's folder where it is not there.
  public init(in makeFolder: () throws -> ClusterFolder) throws {
    while true {
      let folder = try makeFolder()
      let file = folder.drivers
      let descriptor = open(file.path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw FileError("cannot write", file) }
      flock(descriptor, LOCK_SH)
      if Self.isFile(descriptor, at: file) {
        self.descriptor = descriptor
        self.folder = folder
        return
      }
      close(descriptor)
    }
  }

  deinit { close(descriptor) }

  private static func isFile(_ descriptor: Int32, at file: URL) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && lstat(file.path, &there) == 0
      && own.st_ino == there.st_ino && own.st_dev == there.st_dev
  }

  /// Does something if nobody else waits for the run; whoever comes meanwhile waits until it is done.
  ///
  /// - Returns: whether it was done.
  @discardableResult public func ifSole(_ body: () -> Void) -> Bool {
    defer { flock(descriptor, LOCK_SH) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    body()
    return true
  }
}
