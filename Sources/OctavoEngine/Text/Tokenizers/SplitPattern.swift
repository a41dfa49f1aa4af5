/// How a text is cut into pieces before byte pairs are merged; no token reaches over a cut.
public enum SplitPattern: String, Hashable, Codable, Sendable, CaseIterable {
  /// GPT-2's: contractions, words, numbers and punctuation, each with the one space before it,
  /// and runs of white space.
  case gpt2
  /// Every digit a piece of its own, as LLaMA has it (Touvron et al. 2023, section 2.1), and
  /// GPT-2's pattern between the digits.
  case singleDigits
  /// LLaMA 3's, which is GPT-4's: a word with the one mark or space before it, numbers of up to
  /// three digits, punctuation with the line ends after it.
  case llama3
  /// Qwen 2's: LLaMA 3's with single digits.
  case qwen2
  /// No cut at all, as SentencePiece leaves a text.
  case whole

  /// The regular expression that finds the pieces, nil where one alone does not say it.
  var regularExpression: String? {
    switch self {
    case .gpt2:
      #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .llama3: Self.llama3(numbers: #"\p{N}{1,3}"#)
    case .qwen2: Self.llama3(numbers: #"\p{N}"#)
    case .singleDigits, .whole: nil
    }
  }

  private static func llama3(numbers: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + numbers
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }
}
