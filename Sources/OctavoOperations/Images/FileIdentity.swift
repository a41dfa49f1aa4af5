import Foundation

/// What a path leads to, with links followed.
struct FileIdentity: Equatable {
  enum Kind {
    case regular, folder
    /// A pipe, a socket or a device, which must not be waited for.
    case special
  }

  let kind: Kind
  /// In bytes.
  let size: Int
  private let device, number: UInt64

  /// Nil where nothing is there or it cannot be seen.
  init?(_ url: URL) {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return nil }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      default: .special
      }
    size = Int(status.st_size)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// Why a file cannot be read, in the system's words.
func readingProblem(of url: URL) -> String {
  guard access(url.path, R_OK) != 0 else { return "it cannot be read" }
  return String(cString: strerror(errno)).lowercased()
}
