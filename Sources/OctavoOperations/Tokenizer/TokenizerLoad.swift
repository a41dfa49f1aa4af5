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

  func check(_ findings: inout Findings) {
    do { _ = try tokenizer } catch { findings.report(at: "path", error.description) }
  }

  func foresee(_ outlook: inout Outlook) {
    guard let size = try? tokenizer.vocabularySize else { return }
    outlook.expect(
      "tokenizer", TextTokenizer.self, TextTokenizer.Outline(vocabularySize: size))
  }

  func run(in context: StepContext) throws -> StepResult {
    for remark in try remarks { context.warn(remark) }
    return try StepResult(tokenizer: tokenizer, measuredOn: data)
  }

  private var tokenizer: Tokenizer {
    get throws(TokenizerError) {
      guard let merges else { return try Tokenizer(contentsOf: path.url.path) }
      return .bytePairs(
        try BytePairTokenizer(gpt2Encoder: path.url.path, merges: merges.url.path))
    }
  }

  private var remarks: [String] {
    get throws { merges == nil ? try Tokenizer.remarks(onFile: path.url.path) : [] }
  }
}
