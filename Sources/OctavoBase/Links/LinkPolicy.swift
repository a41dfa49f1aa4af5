/// Which addresses may stand in a report.
public enum LinkPolicy {
  /// Schemes that a link of a report may have.
  private static let linkedSchemes: Set = ["http", "https", "mailto"]

  /// Schemes that do harm, or lead into the computer on which the report is read.
  private static let refusedSchemes: Set = ["javascript", "vbscript", "file", "data"]

  /// Whether a report links the address: one of the schemes that are linked, or a relative address.
  public static func isLinked(_ address: String) -> Bool {
    scheme(of: address).map(linkedSchemes.contains) ?? true
  }

  /// The address's scheme, if a notebook may not link it.
  public static func refusedScheme(ofLink address: String) -> String? {
    scheme(of: address).flatMap { refusedSchemes.contains($0) ? $0 : nil }
  }

  /// The address's scheme, if an image may not have it.
  public static func refusedScheme(ofImage address: String) -> String? {
    if visible(address).hasPrefix("data:image/") { return nil }
    return refusedScheme(ofLink: address)
  }

  /// In lower case; `nil` for a relative address. RFC 3986, 3.1: letters, digits, `+`, `-` and `.`
  /// after a letter.
  public static func scheme(of address: String) -> String? {
    let text = visible(address)
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = text[..<colon]
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let isScheme =
      scheme.utf8.first.map(letters.contains) ?? false
      && scheme.utf8.allSatisfy {
        letters.contains($0) || digits.contains($0) || "+-.".utf8.contains($0)
      }
    return isScheme ? String(scheme) : nil
  }

  /// As a browser reads it, which passes over white space and control characters.
  private static func visible(_ address: String) -> String {
    let scalars = address.unicodeScalars.filter {
      $0.value > 0x20 && !(0x7F...0x9F).contains($0.value)
    }
    return String(String.UnicodeScalarView(scalars)).lowercased()
  }
}
