import OctavoResults
import OctavoRunner

/// What every operation offers that makes pairs, besides the pairs.
struct PairsSummary: OutputGroup {
  @Output("The number of pairs in the training split.") var count: Int
  @Output("The size of the validation split.") var validationCount: Int
  @Output("The first few pairs.") var passages: Figure

  var shown: [any DeclaredOutput] { [$passages, $count, $validationCount] }
}

extension PairsSummary {
  init(of pairs: Pairs) {
    count = pairs.training.count
    validationCount = pairs.validation.count
    passages = Figure(
      .passages(pairs.training.prefix(2).map { Passage(prompt: $0.prompt, text: $0.response) }))
  }
}
