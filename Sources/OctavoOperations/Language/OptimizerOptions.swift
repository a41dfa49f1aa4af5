import OctavoEngine
import OctavoRunner

/// What AdamW does besides its learning rate and decay.
struct OptimizerOptions: OptionGroup {
  @Option("The learning rate at the end; without it, a tenth of the peak.", .within(0...1e30))
  var finalLearningRate: Double?
  @Option("How the learning rate falls from its peak.") var schedule = LearningRateSchedule.Shape
    .cosine
  @Option("Over how many iterations the learning rate rises to its peak.", .within(0...10_000_000))
  var warmUp = 0
  @Option("How slowly AdamW forgets gradients.", .within(0..<1)) var beta1 = 0.9
  @Option("How slowly AdamW forgets squared gradients.", .within(0..<1)) var beta2 = 0.99
  @Option("What AdamW adds to the root of the squared gradients.", .within(1e-20...1)) var epsilon =
    1e-8
  @Option("The largest norm of the whole gradient; 0 lets any pass.", .within(0...1e30)) var clip =
    1.0

  /// Reports what does not go with the learning rate and the length of a training.
  func check(peak: Double, iterations: Int, _ findings: inout Findings) {
    if warmUp > iterations {
      findings.report(
        at: $warmUp,
        "the warm-up of \(warmUp.forReading) iterations is longer than the training of "
          + iterations.forReading,
        remedy: "give a `warm-up` of at most `iterations`")
    }
    if let finalLearningRate, finalLearningRate > peak {
      findings.report(
        at: $finalLearningRate,
        "the learning rate would rise from \(peak) to \(finalLearningRate)",
        remedy: "give a `final-learning-rate` of at most `learning-rate`")
    }
  }

  /// With what each kind of training has defaults of its own for.
  func recipe(
    iterations: Int, batch: Int, learningRate: Double, weightDecay: Double, evaluateEvery: Int?
  ) -> TrainingRecipe {
    TrainingRecipe(
      iterations: iterations, batch: batch, learningRate: learningRate,
      minimumLearningRate: finalLearningRate ?? learningRate / 10, warmUp: warmUp,
      schedule: schedule,
      optimizer: AdamW.Settings(
        beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay),
      gradientClip: clip > 0 ? clip : nil,
      evaluationInterval: evaluateEvery ?? max(1, iterations / 10))
  }
}

extension LearningRateSchedule.Shape: OptionChoice {}
