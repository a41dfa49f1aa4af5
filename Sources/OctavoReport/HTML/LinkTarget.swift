/// An address that a reader may safely follow: `http`, `https`, `mailto`, a relative address, or a
/// place within the page.
package struct LinkTarget: Hashable, Sendable {
  /// With every character as itself that may stand in an address, and percent signs for the others.
  package let address: String

  /// `nil` where the address has another scheme, such as `javascript:` or `data:`.
  package init?(_ address: String) {
    // Browsers strip tabs and line ends from addresses and spaces from their ends before they look
    // for a scheme; so does this.
    let scalars = address.unicodeScalars.filter {
      $0.value > 0x20 && !(0x7F...0x9F).contains($0.value)
    }
    let bare = String(String.UnicodeScalarView(scalars))
    let head = bare.prefix { !"/?#".contains($0) }
    if let colon = head.firstIndex(of: ":"), Self.isScheme(head[..<colon]) {
      guard ["http", "https", "mailto"].contains(head[..<colon].lowercased()) else { return nil }
    }
    self.address = Self.encoded(address)
  }

  /// A place within the page.
  package init(fragment: String) { address = "#" + Self.encoded(fragment) }

  /// RFC 3986, 3.1.
  private static func isScheme(_ text: Substring) -> Bool {
    let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    return text.utf8.first.map(isLetter) == true
      && text.utf8.allSatisfy {
        isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || "+-.".utf8.contains($0)
      }
  }

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
