import Foundation
import OctavoBase

/// Writes whole files that were not there before. Who needs a file replaced writes it elsewhere and
/// renames it, so that a reader finds either the old file or the new one.
package enum FileWriter {
  /// Makes a file and hands its bytes to the disk. It never writes through a link or into a file
  /// that is there already.
  static func createFile(
    at url: URL, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(url.path, flags, 0o666)
    guard descriptor >= 0 else { throw FileError("cannot write", url) }
    var isOpen = true
    do {
      try produce { try write($0, to: descriptor, for: url) }
      guard fsync(descriptor) == 0 else { throw FileError("cannot write", url) }
      isOpen = false
      guard close(descriptor) == 0 else { throw FileError("cannot write", url) }
    } catch {
      if isOpen { close(descriptor) }
      unlink(url.path)
      throw error
    }
  }

  static func createFile(at url: URL, with bytes: some ContiguousBytes) throws {
    try createFile(at: url) { write in try bytes.withUnsafeBytes { try write($0) } }
  }

  /// Makes a folder, and those that it stands in, where they are not there.
  package static func makeFolder(at url: URL) throws {
    if mkdir(url.path, 0o777) == 0 { return }
    switch errno {
    case EEXIST:
      var status = stat()
      guard stat(url.path, &status) == 0 else {
        throw FileError(
          "cannot make the folder", url,
          because: "a symbolic link that leads nowhere is in its place"
        )
      }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw FileError("cannot make the folder", url, because: "a file is in its place")
      }
    case ENOENT where url.pathComponents.count > 1:
      try makeFolder(at: url.deletingLastPathComponent())
      guard mkdir(url.path, 0o777) == 0 || errno == EEXIST else {
        throw FileError("cannot make the folder", url)
      }
    case ENOTDIR:
      throw FileError(
        "cannot make the folder", url, because: "a part of its path is a file, not a folder")
    default: throw FileError("cannot make the folder", url)
    }
  }

  /// Puts a file in the place of one that may be there.
  package static func replaceFile(at url: URL, with bytes: some ContiguousBytes) throws {
    let draft = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)")
    try createFile(at: draft, with: bytes)
    guard rename(draft.path, url.path) == 0 else {
      let error = FileError("cannot write", url)
      unlink(draft.path)
      throw error
    }
  }

  /// Asks the disk to keep what a folder lists. Not every file system can be asked.
  static func synchronize(folder url: URL) {
    let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
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
  package init(_ action: String, _ url: URL, because reason: String? = nil) {
    let code = errno
    let reason = reason ?? FileProblem(url.path, errorNumber: code, writing: true).reason
    description = "\(action) \(url.relativePath): \(reason)"
  }

  /// Of an error that Foundation has thrown.
  init(_ action: String, _ url: URL, after error: any Error) {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let reason = cause.flatMap { cause in
      cause.domain == NSPOSIXErrorDomain
        ? FileProblem(url.path, errorNumber: Int32(cause.code), writing: true).reason : nil
    }
    self.init(action, url, because: reason ?? error.localizedDescription)
  }
}
