import Foundation

/// Writes whole files: into a temporary neighbour first, then renamed, so that a reader finds
/// either the old file or the new one.
public enum FileWriter {
  public static func replaceFile(
    at url: URL, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let temporary = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw FileError("cannot write", url) }
    do {
      try produce { try write($0, to: descriptor, for: url) }
      guard fsync(descriptor) == 0 else { throw FileError("cannot write", url) }
      guard close(descriptor) == 0 else { throw FileError("cannot write", url) }
    } catch {
      close(descriptor)
      unlink(temporary.path)
      throw error
    }
    guard rename(temporary.path, url.path) == 0 else {
      let error = FileError("cannot write", url)
      unlink(temporary.path)
      throw error
    }
  }

  public static func replaceFile(at url: URL, with bytes: some ContiguousBytes) throws {
    try replaceFile(at: url) { write in try bytes.withUnsafeBytes { try write($0) } }
  }

  /// Makes a folder, and those that it stands in, where they are not there.
  static func makeFolder(at url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw FileError("cannot make the folder", url, because: error.localizedDescription)
    }
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, for url: URL
  ) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw FileError("cannot write", url) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }
}

/// A file that the system would not read or write, with the system's reason.
public struct FileError: Error, CustomStringConvertible {
  public let description: String

  /// - Parameter reason: that of `errno` unless it is given.
  init(_ action: String, _ url: URL, because reason: String? = nil) {
    description = "\(action) \(url.path): \(reason ?? String(cString: strerror(errno)))"
  }
}
