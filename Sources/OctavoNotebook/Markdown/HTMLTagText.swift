/// A tag of HTML as it was written: `<name attribute="value">` or `</name>`.
struct HTMLTagText {
  /// In lower case.
  var name: String
  var isClosing: Bool
  /// Names in lower case, in order.
  var attributes: [String]
  /// In bytes, from `<` to `>`.
  var length: Int

  /// Longer ones are no tags.
  private static let longest = 1024

  /// - Parameter start: Of the `<`.
  init?(_ bytes: [UInt8], at start: Int = 0) {
    self.init(bytes[min(start, bytes.count)...].prefix(Self.longest))
  }

  private init?(_ slice: ArraySlice<UInt8>) {
    guard slice.first == UInt8(ascii: "<") else { return nil }
    let bytes = Array(slice)
    var index = 1
    isClosing = bytes.count > 1 && bytes[1] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    let word = Self.word(in: bytes, from: index, alsoOf: "-")
    guard let first = word.first, first.isLetter else { return nil }
    name = word
    index += word.utf8.count
    attributes = []
    guard index < bytes.count, bytes[index].isSpace || "/>".utf8.contains(bytes[index]) else {
      return nil
    }
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
      let attribute = Self.word(in: bytes, from: index)
      if !attribute.isEmpty {
        attributes.append(attribute)
        index = Self.endOfValue(in: bytes, from: index + attribute.utf8.count)
      } else if bytes[index].isSpace || bytes[index] == UInt8(ascii: "/") {
        index += 1
      } else {
        return nil
      }
    }
    guard index < bytes.count else { return nil }
    length = index + 1
  }

  private static func word(
    in bytes: [UInt8], from start: Int, alsoOf signs: String = "-_:.@"
  ) -> String {
    let word = bytes[min(start, bytes.count)...].prefix {
      $0.isAlphanumeric || signs.utf8.contains($0)
    }
    return String(decoding: word, as: UTF8.self).lowercased()
  }

  /// Behind `= value`, if one follows an attribute's name.
  private static func endOfValue(in bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index].isSpace { index += 1 }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return start }
    index += 1
    while index < bytes.count, bytes[index].isSpace { index += 1 }
    guard index < bytes.count else { return index }
    if "\"'".utf8.contains(bytes[index]) {
      let quote = bytes[index]
      let close = bytes[(index + 1)...].firstIndex(of: quote)
      return close.map { $0 + 1 } ?? bytes.count
    }
    while index < bytes.count, !bytes[index].isSpace, bytes[index] != UInt8(ascii: ">") {
      index += 1
    }
    return index
  }
}
