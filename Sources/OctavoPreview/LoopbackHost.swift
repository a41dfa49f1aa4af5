/// The names under which this machine's own browser asks this machine.
enum LoopbackHost {
  private static let names: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

  /// Whether a request is meant for this machine. A page elsewhere may give this machine's address to a
  /// name of its own, so that a browser takes both for one site (DNS rebinding); then the name is in
  /// the header.
  ///
  /// - Parameter header: that of `Host`.
  static func isNamed(in header: String?) -> Bool {
    guard let header else { return false }
    let host = header.lowercased()
    if names.contains(host) { return true }
    guard let colon = host.lastIndex(of: ":") else { return false }
    let port = host[host.index(after: colon)...]
    return names.contains(String(host[..<colon])) && !port.isEmpty
      && port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
