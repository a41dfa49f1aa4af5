/// Puts characters in the place of codes such as `:tada:`, as GitHub does. An unknown code stays
/// text.
enum EmojiCodes {
  static func applied(to inlines: [Inline]) -> [Inline] {
    inlines.map { inline in
      if case .text(let text) = inline {
        .text(applied(to: text))
      } else {
        inline.mapContent(applied)
      }
    }
  }

  static func applied(to text: String) -> String {
    guard text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 else { return text }
    var result = ""
    var rest = text[...]
    var last: Character?
    while let start = rest.firstIndex(of: ":") {
      let before = rest[..<start].last ?? last
      result += rest[..<start]
      let code = rest[rest.index(after: start)...].prefix(while: isCodeCharacter)
      let end = code.endIndex
      if end < rest.endIndex, rest[end] == ":", let emoji = EmojiTable.characters[String(code)],
        isAlone(code, before: before, after: rest[rest.index(after: end)...].first)
      {
        result += emoji
        rest = rest[rest.index(after: end)...]
        last = nil
      } else {
        result += ":"
        rest = rest[rest.index(after: start)...]
        last = ":"
      }
    }
    return result + rest
  }

  private static func isCodeCharacter(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "_+-".contains(character))
  }

  /// A code of digits is not part of a time or a ratio.
  private static func isAlone(_ code: Substring, before: Character?, after: Character?) -> Bool {
    guard code.allSatisfy(\.isNumber) else { return true }
    return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
  }
}
