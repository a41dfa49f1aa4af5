import OctavoEngine
import OctavoRunner

/// How a language model is trained: AdamW with a schedule, on random crops of the text.
struct TrainingOptions: OptionGroup {
  @Option("How many optimiser steps to take.", .within(1...10_000_000)) var iterations = 1000
  @Option("How many crops of the text a step learns from.", .within(1...4096)) var batch = 12
  @Option("Over how many batches the gradient is summed before a step.", .within(1...1024))
  var accumulation = 1
  @Option("The learning rate at its peak.", .positive(upTo: 1e30)) var learningRate = 1e-3
  @Option("How strongly matrices are pulled towards zero.", .within(0...1000)) var weightDecay = 0.1
  @Option(
    "How strongly a model with experts is urged to use them evenly (α of Fedus et al. 2022).",
    .within(0...1000)) var balance = 0.01
  @Option("The share of activations dropped in this training; without it, the model's own.")
  var dropout: DropoutOption?
  let optimizer = OptimizerOptions()
  @Option(
    "After how many iterations the loss on the text held back is measured; without it, a tenth of all.",
    .limit) var evaluateEvery: Int?
  @Option("On how many batches it is measured.", .within(1...10_000)) var evaluationBatches = 20

  func check(_ findings: inout Findings) {
    optimizer.check(peak: learningRate, iterations: iterations, &findings)
  }

  /// - Parameter model: that is trained.
  func settings(for model: GPT.Configuration) -> LanguageModeling.Settings {
    var recipe = optimizer.recipe(
      iterations: iterations, batch: batch, learningRate: learningRate, weightDecay: weightDecay,
      evaluateEvery: evaluateEvery)
    recipe.dropout = dropout?.applied(to: model.dropout)
    return LanguageModeling.Settings(
      recipe: recipe, accumulation: accumulation, balance: balance,
      evaluationBatches: evaluationBatches)
  }
}
