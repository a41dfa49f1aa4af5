import OctavoEngine
import OctavoRunner

/// How a trained model is trained further, on examples that each stand for themselves.
struct FineTuningOptions: OptionGroup {
  @Option("How many optimiser steps to take.", .within(1...10_000_000)) var iterations = 200
  @Option("How many examples a step learns from.", .within(1...4096)) var batch = 16
  @Option("The learning rate at its peak.", .positive(upTo: 1e30)) var learningRate = 3e-4
  @Option("How strongly matrices are pulled towards zero.", .within(0...1000)) var weightDecay =
    0.01
  @Option(
    "The share of activations dropped in this training; without it the model's own in fine-tuning, and none where preferences are learned from."
  )
  var dropout: DropoutOption?
  let optimizer = OptimizerOptions()
  @Option(
    "After how many iterations the examples held back are evaluated; without it, a tenth of all.",
    .limit) var evaluateEvery: Int?

  func check(_ findings: inout Findings) {
    optimizer.check(peak: learningRate, iterations: iterations, &findings)
  }

  /// - Parameter usualDropout: the rates that hold where none are given.
  func recipe(usualDropout: DropoutRates) -> TrainingRecipe {
    var recipe = optimizer.recipe(
      iterations: iterations, batch: batch, learningRate: learningRate, weightDecay: weightDecay,
      evaluateEvery: evaluateEvery)
    recipe.dropout = dropout?.applied(to: usualDropout) ?? usualDropout
    return recipe
  }
}
