import Foundation
import OctavoBase

extension ContentHash {
  /// The hash of a file's bytes, read in pieces.
  /// - Throws: `FileProblem`.
  public init(ofFile url: URL) throws(FileProblem) {
    let file = try RegularFile(url.path)
    let stamp = try file.stamp()
    if let known = FileHashes.shared[stamp] {
      self = known
      return
    }
    try self.init(readingAllOf: file)
    if try file.stamp() == stamp { FileHashes.shared[stamp] = self }
  }
}

/// The hashes of files that have been read by this process, so that a large file is not read for
/// every key that it goes into.
private final class FileHashes: @unchecked Sendable {
  static let shared = FileHashes()

  /// A file may change within one tick of the system's clock without another stamp, so the hash of
  /// one that has just changed is not kept. In seconds.
  private static let settlingTime = 2
  private static let mostFiles = 10_000

  private let lock = NSLock()
  private var hashes: [FileStamp: ContentHash] = [:]

  subscript(stamp: FileStamp) -> ContentHash? {
    get { lock.withLock { hashes[stamp] } }
    set {
      guard stamp.changed + Self.settlingTime < time(nil) else { return }
      lock.withLock {
        if hashes.count >= Self.mostFiles { hashes.removeAll() }
        hashes[stamp] = newValue
      }
    }
  }
}
