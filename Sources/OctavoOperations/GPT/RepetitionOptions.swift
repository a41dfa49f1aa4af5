import OctavoEngine
import OctavoRunner

/// A loss against repetition in the training of a language model.
struct RepetitionOptions: OptionGroup {
  @Option(
    "`unlikelihood` makes tokens that have occurred before less likely (Welleck et al. 2020); "
      + "`ditto` lowers the probability of a stretch of text from each repetition to the next (Xu et "
      + "al. 2022)."
  ) var method = RepetitionMethod.unlikelihood
  @Option("The weight of this loss, which is added to the cross-entropy.", .within(0...1000))
  var weight = 1.0
  @Option(
    "Of `ditto`, the target ratio of a token's probability to that one repetition earlier; without it, 0.5.",
    .within(0...1)) var decay: Double?
  @Option(
    "Of `ditto`, how many tokens of the text are repeated; without it, 16.", .within(1...100_000))
  var stretch: Int?

  private static let usualStretch = 16

  /// - Parameter context: of the model that is trained, where it is known.
  func check(context: Int?, _ problems: inout Problems) {
    if method == .unlikelihood {
      for (option, isGiven) in [($decay, decay != nil), ($stretch, stretch != nil)] where isGiven {
        problems.report(
          at: option, "this option has no effect on unlikelihood training, which repeats no text",
          remedy: "leave it out, or choose `method: ditto`")
      }
      return
    }
    let stretch = stretch ?? Self.usualStretch
    if let context, stretch >= context {
      problems.report(
        at: self.stretch == nil ? $method : $stretch,
        "a stretch of \(stretch.forReading) tokens cannot repeat within a context of "
          + context.forReading,
        remedy: "give a `stretch` of at most \((context - 1).forReading)")
    }
  }

  /// How many further sequences `ditto` makes of a batch.
  func sequences(besides batch: Int) -> Int {
    method == .ditto ? (batch + 1) / 2 : 0
  }

  var penalty: RepetitionPenalty {
    switch method {
    case .unlikelihood: .unlikelihood(weight: weight)
    case .ditto:
      .ditto(weight: weight, decay: decay ?? 0.5, stretch: stretch ?? Self.usualStretch)
    }
  }
}

enum RepetitionMethod: String, OptionChoice { case unlikelihood, ditto }
