import Foundation
import OctavoBase

/// A relative address, as a link or an image in a notebook has it, taken apart.
public struct LocalAddress: Hashable, Sendable {
  /// As written, percent signs and all.
  public let path: String
  /// The query and the fragment with the signs that begin them.
  public let suffix: String

  /// `nil` for an address with a scheme or a host, and for one that means the notebook itself.
  public init?(_ address: String) {
    guard LinkPolicy.scheme(of: address) == nil, !address.hasPrefix("//") else { return nil }
    let end = address.firstIndex { $0 == "?" || $0 == "#" } ?? address.endIndex
    path = String(address[..<end])
    suffix = String(address[end...])
    guard !path.isEmpty else { return nil }
  }

  public var isAbsolute: Bool { path.hasPrefix("/") }

  /// The file that is meant: the path with its percent signs decoded, or as it stands where that
  /// is what is there.
  public func file(in folder: URL) -> URL {
    let decoded = path.removingPercentEncoding ?? path
    let file = Self.file(decoded, in: folder)
    if decoded != path, !Self.isThere(file) {
      let literal = Self.file(path, in: folder)
      if Self.isThere(literal) { return literal }
    }
    return file
  }

  private static func file(_ path: String, in folder: URL) -> URL {
    path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appendingPathComponent(path)
  }

  static func isThere(_ file: URL) -> Bool {
    // A path may not hold a zero byte, and the system would read it only up to there.
    !file.path.contains("\0") && FileManager.default.fileExists(atPath: file.path)
  }
}
