import Foundation
import OctavoBase

extension Data {
  /// The bytes of a file that Octavo has written itself, to which no link leads.
  /// - Throws: `FileProblem`, also where it is not a regular file.
  init(ofOwnFile url: URL) throws(FileProblem) {
    self.init(try RegularFile.contents(of: url.path, followsLinks: false))
  }
}

extension ContentHash {
  /// The hash of such a file's bytes.
  /// - Throws: `FileProblem`, also where it is not a regular file.
  init(ofOwnFile url: URL) throws(FileProblem) {
    try self.init(readingAllOf: RegularFile(url.path, followsLinks: false))
  }

  /// Reads the file in pieces.
  init(readingAllOf file: RegularFile) throws(FileProblem) {
    var hasher = ContentHasher()
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    while case let count = try file.read(into: piece), count > 0 {
      hasher.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
    self = hasher.finished()
  }
}
