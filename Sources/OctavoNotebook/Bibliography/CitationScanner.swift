/// Finds citations in the bytes of a paragraph.
struct CitationScanner {
  struct Match {
    var citation: Citation
    /// Of each item, the key with the sign `@`.
    var keys: [Range<Int>]
    var end: Int
  }

  private static let longest = 1024

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// `[see @key, p. 4; @other]`, each part with one key.
  ///
  /// - Parameter isInTable: Whether bars and line ends separate cells.
  func group(at start: Int, isInTable: Bool) -> Match? {
    guard let close = closing(from: start, isInTable: isInTable) else { return nil }
    let next = close + 1 < bytes.count ? bytes[close + 1] : 0
    if next == UInt8(ascii: "(") || next == UInt8(ascii: "[") { return nil }
    var items: [Citation.Item] = []
    var keys: [Range<Int>] = []
    for part in bytes[(start + 1)..<close].split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    {
      guard let (item, key) = item(in: part.startIndex..<part.endIndex) else { return nil }
      items.append(item)
      keys.append(key)
    }
    let source = EscapedSign.restored(inCode: text(start..<close + 1))
    return Match(
      citation: Citation(items, isNarrative: false, source: source), keys: keys, end: close + 1)
  }

  /// `@key`.
  func narrative(at start: Int) -> Match? {
    guard let key = key(at: start, until: bytes.count) else { return nil }
    let citation = Citation(
      [Citation.Item(text(start + 1..<key.upperBound))], isNarrative: true, source: text(key))
    return Match(citation: citation, keys: [key], end: key.upperBound)
  }

  /// The bracket that closes the one at a place, without others or code between them.
  private func closing(from start: Int, isInTable: Bool) -> Int? {
    var index = start + 1
    while index < min(bytes.count, start + Self.longest) {
      switch bytes[index] {
      case UInt8(ascii: "]"): return index
      case UInt8(ascii: "["), UInt8(ascii: "`"): return nil
      case UInt8(ascii: "|") where isInTable, UInt8(ascii: "\n") where isInTable: return nil
      case UInt8(ascii: "\\"): index += 1
      default: break
      }
      index += 1
    }
    return nil
  }

  private func item(in part: Range<Int>) -> (Citation.Item, Range<Int>)? {
    var found: Range<Int>?
    var index = part.lowerBound
    while index < part.upperBound, found == nil {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 1
      } else if bytes[index] == UInt8(ascii: "@") {
        found = key(at: index, until: part.upperBound)
      }
      index += 1
    }
    guard let key = found else { return nil }
    let hasHyphen =
      key.lowerBound > part.lowerBound && bytes[key.lowerBound - 1] == UInt8(ascii: "-")
    let prefix = part.lowerBound..<key.lowerBound - (hasHyphen ? 1 : 0)
    if hasHyphen, let last = bytes[prefix].last, !last.isSpace { return nil }
    let suffix = words(key.upperBound..<part.upperBound)
    return (
      Citation.Item(
        text(key.lowerBound + 1..<key.upperBound), prefix: words(prefix), suffix: suffix,
        isYearAlone: hasHyphen), key
    )
  }

  /// A key begins with a letter, digit or underscore; signs may stand within it.
  private func key(at start: Int, until limit: Int) -> Range<Int>? {
    guard !followsWord(start) else { return nil }
    var end = start + 1
    while end < limit, end - start < 256 {
      let byte = bytes[end]
      let isInner =
        end > start + 1 && ":.#$%&-+?<>~/".utf8.contains(byte) && end + 1 < limit
        && Self.isOfKey(bytes[end + 1])
      guard Self.isOfKey(byte) || isInner else { break }
      end += 1
    }
    return end > start + 1 ? start..<end : nil
  }

  /// Letters beyond ASCII too, but not the quotation marks, dashes and spaces there: the characters
  /// of these begin with 0xC2 and 0xE2.
  private static func isOfKey(_ byte: UInt8) -> Bool {
    byte.isWordByte && byte != 0xC2 && byte != 0xE2 || byte == UInt8(ascii: "_")
  }

  /// Whether the sign `@` is that of an address such as `user@host`.
  private func followsWord(_ start: Int) -> Bool {
    guard start > 0 else { return false }
    let before = bytes[start - 1]
    if before < 0x80 { return before.isAlphanumeric || "_.+/@\\".utf8.contains(before) }
    var first = start - 1
    while first > 0, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    let scalar = text(first..<start).unicodeScalars.last
    return scalar?.properties.isAlphabetic ?? true
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// What stands around a key, without the signs that escape others.
  private func words(_ range: Range<Int>) -> String {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in EscapedSign.restored(in: text(range)).utf8 {
      if byte == UInt8(ascii: "\\"), !isEscaped {
        isEscaped = true
        continue
      }
      isEscaped = false
      let isSpace = byte.isSpace
      if isSpace, result.last == UInt8(ascii: " ") { continue }
      result.append(isSpace ? UInt8(ascii: " ") : byte)
    }
    let trimmed = result.drop { $0 == UInt8(ascii: " ") }
    let end = trimmed.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? trimmed.startIndex
    return String(decoding: trimmed[..<end], as: UTF8.self).replacing("--", with: "–")
  }
}
