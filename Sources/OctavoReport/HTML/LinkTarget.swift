import OctavoBase

/// An address that a reader may safely follow: `http`, `https`, `mailto`, a relative address, or a
/// place within the page.
package struct LinkTarget: Hashable, Sendable {
  /// With every character as itself that may stand in an address, and percent signs for the others.
  package let address: String

  /// `nil` where the address has another scheme, such as `javascript:` or `data:`.
  package init?(_ address: String) {
    guard LinkPolicy.isLinked(address) else { return nil }
    self.address = Self.encoded(address)
  }

  /// A place within the page.
  package init(fragment: String) { address = "#" + Self.encoded(fragment) }

  private static let kept: Set<UInt8> = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!*'();:@&=+$,/?#%".utf8)

  /// As CommonMark's own renderer writes an address.
  package static func encoded(_ address: String) -> String {
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in address.utf8 {
      if kept.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
