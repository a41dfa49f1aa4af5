import Foundation

/// A file that a step has read, as a report names it.
public struct DataFile: Hashable, Codable, Sendable {
  /// As the notebook names it; of a file in a folder that a step reads, the folder's name and the
  /// file's.
  public var path: String
  /// The folder, as the notebook names it, where the notebook names that and not the file.
  public var folder: String?
  /// In bytes.
  public var size: Int
  /// In hexadecimal.
  public var sha256: String
  /// Where the report carries the file.
  public var bytes: Data?

  public init(
    path: String, folder: String? = nil, size: Int, sha256: String, bytes: Data? = nil
  ) {
    self.path = path
    self.folder = folder
    self.size = size
    self.sha256 = sha256
    self.bytes = bytes
  }
}
