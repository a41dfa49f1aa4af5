import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.variety`: the diversity of responses.
struct PairsVariety: Operation {
  static let manual = Manual(
    "pairs.variety", "Measures the diversity of the responses of pairs.",
    discussion: """
      Distinct-n (Li et al. 2016) is the number of distinct n-grams of words in all responses, \
      divided by the number of all n-grams: a policy that repeats a few phrases has a low one. It \
      falls as the number of n-grams grows, so `grams` limits how many are counted, from the first \
      response on. Compare responses to the same prompts, such as those of `gpt.sample`.
      """,
    example: """
      run: pairs.variety
      data: samples.pairs
      n: 2
      grams: 2000
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The share of distinct n-grams among all.", isShare: true) var distinct: Double
    @Output("The share of distinct responses among all.", isShare: true)
    var distinctResponses: Double
    @Output("The mean number of words of a response.") var words: Double
    @Output("The number of responses.") var count: Int

    var shown: [any DeclaredOutput] { [$distinct, $distinctResponses, $words, $count] }
  }

  @Input("The prompts and responses.") var data: Pairs
  @Option("Which part of them is measured.") var part = CorpusPart.training
  @Option("The number of words of an n-gram.", .within(1...100)) var n = 2
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
