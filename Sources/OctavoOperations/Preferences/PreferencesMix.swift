import OctavoEngine
import OctavoResults
import OctavoRunner

/// `preferences.mix`: preferences of several kinds become one set.
struct PreferencesMix: Operation {
  static let manual = Manual(
    "preferences.mix", "Mixes sets of preferences in given proportions.",
    discussion: """
      So one reward model can learn from preferences that conflict, such as those for helpful and \
      those for harmless responses (Bai et al. 2022, section 4.4). Each set has a `proportion` of \
      the `size`; a set that is smaller than its share is repeated, each time in a new order. The \
      validation splits of all sets that have a share are joined as they are.
      """,
    example: """
      run: preferences.mix
      sources:
        - {data: helpful, proportion: 0.5}
        - {data: harmless, proportion: 0.5}
      size: 400
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The mixture.") var preferences: Preferences
    @Output(
      "What of each set is in the mixture.", columns: mixtureColumns, types: ["source": .text])
    var sources: Table
    var summary = PreferencesSummary()

    var shown: [any DeclaredOutput] { [$sources] + summary.shown }
  }

  let mix = MixOptions<Preferences>()

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let outline = mix.outline { outputs[\.$preferences] = outline }
  }

  func run(in context: StepContext) throws -> Outputs {
    let (preferences, sources) = try mix.mixture(context.seed)
    var outputs = Outputs()
    outputs.preferences = preferences
    outputs.sources = sources
    outputs.summary = PreferencesSummary(of: preferences)
    return outputs
  }
}
