/// The escapes that JSON has for a character beyond U+FFFF, as in `"\ud83d\ude00"`.
///
/// JSON writes such a character as two halves, and libyaml refuses each. So both travel through it as
/// characters for private use, of which the block must hold none itself: every place stays what it
/// was, and what is not within double quotes gets its letters back.
struct SurrogatePairs {
  /// What libyaml is to read.
  let text: String
  private let areHidden: Bool

  init(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: "\\")), let hidden = Self.hidden(in: text) else {
      self.text = text
      areHidden = false
      return
    }
    self.text = hidden
    areHidden = true
  }

  /// The text of a scalar, as it was written.
  func restored(in scalar: String, isDoubleQuoted: Bool) -> String {
    guard areHidden else { return scalar }
    let scalars = Array(scalar.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if isDoubleQuoted, index + 1 < scalars.count,
        let pair = Self.joined(scalars[index], scalars[index + 1])
      {
        result.append(pair)
        index += 2
      } else if !isDoubleQuoted, scalars[index...].starts(with: "\\u".unicodeScalars),
        index + 3 < scalars.count, let letter = Self.letters[scalars[index + 2]],
        Self.followers.contains(scalars[index + 3])
      {
        result.append(contentsOf: ["\\", "u", letter])
        index += 3
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  private static let letters: [Unicode.Scalar: Unicode.Scalar] = ["e": "d", "E": "D"]
  private static let followers: Set<Unicode.Scalar> = Set("89abcdefABCDEF".unicodeScalars)
  /// Where U+D800 to U+DFFF are put.
  private static let refuge: ClosedRange<UInt32> = 0xE800...0xEFFF

  private static func joined(_ high: Unicode.Scalar, _ low: Unicode.Scalar) -> Unicode.Scalar? {
    guard (0xE800..<0xEC00).contains(high.value), (0xEC00..<0xF000).contains(low.value) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (high.value - 0xE800) << 10 + (low.value - 0xEC00))
  }

  /// `nil` if there are none, or the characters that would stand for them are there themselves.
  private static func hidden(in text: String) -> String? {
    guard !text.unicodeScalars.contains(where: { refuge.contains($0.value) }) else { return nil }
    var bytes = Array(text.utf8)
    var index = 0
    var isFound = false
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let unit = codeUnit(in: bytes, at: index) else {
        index += 2
        continue
      }
      if refuge.contains(unit) { return nil }
      if (0xD800..<0xDC00).contains(unit), let low = codeUnit(in: bytes, at: index + 6),
        (0xDC00..<0xE000).contains(low)
      {
        // `d` becomes `e`, and `D` becomes `E`.
        bytes[index + 2] += 1
        bytes[index + 8] += 1
        isFound = true
        index += 6
      }
      index += 6
    }
    return isFound ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The code unit that the `\u` escape at this place stands for.
  private static func codeUnit(in bytes: [UInt8], at index: Int) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return nil }
    let digits = bytes[index + 2..<index + 6]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
