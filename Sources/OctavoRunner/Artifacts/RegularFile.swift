import Foundation

/// Files that Octavo has written itself: only a regular file can be one, and no link leads to it.
enum RegularFile {
  /// Opens a file for reading. A pipe or device in its place does not block.
  /// - Throws: `FileError`, also where it is not a regular file.
  static func open(_ url: URL) throws -> FileHandle {
    let descriptor = Glibc.open(url.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = errno == ELOOP ? "it is a symbolic link" : nil
      throw FileError("cannot read", url, because: reason)
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("cannot read", url) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError("cannot read", url, because: "it is not a regular file")
    }
    return handle
  }

  static func contents(_ url: URL) throws -> Data {
    try open(url).readToEnd() ?? Data()
  }
}

extension ContentHash {
  /// The hash of a regular file's bytes, read in pieces.
  /// - Throws: `FileError`, also where the file is not a regular one.
  init(ofRegularFile url: URL) throws {
    let handle = try RegularFile.open(url)
    var hasher = ContentHasher()
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
      hasher.update(piece)
    }
    self = hasher.finished()
  }
}

/// What stands at a path, without following a link there.
struct PathStatus {
  private let status: stat

  /// `nil` where nothing is there, or where that cannot be known.
  init?(_ url: URL) {
    var status = stat()
    guard lstat(url.path, &status) == 0 else { return nil }
    self.status = status
  }

  private var kind: mode_t { status.st_mode & S_IFMT }
  var isFolder: Bool { kind == S_IFDIR }
  var isRegularFile: Bool { kind == S_IFREG }
  var isLink: Bool { kind == S_IFLNK }
  var size: Int { Int(status.st_size) }
  /// Read, write and search rights, as for `chmod`.
  var permissions: mode_t { status.st_mode & 0o7777 }

  /// When its content last changed, in seconds.
  var modified: Double { Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9 }

  /// Whether both are one file under two names.
  func isSame(as other: PathStatus) -> Bool {
    status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino
  }
}
