/// Which addresses may stand in a report.
enum LinkPolicy {
  /// The address's scheme, if a link may not have it.
  static func refusedScheme(ofLink address: String) -> String? {
    let scheme = scheme(of: address)
    return ["javascript", "vbscript", "file", "data"].first { $0 == scheme }
  }

  /// The address's scheme, if an image may not have it.
  static func refusedScheme(ofImage address: String) -> String? {
    if visible(address).hasPrefix("data:image/") { return nil }
    return refusedScheme(ofLink: address)
  }

  private static func scheme(of address: String) -> String? {
    let parts = visible(address).split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? String(parts[0]) : nil
  }

  /// As a browser reads it, which passes over white space and control characters.
  private static func visible(_ address: String) -> String {
    let scalars = address.unicodeScalars.filter {
      $0.value > 0x20 && !(0x7F...0x9F).contains($0.value)
    }
    return String(String.UnicodeScalarView(scalars)).lowercased()
  }
}
