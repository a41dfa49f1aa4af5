/// How a text is cut into pieces before byte pairs are merged; no token reaches over a cut.
public enum SplitPattern: String, Hashable, Codable, Sendable, CaseIterable {
  /// GPT-2's: contractions, words, numbers and punctuation, each with the one space before it,
  /// and runs of white space.
  ///
  /// `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  case gpt2
  /// Every digit a piece of its own, as LLaMA has it (Touvron et al. 2023, section 2.1), and
  /// GPT-2's pattern between the digits.
  case singleDigits
}
