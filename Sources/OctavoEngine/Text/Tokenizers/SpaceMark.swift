/// SentencePiece's mark, “▁” (U+2581), which its vocabularies write for a space.
enum SpaceMark {
  static let text = "\u{2581}"
  private static let bytes = Array(text.utf8)

  static func removed(from text: some Collection<UInt8>) -> [UInt8] {
    replacing(bytes, with: [UInt8(ascii: " ")], in: Array(text))
  }

  static func added(to text: [UInt8]) -> [UInt8] {
    replacing([UInt8(ascii: " ")], with: bytes, in: text)
  }

  private static func replacing(
    _ part: [UInt8], with replacement: [UInt8], in text: [UInt8]
  ) -> [UInt8] {
    guard text.contains(part[0]) else { return text }
    return text.replacing(part, with: replacement)
  }
}
