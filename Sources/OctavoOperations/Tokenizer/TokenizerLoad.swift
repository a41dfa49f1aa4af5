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

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The tokenizer.") var tokenizer: TextTokenizer
    var summary = TokenizerSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Option("The tokenizer.json, or GPT-2's encoder.json.") var path: FilePath
  @Option("GPT-2's vocab.bpe.") var merges: FilePath?
  @Input("A text on which the tokens' length is measured.") var data: Corpus?

  func check(_ problems: inout Problems) {
    do { _ = try tokenizer } catch { problems.report(at: $path, error.description) }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let size = try? tokenizer.vocabularySize else { return }
    outputs[\.$tokenizer] = TextTokenizer.Outline(vocabularySize: size)
  }

  func run(in context: StepContext) throws -> Outputs {
    for remark in try remarks { context.warn(.ordinary, remark) }
    let tokenizer = try tokenizer
    var outputs = Outputs()
    outputs.tokenizer = TextTokenizer(tokenizer)
    outputs.summary = try TokenizerSummary(of: tokenizer, measuredOn: data)
    return outputs
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
