/// Which addresses may stand in a report.
enum LinkPolicy {
  /// Schemes that a link of a report may have.
  static let linkedSchemes: Set = ["http", "https", "mailto"]

  /// Schemes that do harm, or lead into the computer on which the report is read.
  private static let refusedSchemes: Set = ["javascript", "vbscript", "file", "data"]

  /// The address's scheme, if a link may not have it.
  static func refusedScheme(ofLink address: String) -> String? {
    scheme(of: address).flatMap { refusedSchemes.contains($0) ? $0 : nil }
  }

  /// The address's scheme, if an image may not have it.
  static func refusedScheme(ofImage address: String) -> String? {
    if visible(address).hasPrefix("data:image/") { return nil }
    return refusedScheme(ofLink: address)
  }

  /// In lower case; `nil` for a relative address. RFC 3986, 3.1: letters, digits, `+`, `-` and `.`
  /// after a letter.
  static func scheme(of address: String) -> String? {
    let text = visible(address)
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon]
    let isScheme =
      scheme.first.map { $0.isASCII && $0.isLetter } ?? false
      && scheme.utf8.allSatisfy { $0.isAlphanumeric || "+-.".utf8.contains($0) }
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
