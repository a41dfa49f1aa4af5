import OctavoEngine
import OctavoResults
import OctavoRunner

/// `tokenizer.train`: learns which pieces of text deserve a token of their own.
struct TokenizerTrain: Operation {
  static let manual = Manual(
    "tokenizer.train", "Learns a byte-pair vocabulary from a text.",
    discussion: """
      Byte-pair encoding (Sennrich et al. 2016) joins, again and again, the two neighboring tokens \
      that stand together most often, until the vocabulary has its size. As in GPT-2 (Radford et al. \
      2019) it starts from the 256 bytes, so that any text can be written; with `alphabet: characters` \
      it starts from the text's characters and falls back to bytes, as LLaMA does. Text is first split \
      into pieces that no token crosses, by GPT-2's pattern or one that also splits numbers into digits.
      """,
    example: """
      run: tokenizer.train
      data: corpus
      vocabulary-size: 1024
      """)
  struct Outputs: OutputGroup {
    @Output("The tokenizer.") var tokenizer: TextTokenizer
    var summary = TokenizerSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Input("The text to learn from; only its part for training is looked at.") var data: Corpus
  @Option("How many tokens there shall be.", .within(2...1_000_000)) var vocabularySize = 1024
  @Option("How text is split into pieces that no token crosses.") var splitting = Splitting.gpt2
  @Option("What the first tokens are.") var alphabet = BytePairTokenizer.Alphabet.bytes
  @Option("Texts that are tokens of their own, such as an end of text.")
  var specialTokens: [String] = []
  @Option("Joins only pairs that stand together at least so often.", .limit)
  var minimumFrequency = 2

  func check(_ problems: inout Problems) {
    problems.requireTrainingText($data)
    let smallest = 256 + specialTokens.count
    if vocabularySize < smallest {
      problems.report(
        at: $vocabularySize, "the bytes and special tokens alone are \(smallest) tokens",
        remedy: "give a `vocabulary-size` of at least \(smallest)")
    }
    if specialTokens.contains("") {
      problems.report(at: $specialTokens, "a special token is empty")
    }
    if Set(specialTokens).count < specialTokens.count {
      problems.report(at: $specialTokens, "a special token is given twice")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$tokenizer] = TextTokenizer.Outline(vocabularySize: vocabularySize)
  }

  func run(in context: StepContext) throws -> Outputs {
    let trainer = BytePairTrainer(
      vocabularySize: vocabularySize, splitting: splitting.pattern, alphabet: alphabet,
      specialTokens: specialTokens, minimumFrequency: minimumFrequency)
    let tokenizer = Tokenizer.bytePairs(
      try trainer.train(
        on: [data.training], progress: context.progress(of: vocabularySize, unit: "tokens")))
    var outputs = Outputs()
    outputs.tokenizer = TextTokenizer(tokenizer)
    outputs.summary = try TokenizerSummary(of: tokenizer, measuredOn: data)
    return outputs
  }

  enum Splitting: String, OptionChoice {
    case gpt2
    case singleDigits = "single-digits"

    var pattern: SplitPattern {
      switch self {
      case .gpt2: .gpt2
      case .singleDigits: .singleDigits
      }
    }
  }
}

extension BytePairTokenizer.Alphabet: OptionChoice {}
