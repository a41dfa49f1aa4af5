import OctavoEngine
import OctavoRunner

/// How a model is trained: AdamW with a schedule, on batches of examples.
struct TrainingOptions: OptionGroup {
  @Option var iterations: Int
  @Option var batch: Int
  let optimizer: OptimizerOptions
  @Option var evaluateEvery: Int?

  init() { self.init(examples: "examples") }

  /// - Parameters:
  ///   - examples: what help calls the examples that the model learns from.
  ///   - evaluation: what help calls what is done every so many iterations.
  init(
    examples: String, evaluation: String? = nil, iterations: Int = 200, batch: Int = 16,
    learningRate: Double = 3e-4, weightDecay: Double = 0.01
  ) {
    _iterations = Option(
      wrappedValue: iterations, "The number of optimizer steps.", .within(1...10_000_000))
    _batch = Option(
      wrappedValue: batch, "How many \(examples) a step learns from.", .within(1...4096))
    optimizer = OptimizerOptions(learningRate: learningRate, weightDecay: weightDecay)
    _evaluateEvery = Option(
      "After how many iterations \(evaluation ?? "the validation \(examples) are evaluated"); "
        + "without it, a tenth of all.", .limit)
  }

  func check(_ problems: inout Problems) {
    problems.requireWarmUp(optimizer.warmUp, within: iterations, at: optimizer.$warmUp)
  }

  var recipe: TrainingRecipe { recipe(atMost: .max) }

  /// The recipe with at most `most` iterations.
  func recipe(atMost most: Int) -> TrainingRecipe {
    let iterations = min(iterations, most)
    return optimizer.recipe(
      iterations: iterations, batch: batch,
      evaluationInterval: evaluateEvery ?? max(1, iterations / 10))
  }
}
