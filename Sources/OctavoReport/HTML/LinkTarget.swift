/// An address that a reader may safely follow: `http`, `https`, `mailto`, a relative address, or a
/// place within the page.
package struct LinkTarget: Hashable, Sendable {
  package let address: String

  /// `nil` where the address has another scheme, such as `javascript:` or `data:`.
  package init?(_ address: String) {
    // Browsers strip tabs and line ends from addresses and spaces from their ends before they look
    // for a scheme; so does this.
    let scalars = address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
    let bare = String(String.UnicodeScalarView(scalars))
    let head = bare.prefix { !"/?#".contains($0) }
    if let colon = head.firstIndex(of: ":") {
      guard ["http", "https", "mailto"].contains(head[..<colon].lowercased()) else { return nil }
    }
    self.address = address
  }

  /// A place within the page.
  package init(fragment: String) { address = "#" + fragment }
}
