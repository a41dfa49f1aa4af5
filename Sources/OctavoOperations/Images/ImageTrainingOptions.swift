import OctavoEngine
import OctavoRunner

/// How a model of images is trained: AdamW with a schedule, on images in a shuffled order.
struct ImageTrainingOptions: OptionGroup {
  @Option("How many optimiser steps to take.", .within(1...10_000_000)) var iterations = 1000
  @Option("How many images a step learns from.", .within(1...4096)) var batch = 32
  @Option("The learning rate at its peak.", .positive(upTo: 1e30)) var learningRate = 2e-3
  @Option("How strongly matrices are pulled towards zero.", .within(0...1000)) var weightDecay = 0.0
  let optimizer = OptimizerOptions()
  @Option(
    "After how many iterations the images held back are evaluated; without it, a tenth of all.",
    .limit) var evaluateEvery: Int?

  func check(_ findings: inout Findings) {
    optimizer.check(peak: learningRate, iterations: iterations, &findings)
  }

  var recipe: TrainingRecipe {
    optimizer.recipe(
      iterations: iterations, batch: batch, learningRate: learningRate, weightDecay: weightDecay,
      evaluateEvery: evaluateEvery)
  }
}
