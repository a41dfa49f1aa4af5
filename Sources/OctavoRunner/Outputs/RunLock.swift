import Foundation

/// Lets one process at a time use a folder. The system releases the lock when the process ends,
/// however it ends.
package final class RunLock {
  private let file: URL
  private let descriptor: Int32
  /// False on a file system that knows no locks.
  let isExclusive: Bool

  /// - Parameters:
  ///   - file: made where it is not there, with the folders that it stands in.
  ///   - onWait: called once, with what is known of the process that holds the lock.
  /// - Throws: `Interruption`; `FileError` where the file cannot be made.
  package init(at file: URL, onWait: (String) -> Void, isCancelled: () -> Bool) throws {
    self.file = file
    var hasWaited = false
    while true {
      if isCancelled() { throw Interruption() }
      let descriptor = try Self.open(file)
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        // Whoever held it may have removed the file since it was opened.
        if Self.isFile(descriptor, at: file) {
          self.descriptor = descriptor
          isExclusive = true
          break
        }
        close(descriptor)
      } else if errno == EWOULDBLOCK || errno == EINTR {
        if !hasWaited {
          hasWaited = true
          onWait(Self.holder(of: descriptor))
        }
        close(descriptor)
        usleep(50_000)
      } else {
        self.descriptor = descriptor
        isExclusive = false
        break
      }
    }
    describeHolder()
  }

  deinit {
    if isExclusive { unlink(file.path) }
    close(descriptor)
    rmdir(file.deletingLastPathComponent().path)
    rmdir(file.deletingLastPathComponent().deletingLastPathComponent().path)
  }

  private static func open(_ file: URL) throws -> Int32 {
    var attempts = 0
    while true {
      attempts += 1
      try FileWriter.makeFolder(at: file.deletingLastPathComponent())
      let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
      let descriptor = Glibc.open(file.path, flags, 0o666)
      if descriptor >= 0 { return descriptor }
      // A run that ends removes the folder when it is empty.
      guard errno == ENOENT, attempts < 100 else { throw FileError("cannot write", file) }
    }
  }

  private static func isFile(_ descriptor: Int32, at file: URL) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && lstat(file.path, &there) == 0
      && own.st_ino == there.st_ino && own.st_dev == there.st_dev
  }

  private func describeHolder() {
    let text =
      "process \(ProcessInfo.processInfo.processIdentifier) on \(Machine.host) "
      + "since \(Date.now.formatted(.iso8601))"
    ftruncate(descriptor, 0)
    _ = Array(text.utf8).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private static func holder(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 300)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .filter { !$0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }
    return text.isEmpty ? "another process" : text
  }
}
