import OctavoEngine
import OctavoResults
import OctavoRunner

/// What every operation offers that makes a tokenizer, besides the tokenizer.
struct TokenizerSummary: OutputGroup {
  @Output("How many tokens there are.") var vocabularySize: Int
  @Output(
    "The mean number of bytes per token, on the validation split where there is one."
  ) var bytesPerToken: Double?
  @Output(
    "The tokens in their order, the most recently learned at the end.",
    columns: ["token", "text", "bytes"],
    types: ["text": .text]) var vocabulary: Table

  var shown: [any DeclaredOutput] { [$vocabularySize, $bytesPerToken] }
}

extension TokenizerSummary {
  /// - Parameter corpus: what its tokens' length is measured on; `nil` measures nothing.
  init(of tokenizer: Tokenizer, measuredOn corpus: Corpus?) throws {
    vocabularySize = tokenizer.vocabularySize
    if let corpus {
      let text = corpus.validation.isEmpty ? corpus.training : corpus.validation
      let tokens = try tokenizer.encode(text).count
      bytesPerToken = Double(text.utf8.count) / Double(max(tokens, 1))
    }
    let tokens = (0..<tokenizer.vocabularySize).map(Int32.init)
    vocabulary = Table([
      .init("token", integers: tokens.map(Int.init)),
      .init("text", texts: tokens.map(tokenizer.display)),
      .init("bytes", integers: tokens.map { tokenizer.bytes(of: $0).count }),
    ])
  }
}
