import Foundation

/// What a path leads to.
public enum FileKind: Hashable, Sendable {
  case regular, folder, link, pipe, socket, device

  init(_ status: stat) {
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .device
      }
  }

  /// Why it is not read as a file; `nil` for a regular file.
  func problem(at path: String) -> FileProblem? {
    let name: String
    switch self {
    case .regular: return nil
    case .folder: return FileProblem(path, errorNumber: EISDIR)
    case .link: return FileProblem(path, "is a symbolic link, and a regular file is wanted")
    case .pipe: name = "a named pipe"
    case .socket: name = "a socket"
    case .device: name = "a device"
    }
    return FileProblem(
      path, "is \(name), and a regular file is wanted", remedy: "save its content in a file first")
  }
}

/// What the system says of what stands at a path.
public struct FileStatus {
  private let status: stat

  /// With symbolic links followed; `nil` where nothing is there, or where that cannot be known.
  public init?(_ url: URL) {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return nil }
    self.status = status
  }

  /// Of what stands at the path itself, be it a link; `nil` where nothing is there, or where that
  /// cannot be known.
  public init?(ofEntry url: URL) {
    var status = stat()
    guard lstat(url.path, &status) == 0 else { return nil }
    self.status = status
  }

  public var kind: FileKind { FileKind(status) }
  public var isFolder: Bool { kind == .folder }
  public var isRegularFile: Bool { kind == .regular }
  public var isLink: Bool { kind == .link }
  /// In bytes.
  public var size: Int { Int(status.st_size) }
  /// Read, write and search rights, as for `chmod`.
  public var permissions: mode_t { status.st_mode & 0o7777 }

  /// When its content last changed, in seconds.
  public var modified: Double {
    Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
  }

  public var stamp: FileStamp { FileStamp(status) }

  /// Whether both are one file under two names.
  public func isSame(as other: FileStatus) -> Bool {
    status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
  }
}

/// What the system says of a file, by which a change of its content is noticed.
public struct FileStamp: Hashable, Sendable {
  private let numbers: [Int]
  /// The later of the times of its last change, in seconds.
  public let changed: Int

  init(_ status: stat) {
    changed = max(status.st_mtim.tv_sec, status.st_ctim.tv_sec)
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec,
    ]
  }
}
