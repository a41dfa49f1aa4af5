import Foundation
import OctavoRunner

/// That a driver waits for a run. Several may; the system forgets one when its process ends.
public final class Presence {
  private let descriptor: Int32

  public init(in folder: ClusterFolder) throws {
    let file = folder.drivers
    descriptor = open(file.path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError("cannot write", file) }
    flock(descriptor, LOCK_SH)
  }

  deinit { close(descriptor) }

  /// Whether nobody else waits for the run.
  public var isSole: Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    flock(descriptor, LOCK_SH)
    return false
  }
}
