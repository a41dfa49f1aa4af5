import OctavoBase
import OctavoResults

extension Point {
  /// In bytes; file systems allow 255.
  private static let longestFolderName = 200

  /// `folderName`, and where that is too long for a file system, its beginning with a hash.
  package var outputFolderName: String {
    let name = folderName
    guard name.utf8.count > Self.longestFolderName else { return name }
    return "\(name.prefix(80))…\(ContentHash(of: Array(name.utf8)).description.prefix(16))"
  }
}
