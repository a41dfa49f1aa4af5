import OctavoEngine
import OctavoRunner

/// How a language model is trained: AdamW with a schedule, on random crops of the text.
struct TrainingOptions: OptionGroup {
  @Option("How many optimiser steps to take.", .within(1...10_000_000)) var iterations = 1000
  @Option("How many crops of the text a step learns from.", .within(1...4096)) var batch = 12
  @Option("Over how many batches the gradient is summed before a step.", .within(1...1024))
  var accumulation = 1
  @Option("The learning rate at its peak.", .positive) var learningRate = 1e-3
  @Option("The learning rate at the end; without it, a tenth of the peak.", .atLeast(0.0))
  var finalLearningRate: Double?
  @Option("How the learning rate falls from its peak.") var schedule = LearningRateSchedule.Shape
    .cosine
  @Option("Over how many iterations the learning rate rises to its peak.", .atLeast(0))
  var warmUp = 0
  @Option("How slowly AdamW forgets gradients.", .within(0..<1)) var beta1 = 0.9
  @Option("How slowly AdamW forgets squared gradients.", .within(0..<1)) var beta2 = 0.99
  @Option("What AdamW adds to the root of the squared gradients.", .positive) var epsilon = 1e-8
  @Option("How strongly matrices are pulled towards zero.", .atLeast(0.0)) var weightDecay = 0.1
  @Option("The largest norm of the whole gradient; 0 lets any pass.", .atLeast(0.0)) var clip = 1.0
  @Option(
    "After how many iterations the loss on the text held back is measured; without it, a tenth of all.",
    .atLeast(1)) var evaluateEvery: Int?
  @Option("On how many batches it is measured.", .within(1...100_000)) var evaluationBatches = 20

  func check(_ findings: inout Findings) {
    if warmUp > iterations {
      findings.report(
        at: "warm-up",
        "the warm-up of \(warmUp) iterations is longer than the training of \(iterations)",
        remedy: "give a `warm-up` of at most `iterations`")
    }
    if let finalLearningRate, finalLearningRate > learningRate {
      findings.report(
        at: "final-learning-rate",
        "the learning rate would rise from \(learningRate) to \(finalLearningRate)",
        remedy: "give a `final-learning-rate` of at most `learning-rate`")
    }
  }

  var settings: LanguageModelTraining.Settings {
    LanguageModelTraining.Settings(
      iterations: iterations, batch: batch, accumulation: accumulation,
      learningRate: learningRate, minimumLearningRate: finalLearningRate ?? learningRate / 10,
      warmUp: warmUp, schedule: schedule,
      optimizer: AdamW.Settings(
        beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay),
      gradientClip: clip > 0 ? clip : nil,
      evaluationInterval: evaluateEvery ?? max(1, iterations / 10),
      evaluationBatches: evaluationBatches)
  }
}

extension LearningRateSchedule.Shape: OptionChoice {}
