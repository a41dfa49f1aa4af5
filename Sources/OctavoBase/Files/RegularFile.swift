import Foundation

/// A regular file that is open for reading. Folders, named pipes, sockets and devices are refused
/// at once, because reading one could block forever.
public final class RegularFile: Sendable {
  public let path: String
  /// In bytes, when the file was opened.
  public let size: Int
  private let descriptor: Int32

  /// - Parameter followsLinks: whether the path may be a symbolic link.
  /// - Throws: where there is no such file, or none that can be read.
  public init(_ path: String, followsLinks: Bool = true) throws(FileProblem) {
    guard !path.utf8.contains(0) else {
      throw FileProblem(path, "has a NUL character in its name, which no file has")
    }
    // Asked before opening, which could wake the writer of a named pipe.
    var status = stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
      throw FileProblem(path, errorNumber: errno)
    }
    if let problem = FileKind(status).problem(at: path) { throw problem }
    let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw FileProblem(path, errorNumber: errno) }
    (self.path, self.descriptor) = (path, descriptor)
    let isKnown = fstat(descriptor, &status) == 0
    size = isKnown ? Int(status.st_size) : 0
    guard isKnown else { throw FileProblem(path, errorNumber: errno) }
    if let problem = FileKind(status).problem(at: path) { throw problem }
  }

  deinit { close(descriptor) }

  /// Fills a buffer with the bytes from `offset` on.
  ///
  /// - Throws: also where the file ends before the buffer is full.
  public func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileProblem) {
    let count = try fill(buffer) { pread(descriptor, $0, $1, off_t(offset + $2)) }
    guard count == buffer.count else {
      throw FileProblem(path, "became shorter while it was read")
    }
  }

  /// Fills a buffer with the bytes that follow those of the last call, as far as there are any, and
  /// says how many; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try fill(buffer) { start, count, _ in Glibc.read(descriptor, start, count) }
  }

  /// The bytes of the whole file.
  ///
  /// - Parameter limit: a longer file is refused rather than taken into memory.
  public func bytes(limit: Int = .max) throws(FileProblem) -> [UInt8] {
    guard size <= limit else {
      throw FileProblem(path, "has \(size) bytes, and at most \(limit) are read")
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
    of path: String, limit: Int = .max, followsLinks: Bool = true
  ) throws(FileProblem) -> [UInt8] {
    try RegularFile(path, followsLinks: followsLinks).bytes(limit: limit)
  }

  /// Whether something is there under this name, be it a link that leads nowhere or nothing that
  /// may be read: opening it then says what is wrong.
  public static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  /// The file's identity and state, which a change of its content changes.
  public func stamp() throws(FileProblem) -> FileStamp {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileProblem(path, errorNumber: errno) }
    return FileStamp(status)
  }

  /// Reads until the buffer is full or the file ends, and says how many bytes there were.
  ///
  /// - Parameter read: gets where to read to, how much at most, and how much has been read.
  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer,
    _ read: (UnsafeMutableRawPointer, Int, _ done: Int) -> Int
  ) throws(FileProblem) -> Int {
    var done = 0
    while done < buffer.count, let start = buffer.baseAddress {
      let count = read(start + done, buffer.count - done, done)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileProblem(path, errorNumber: errno) }
      if count == 0 { break }
      done += count
    }
    return done
  }
}
