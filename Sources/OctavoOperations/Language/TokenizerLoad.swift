import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `tokenizer.load`: a tokenizer that another program has made.
struct TokenizerLoad: Operation {
  static let manual = Manual(
    "tokenizer.load", "Reads a tokenizer: Hugging Face's tokenizer.json, or GPT-2's two files.",
    discussion: """
      `path` is a `tokenizer.json` of a byte-pair tokenizer (GPT-2's, LLaMA's and Qwen's are such). \
      GPT-2's own form is an `encoder.json` with the tokens, given as `path`, and a `vocab.bpe` with the \
      merges, given as `merges`.
      """,
    example: """
      run: tokenizer.load
      path: gpt2/encoder.json
      merges: gpt2/vocab.bpe
      """)
  static let outputs: [Output] =
    [.artifact("tokenizer", TextTokenizer.self, "The tokenizer.")] + tokenizerValues

  @Option("The tokenizer.json, or GPT-2's encoder.json.") var path: FilePath
  @Option("GPT-2's vocab.bpe.") var merges: FilePath?
  @Input("A text on which the tokens' length is measured.") var data: Corpus?

  func run(in context: StepContext) throws -> StepResult {
    let tokenizer =
      if let merges {
        Tokenizer.bytePairs(
          try BytePairTokenizer(gpt2Encoder: path.url.path, merges: merges.url.path))
      } else {
        try Tokenizer(contentsOf: path.url.path)
      }
    return try StepResult(tokenizer: tokenizer, measuredOn: data)
  }
}
