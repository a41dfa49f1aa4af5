import OctavoResults
import OctavoRunner

/// What every operation offers that makes pairs, besides the pairs.
struct PairsSummary: OutputGroup {
  @Output("How many pairs there are to learn from.") var count: Int
  @Output("How many are held back.") var heldBack: Int
  @Output("The first few pairs.") var passages: Figure

  var shown: [any DeclaredOutput] { [$passages, $count, $heldBack] }
}

extension PairsSummary {
  init(of pairs: Pairs) {
    count = pairs.training.count
    heldBack = pairs.validation.count
    passages = Figure(
      .passages(pairs.training.prefix(2).map { Passage(prompt: $0.prompt, text: $0.response) }))
  }
}
