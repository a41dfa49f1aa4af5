import Foundation

/// A regular file that is open for reading. Symbolic links are followed.
package final class ReadableFile {
  package let url: URL
  /// In bytes, when it was opened.
  package let size: Int
  private let descriptor: Int32

  /// - Throws: `UnreadableFile`; never waits, as opening a named pipe would.
  package init(_ url: URL) throws(UnreadableFile) {
    descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    self.url = url
    guard descriptor >= 0 else {
      let code = errno
      var status = stat()
      if code == ENXIO, stat(url.path, &status) == 0, let kind = FileKind(status).refused {
        throw kind
      }
      throw UnreadableFile(errno: code)
    }
    var status = stat()
    let failure = fstat(descriptor, &status) == 0 ? FileKind(status).refused : .init(errno: errno)
    if let failure {
      close(descriptor)
      throw failure
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills the buffer with the bytes that follow, as far as there are any, and says how many; 0 at
  /// the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(UnreadableFile) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = Glibc.read(
        descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw UnreadableFile(errno: errno) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// The file's identity and state, which a change of its content changes.
  package func stamp() throws(UnreadableFile) -> FileStamp {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw UnreadableFile(errno: errno) }
    return FileStamp(status)
  }
}

/// Why a file cannot be read, as a sentence goes on after the file's name.
package struct UnreadableFile: Error, Hashable, CustomStringConvertible {
  package let reason: String
  package let remedy: String?

  init(_ reason: String, remedy: String? = nil) {
    self.reason = reason
    self.remedy = remedy
  }

  /// - Parameter code: of the system's call that failed.
  package init(errno code: Int32) {
    switch code {
    case EACCES, EPERM: self.init("may not be read by this user (permission denied)")
    case ENOENT: self.init("does not exist")
    case ELOOP: self.init("is a symbolic link that leads in a circle")
    case ENAMETOOLONG: self.init("has too long a name")
    case EISDIR: self.init("is a folder, and a file is wanted")
    default: self.init("cannot be read: \(String(cString: strerror(code)).lowercased())")
    }
  }

  package var description: String { reason }
}

/// What a path leads to.
enum FileKind {
  case regular, folder, pipe, socket, device

  init(_ status: stat) {
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .device
      }
  }

  /// Why it is not read as a file; nil for a regular file.
  var refused: UnreadableFile? {
    let name: String
    switch self {
    case .regular: return nil
    case .folder: return UnreadableFile("is a folder, and a file is wanted")
    case .pipe: name = "a named pipe"
    case .socket: name = "a socket"
    case .device: name = "a device"
    }
    return UnreadableFile(
      "is \(name), and a regular file is wanted", remedy: "save its content in a file first")
  }
}

/// What the system says of a file, by which a change of its content is noticed.
package struct FileStamp: Hashable, Sendable {
  private let numbers: [Int]
  /// The later of the times of its last change, in seconds.
  let changed: Int

  init(_ status: stat) {
    changed = max(status.st_mtim.tv_sec, status.st_ctim.tv_sec)
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec,
    ]
  }
}
