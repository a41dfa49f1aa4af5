import Foundation

/// What a tokenizer does to a text before it splits it.
public enum TextPreparation: String, Hashable, Codable, Sendable, CaseIterable {
  case none
  /// A space is put before each stretch of text between special tokens, so that its first word is the
  /// token it is elsewhere, as LLaMA has it.
  case spacePrefixed
  /// A space is put before a text that does not begin with one.
  case spaceEnsured
  /// Characters and their combining marks are composed: Unicode's normalization form C.
  case composed

  /// Whether a space may come before the text, which decoding takes away, and spaces are written
  /// as ``SpaceMark``.
  var addsSpace: Bool { self == .spacePrefixed || self == .spaceEnsured }

  /// The UTF-8 text to encode, nil if it is the one given.
  ///
  /// - Parameter isFirst: whether nothing, not even a special token, comes before the text.
  func prepared(_ text: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> [UInt8]? {
    switch self {
    case .none:
      return nil
    case .spacePrefixed, .spaceEnsured:
      let unmarked = SpaceMark.removed(from: text)
      let space = UInt8(ascii: " ")
      let wantsSpace = self == .spacePrefixed || isFirst && unmarked.first != space
      return wantsSpace ? [space] + unmarked : unmarked
    case .composed:
      if text.allSatisfy({ $0 < 0x80 }) { return nil }
      return Array(String(decoding: text, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    }
  }
}
