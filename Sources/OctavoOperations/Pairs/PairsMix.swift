import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.mix`: joins sets of prompts and responses.
struct PairsMix: Operation {
  static let manual = Manual(
    "pairs.mix", "Joins sets of prompts and responses, or mixes them in given proportions.",
    discussion: """
      Without a `size`, whole sets are joined, such as the best responses of all rounds so far \
      when fine-tuning in rounds (Touvron et al. 2023, Llama 2, section 3.2.3). With a `size`, \
      each set has its `proportion` of it; a set that is smaller than its share is repeated, each \
      time in a new order. The whole validation splits of all sets with a share are joined.
      """,
    example: """
      run: pairs.mix
      sources:
        - {data: first.pairs}
        - {data: second.pairs}
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The mixture.") var pairs: Pairs
    @Output(
      "How much of each set is in the mixture.", columns: mixtureColumns, types: ["source": .text])
    var sources: Table
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { [$sources] + summary.shown }
  }

  let mix = MixOptions<Pairs>()

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let outline = mix.outline { outputs[\.$pairs] = outline }
  }

  func run(in context: StepContext) throws -> Outputs {
    let (pairs, sources) = try mix.mixture(context.seed)
    var outputs = Outputs()
    outputs.pairs = pairs
    outputs.sources = sources
    outputs.summary = PairsSummary(of: pairs)
    return outputs
  }
}
