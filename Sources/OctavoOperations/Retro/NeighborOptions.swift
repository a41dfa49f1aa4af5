import OctavoEngine
import OctavoRunner

/// Which neighbors a trained model reads when it is evaluated.
struct NeighborOptions: OptionGroup {
  @Option(
    "The neighbors that the model reads: those found for a chunk (`right`), those found for "
      + "another one (`shuffled`), or `none`, where the cross-attention is left out.")
  var neighbors = Choice.right
  @Option(
    "The number of neighbors of a chunk; without it, as many as in training.", .within(1...64))
  var count: Int?
  @Option("What separates the documents of the store and of the text.")
  var documents = DocumentSeparator.paragraph

  enum Choice: String, OptionChoice { case right, shuffled, none }

  func check(_ problems: inout Problems) {
    if neighbors == .none, count != nil {
      problems.report(
        at: $count, "`count` has no effect where no neighbors are read",
        remedy: "leave `count` out, or choose other `neighbors`")
    }
  }

  func count(for model: RetroModel) -> Int {
    count ?? model.configuration.retrieval.neighbors
  }
}

extension StepContext {
  /// Warns where most lookups found nothing.
  func warnOfMissingNeighbors(_ share: Double, of cases: String) {
    guard share > 0.5 else { return }
    warn(
      share == 1 ? .grave : .ordinary,
      "For \(Int(100 * share)) % of the \(cases), the store has no neighbor: a neighbor must share "
        + "a word with the chunk that it is looked up for.")
  }
}
