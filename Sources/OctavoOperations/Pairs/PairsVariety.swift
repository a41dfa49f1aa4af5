import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.variety`: how much responses differ from each other.
struct PairsVariety: Operation {
  static let manual = Manual(
    "pairs.variety", "Measures how much the responses of pairs differ from each other.",
    discussion: """
      Of all n-grams of words in all responses, the share of different ones (distinct-n, Li et al. \
      2016): a policy that has narrowed to a few phrases has a low one. The share falls the more words \
      there are, so `grams` limits how many n-grams are counted, from the first response on. Compare \
      responses to the same prompts, as `gpt.sample` writes them.
      """,
    example: """
      run: pairs.variety
      data: samples.pairs
      n: 2
      grams: 2000
      """)
  struct Outputs: OutputGroup {
    @Output("The share of different n-grams among all.", isShare: true) var distinct: Double
    @Output("The share of different responses among all.", isShare: true)
    var distinctResponses: Double
    @Output("How many words a response has on average.") var words: Double
    @Output("How many responses there are.") var count: Int

    var shown: [any DeclaredOutput] { [$distinct, $distinctResponses, $words, $count] }
  }

  @Input("The prompts and responses.") var data: Pairs
  @Option("Which part of them is measured.") var part = CorpusPart.training
  @Option("Of how many words the n-grams are.", .within(1...100)) var n = 2
  @Option("Counts at most this many n-grams, from the first.", .limit) var grams: Int?
  @Option("Measures at most this many responses, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    if part == .validation, $data.outline?.hasValidation == false {
      problems.report(at: $part, "the validation split of these pairs is empty")
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let pairs = (part == .training ? data.training : data.validation).prefix(limit ?? .max)
    guard !pairs.isEmpty else { throw OperationError("there are no responses to measure") }
    let variety = Variety(of: pairs.map(\.response), n: n, grams: grams)
    guard let distinct = variety.distinctGrams else {
      throw OperationError(
        "no response has \(n) words in a row", remedy: "give a smaller `n`, or longer responses")
    }
    var outputs = Outputs()
    outputs.distinct = distinct
    outputs.distinctResponses = variety.distinctTexts
    outputs.words = variety.words
    outputs.count = pairs.count
    return outputs
  }
}
