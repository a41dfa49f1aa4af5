import Foundation
import OctavoBase

/// The right to compute what a key stands for. One task at a time has it, of all processes that use a
/// store. It is a lock on the byte of one file that the key names, so nothing is made or removed for
/// it; the system releases it when the process ends, however it ends.
final class Claim {
  private let descriptor: Int32

  /// - Parameters:
  ///   - file: made where it is not there.
  ///   - onWait: called once if another has the claim.
  /// - Throws: `Interruption`; `FileError` where the file cannot be made or its file system knows no
  ///   locks.
  init(_ key: StepKey, in file: URL, onWait: () -> Void, isCancelled: () -> Bool) throws {
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError("cannot write", file) }
    var hasWaited = false
    while !Self.lock(descriptor, at: key.place) {
      let isTaken = errno == EAGAIN || errno == EACCES || errno == EINTR
      let problem = FileError("cannot lock", file)
      guard isTaken, !isCancelled() else {
        close(descriptor)
        throw isTaken ? Interruption() : problem
      }
      if !hasWaited { onWait() }
      hasWaited = true
      usleep(50_000)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// `F_OFD_SETLK`, which the system's module does not declare: a lock of the open file, not of the
  /// process, so that it holds between threads too.
  private static let setLockOfOpenFile: Int32 = 37

  private static func lock(_ descriptor: Int32, at place: Int64) -> Bool {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = off_t(place)
    lock.l_len = 1
    return fcntl(descriptor, setLockOfOpenFile, &lock) == 0
  }
}

extension StepKey {
  /// Where in the file the key's lock lies. Two keys with one place would wait for each other.
  fileprivate var place: Int64 {
    Int64(truncatingIfNeeded: UInt64(description.prefix(16), radix: 16) ?? 0) & (.max >> 1)
  }
}
