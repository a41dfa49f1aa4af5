import Foundation
import OctavoBase

/// Hands bytes over piece by piece, in order.
typealias ByteProducer = (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

/// Writes a file beside its place and then renames it, so that there is never half of one.
///
/// - Throws: ``FileProblem``, and what `produce` throws.
func replaceFile(at path: String, _ produce: ByteProducer) throws {
  func problem() -> FileProblem { FileProblem(path, errorNumber: errno, writing: true) }
  let partial = "\(path).\(UUID().uuidString).partial"
  let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw problem() }
  var isOpen = true
  do {
    try produce { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw problem() }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    isOpen = false
    guard close(descriptor) == 0, rename(partial, path) == 0 else { throw problem() }
  } catch {
    if isOpen { close(descriptor) }
    unlink(partial)
    throw error
  }
}

/// Makes a folder and those it stands in, where they are not there.
///
/// - Throws: ``FileProblem``.
func makeFolder(at url: URL) throws {
  let path = url.path
  guard mkdir(path, 0o777) != 0, errno != EEXIST else { return }
  guard errno == ENOENT, path.count > 1 else {
    throw FileProblem(path, errorNumber: errno, writing: true)
  }
  try makeFolder(at: url.deletingLastPathComponent())
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
    throw FileProblem(path, errorNumber: errno, writing: true)
  }
}
