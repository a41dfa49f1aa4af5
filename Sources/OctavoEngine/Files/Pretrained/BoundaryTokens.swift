/// The tokens that models conventionally put before and after a text.
extension Tokenizer {
  /// The special token that begins a text, if there is one of the usual names.
  public var beginningToken: SpecialToken? {
    specialToken(among: ["<|begin_of_text|>", "<s>", "<|endoftext|>"])
  }

  /// The special token that ends a text, if there is one of the usual names.
  public var endToken: SpecialToken? {
    specialToken(among: ["<|end_of_text|>", "</s>", "<|endoftext|>"])
  }

  private func specialToken(among texts: [String]) -> SpecialToken? {
    texts.lazy.compactMap { text in specialTokens.first { $0.text == text } }.first
  }
}
