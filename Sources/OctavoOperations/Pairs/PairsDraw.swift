import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.draw`: a random subset of pairs.
struct PairsDraw: Operation {
  static let manual = Manual(
    "pairs.draw", "Draws pairs of the training split at random, without replacement.",
    discussion: """
      The pairs keep their order, and the validation split does not change. Draws with different \
      `number` are independent of each other; with the same seed and `number`, the same places are \
      drawn.
      """,
    example: """
      run: pairs.draw
      for: {half: 1..20}
      data: pairs
      share: 0.5
      number: ${half}
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The pairs that were drawn, with the whole validation split.") var pairs: Pairs
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Input("The prompts and responses.") var data: Pairs
  @Option("The share of the pairs to draw.", .share) var share: Double?
  @Option("The number of pairs to draw.", .limit) var count: Int?
  @Option("The index of this draw; other indices give other draws.", .within(1...1_000_000))
  var number = 1

  func check(_ problems: inout Problems) {
    guard (share == nil) == (count == nil) else { return }
    problems.report(
      at: count == nil ? nil : $count, "a draw has a `share` or a `count` of the pairs",
      remedy: "give one of the two, such as `share: 0.5`")
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let outline = $data.outline { outputs[\.$pairs] = outline }
  }

  func run(in context: StepContext) throws -> Outputs {
    let all = data.training.count
    let wanted = count ?? Int((Double(all) * (share ?? 1)).rounded())
    guard (1...max(1, all)).contains(wanted), all > 0 else {
      throw OperationError(
        "\(wanted) of \(all) pairs cannot be drawn",
        remedy: wanted > all ? "give a smaller `count`" : "give a larger `share`")
    }
    var stream = RandomStream(seed: context.seed).derived(for: "draw", index: number)
    let places = (0..<all).shuffled(using: &stream).prefix(wanted).sorted()
    var outputs = Outputs()
    outputs.pairs = Pairs(
      training: places.map { data.training[$0] }, validation: data.validation)
    outputs.summary = PairsSummary(of: outputs.pairs)
    return outputs
  }
}
