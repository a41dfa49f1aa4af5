/// Finds addresses that stand in a text without angle brackets, by the rules of GitHub's extended
/// autolinks.
enum BareAddress {
  struct Match {
    var end: Int
    var destinationPrefix: String
  }

  /// Longer ones than browsers and servers take are left as they are.
  private static let longest = 2048

  /// - Parameters:
  ///   - start: Where a word begins.
  ///   - isInTable: Whether a bar ends the address.
  static func match(in bytes: [UInt8], at start: Int, isInTable: Bool) -> Match? {
    let before = start > 0 ? bytes[start - 1] : UInt8(ascii: " ")
    let hasPrefix = { (prefix: String) in bytes.hasPrefix(prefix, at: start) }
    if !before.isWordByte {
      for scheme in ["http://", "https://"] where hasPrefix(scheme) {
        let limit = endOfWord(in: bytes, from: start, isInTable: isInTable)
        return web(in: bytes, from: start, host: start + scheme.utf8.count, until: limit)
          .map { Match(end: $0, destinationPrefix: "") }
      }
    }
    if before.isSpace || "*_~([|".utf8.contains(before), hasPrefix("www."),
      let end = web(
        in: bytes, from: start, host: start,
        until: endOfWord(in: bytes, from: start, isInTable: isInTable))
    {
      return Match(end: end, destinationPrefix: "http://")
    }
    return mail(in: bytes, at: start)
  }

  private static func endOfWord(in bytes: [UInt8], from start: Int, isInTable: Bool) -> Int {
    var end = start
    while end < bytes.count, !bytes[end].isSpace, !"<`]".utf8.contains(bytes[end]),
      bytes[end] != UInt8(ascii: "|") || !isInTable
    {
      end += 1
      if end - start > longest { return start }
    }
    return end
  }

  /// Where an address with a host ends.
  private static func web(
    in bytes: [UInt8], from start: Int, host: Int, until limit: Int
  ) -> Int? {
    var end = host
    var segments: [Bool] = [false]
    while end < limit, bytes[end].isHostByte {
      if bytes[end] == UInt8(ascii: ".") {
        segments.append(false)
      } else if bytes[end] == UInt8(ascii: "_") {
        segments[segments.count - 1] = true
      }
      end += 1
    }
    let isWeb = start == host
    guard end > host, bytes[host] != UInt8(ascii: "."), !segments.suffix(2).contains(true),
      !isWeb || segments.count > 2 || segments.count == 2 && end > host + 4
    else { return nil }
    let trimmed = trimmed(bytes, start..<limit)
    return trimmed > host ? trimmed : nil
  }

  /// Without the punctuation that belongs to the sentence, and closing brackets that nothing opens.
  private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var end = range.upperBound
    let open = bytes[range].count { $0 == UInt8(ascii: "(") }
    var closed = bytes[range].count { $0 == UInt8(ascii: ")") }
    while end > range.lowerBound {
      let last = bytes[end - 1]
      if "?!.,:*_~'\"".utf8.contains(last) {
        end -= 1
      } else if last == UInt8(ascii: ")"), closed > open {
        closed -= 1
        end -= 1
      } else if last == UInt8(ascii: ";") {
        var start = end - 1
        while start > range.lowerBound, bytes[start - 1].isAlphanumeric { start -= 1 }
        let isEntity = start > range.lowerBound && bytes[start - 1] == UInt8(ascii: "&")
        end = isEntity && start < end - 1 ? start - 1 : end - 1
      } else {
        return end
      }
    }
    return end
  }

  private static func mail(in bytes: [UInt8], at start: Int) -> Match? {
    let limit = min(bytes.count, start + longest)
    let before = start > 0 ? bytes[start - 1] : UInt8(ascii: " ")
    guard !before.isWordByte, !".+-/@".utf8.contains(before) else { return nil }
    var index = start
    let scheme = "mailto:"
    let hasScheme = bytes.hasPrefix(scheme, at: start)
    if hasScheme { index += scheme.utf8.count }
    let name = index
    // A mailbox's name has at most 64 bytes (RFC 5321, 4.5.3.1.1).
    while index < min(limit, name + 65),
      bytes[index].isAlphanumeric || ".+-_".utf8.contains(bytes[index])
    {
      index += 1
    }
    guard index > name, index < limit, bytes[index] == UInt8(ascii: "@") else { return nil }
    index += 1
    let host = index
    while index < limit,
      bytes[index].isAlphanumeric || ".-_".utf8.contains(bytes[index])
    {
      index += 1
    }
    let hostEnd = index
    while index > host, bytes[index - 1] == UInt8(ascii: ".") { index -= 1 }
    guard index > host, bytes[index - 1].isAlphanumeric, bytes[host].isAlphanumeric,
      bytes[host..<index].contains(UInt8(ascii: ".")),
      hostEnd == bytes.count || bytes[hostEnd] != UInt8(ascii: "@")
    else { return nil }
    return Match(end: index, destinationPrefix: hasScheme ? "" : "mailto:")
  }
}

extension UInt8 {
  /// An ASCII letter or digit.
  var isAlphanumeric: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// An ASCII letter or digit, or a byte of a character beyond ASCII.
  var isWordByte: Bool { isAlphanumeric || self >= 0x80 }

  fileprivate var isHostByte: Bool { isWordByte || "-_.".utf8.contains(self) }

  /// White space of Markdown.
  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension [UInt8] {
  fileprivate func hasPrefix(_ prefix: String, at start: Int) -> Bool {
    guard start + prefix.utf8.count <= count else { return false }
    return zip(self[start...], prefix.utf8).allSatisfy { ($0 | 0x20) == $1 || $0 == $1 }
  }
}
