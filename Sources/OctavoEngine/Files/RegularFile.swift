import Foundation

/// A regular file that is open for reading. Folders, named pipes, sockets and devices are refused
/// at once, for reading one could wait for ever.
public final class RegularFile: Sendable {
  public let path: String
  /// In bytes, when the file was opened.
  public let size: Int
  private let descriptor: Int32

  /// - Throws: where there is no such file, or none that can be read.
  public init(_ path: String) throws(FileProblem) {
    guard !path.utf8.contains(0) else {
      throw FileProblem(path, "no file's name holds a NUL character")
    }
    var status = stat()
    // Asked before opening, which could wake the writer of a named pipe.
    guard stat(path, &status) == 0 else { throw FileProblem(path, errorNumber: errno) }
    try Self.requireRegular(status, path)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem(path, errorNumber: errno) }
    (self.path, self.descriptor) = (path, descriptor)
    let isKnown = fstat(descriptor, &status) == 0
    size = isKnown ? Int(status.st_size) : 0
    guard isKnown else { throw FileProblem(path, errorNumber: errno) }
    try Self.requireRegular(status, path)
  }

  deinit { close(descriptor) }

  /// Fills a buffer with the bytes from `offset` on.
  ///
  /// - Throws: also where the file ends before the buffer is full.
  public func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileProblem) {
    guard try readWhatIsThere(at: offset, into: buffer) == buffer.count else {
      throw FileProblem(path, "it became shorter while it was read")
    }
  }

  /// The bytes of a range, or of the whole file.
  ///
  /// - Parameter limit: a longer file is refused rather than taken into memory.
  public func bytes(limit: Int = .max) throws(FileProblem) -> [UInt8] {
    guard size <= limit else {
      throw FileProblem(path, "it has \(size) bytes, and at most \(limit) are read")
    }
    return try bytes(in: 0..<size)
  }

  public func bytes(in range: Range<Int>) throws(FileProblem) -> [UInt8] {
    var problem: FileProblem?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(FileProblem) {
        let part = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: range.count)
        try read(at: range.lowerBound, into: part)
        count = range.count
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    return bytes
  }

  /// The bytes of a whole file.
  public static func contents(
    of path: String, limit: Int = .max
  ) throws(FileProblem) -> [UInt8] {
    try RegularFile(path).bytes(limit: limit)
  }

  /// Whether something is there under this name, be it a link that leads nowhere or nothing that
  /// may be read: opening it then says what is wrong.
  public static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  private func readWhatIsThere(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileProblem) -> Int {
    var done = 0
    while done < buffer.count, let start = buffer.baseAddress {
      let count = pread(descriptor, start + done, buffer.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileProblem(path, errorNumber: errno) }
      if count == 0 { break }
      done += count
    }
    return done
  }

  private static func requireRegular(_ status: stat, _ path: String) throws(FileProblem) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw FileProblem(path, "it is a folder, and a file is wanted")
    case S_IFIFO: throw FileProblem(path, "it is a named pipe, and only regular files are read")
    case S_IFSOCK: throw FileProblem(path, "it is a socket, and only regular files are read")
    case S_IFCHR, S_IFBLK:
      throw FileProblem(path, "it is a device, and only regular files are read")
    default: throw FileProblem(path, "it is not a regular file")
    }
  }
}

/// Why a file cannot be read, in plain words.
public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String

  public init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  /// - Parameters:
  ///   - errorNumber: as the system set it in `errno`.
  ///   - writing: whether the file was to be written, not read.
  public init(_ path: String, errorNumber: Int32, writing: Bool = false) {
    self.init(path, Self.reason(errorNumber, path, writing: writing))
  }

  public var description: String { "\(path): the file cannot be read: \(reason)" }

  private static func reason(_ errorNumber: Int32, _ path: String, writing: Bool) -> String {
    switch errorNumber {
    case ENOENT where writing: return "its folder is not there"
    case ENOENT:
      var status = stat()
      return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
        ? "it is a symbolic link to a file that is not there" : "there is no such file"
    case EACCES, EPERM:
      return "permission denied: this user may not \(writing ? "write" : "read") it"
    case ENOSPC, EDQUOT: return "the disk is full"
    case EROFS: return "the disk is read-only"
    case ENOTDIR: return "a part of its path is a file, not a folder"
    case EISDIR: return "it is a folder, and a file is wanted"
    case ELOOP: return "its symbolic links lead in a circle"
    case ENAMETOOLONG: return "its name is too long"
    case EMFILE, ENFILE: return "too many files are open"
    case EIO: return "the disk could not read it (input/output error)"
    case ENXIO: return "it is a socket or a device that is not there"
    default: return String(cString: strerror(errorNumber)).lowercased()
    }
  }
}
