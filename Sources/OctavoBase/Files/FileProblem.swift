import Foundation

/// Why a file cannot be read or written, in plain words.
public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  /// A sentence's end that follows the file's name: `is a folder, and a file is wanted`.
  public let predicate: String
  /// What to do about it, where that follows from the problem.
  public let remedy: String?

  public init(_ path: String, _ predicate: String, remedy: String? = nil) {
    self.path = path
    self.predicate = predicate
    self.remedy = remedy
  }

  /// - Parameters:
  ///   - errorNumber: as the system set it in `errno`.
  ///   - writing: whether the file was to be written, not read.
  public init(_ path: String, errorNumber: Int32, writing: Bool = false) {
    self.init(path, Self.predicate(errorNumber, path, writing: writing))
  }

  /// The problem as a clause of its own: `it is a folder, and a file is wanted`.
  public var reason: String { "it \(predicate)" }

  public var description: String { "\(path): the file cannot be read: \(reason)" }

  private static func predicate(_ errorNumber: Int32, _ path: String, writing: Bool) -> String {
    switch errorNumber {
    case ENOENT where writing: return "would be in a folder that does not exist"
    case ENOENT:
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
      return target.map { "is a symbolic link to `\($0)`, which does not exist" }
        ?? "does not exist"
    case EACCES, EPERM:
      return "may not be \(writing ? "written" : "read") by this user (permission denied)"
    case ENOSPC, EDQUOT: return "does not fit: no space left on the disk"
    case EROFS: return "is on a disk that is read-only"
    case ENOTDIR: return "has a file, not a folder, as a part of its path"
    case EISDIR: return "is a folder, and a file is wanted"
    case ELOOP: return "is a symbolic link that leads in a circle"
    case ENAMETOOLONG: return "has too long a name"
    case EMFILE, ENFILE: return "cannot be opened, for too many files are open"
    case EIO:
      return "cannot be \(writing ? "written to" : "read from") the disk (input/output error)"
    case ENXIO: return "is a socket or a device that is not there"
    default:
      let words = String(cString: strerror(errorNumber)).lowercased()
      return "cannot be \(writing ? "written" : "read"): \(words)"
    }
  }
}
