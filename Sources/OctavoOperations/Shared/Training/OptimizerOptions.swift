import OctavoEngine
import OctavoRunner

/// AdamW and its learning rates.
struct OptimizerOptions: OptionGroup {
  @Option var learningRate: Double
  @Option var weightDecay: Double
  @Option("The learning rate at the end; without it, a tenth of the peak.", .within(0...1e30))
  var finalLearningRate: Double?
  @Option("The schedule of the learning rate after its peak.") var schedule = LearningRateSchedule
    .Shape
    .cosine
  @Option(
    "The number of warm-up iterations, in which the learning rate rises to its peak.",
    .within(0...10_000_000))
  var warmUp = 0
  @Option("β₁ of AdamW, the decay rate of the first moment.", .within(0..<1)) var beta1 = 0.9
  @Option("β₂ of AdamW, the decay rate of the second moment.", .within(0..<1)) var beta2 = 0.99
  @Option("ε of AdamW, which is added to the root of the second moment.", .within(1e-20...1))
  var epsilon =
    1e-8
  @Option("The gradient norm at which to clip; 0 does not clip.", .within(0...1e30)) var clip =
    1.0

  init() { self.init(learningRate: 3e-4, weightDecay: 0.01) }

  init(learningRate: Double, weightDecay: Double) {
    _learningRate = Option(
      wrappedValue: learningRate, "The learning rate at its peak.", .positive(upTo: 1e30))
    _weightDecay = Option(
      wrappedValue: weightDecay, "The weight decay of matrices.", .within(0...1000)
    )
  }

  func check(_ problems: inout Problems) {
    if let finalLearningRate {
      problems.requireFall(from: learningRate, to: finalLearningRate, at: $finalLearningRate)
    }
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
