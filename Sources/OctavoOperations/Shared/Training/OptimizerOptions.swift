import OctavoEngine
import OctavoRunner

/// AdamW and its learning rates.
struct OptimizerOptions: OptionGroup {
  @Option var learningRate: Double
  @Option var weightDecay: Double
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

  init() { self.init(learningRate: 3e-4, weightDecay: 0.01) }

  init(learningRate: Double, weightDecay: Double) {
    _learningRate = Option(
      wrappedValue: learningRate, "The learning rate at its peak.", .positive(upTo: 1e30))
    _weightDecay = Option(
      wrappedValue: weightDecay, "How strongly matrices are pulled towards zero.", .within(0...1000)
    )
  }

  func check(_ findings: inout Findings) {
    if let finalLearningRate, finalLearningRate > learningRate {
      findings.report(
        at: $finalLearningRate,
        "the learning rate would rise from \(learningRate) to \(finalLearningRate)",
        remedy: "give a `final-learning-rate` of at most `learning-rate`")
    }
  }

  /// Reports a warm-up that is longer than a training.
  func check(iterations: Int, _ findings: inout Findings) {
    guard warmUp > iterations else { return }
    findings.report(
      at: $warmUp,
      "the warm-up of \(warmUp.forReading) iterations is longer than the training of "
        + iterations.forReading,
      remedy: "give a `warm-up` of at most `iterations`")
  }

  func recipe(iterations: Int, batch: Int, evaluationInterval: Int) -> TrainingRecipe {
    TrainingRecipe(
      iterations: iterations, batch: batch, learningRate: learningRate,
      minimumLearningRate: finalLearningRate ?? learningRate / 10, warmUp: warmUp,
      schedule: schedule,
      optimizer: AdamW.Settings(
        beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay),
      gradientClip: clip > 0 ? clip : nil, evaluationInterval: evaluationInterval)
  }
}

extension LearningRateSchedule.Shape: OptionChoice {}
