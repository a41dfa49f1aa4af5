/// How a model is trained: for how long, on how much at once, and at which learning rates.
public struct TrainingRecipe: Codable, Hashable, Sendable {
  public var iterations: Int
  /// Examples, or sequences of a text, in one forward pass.
  public var batch: Int
  public var learningRate: Double
  public var minimumLearningRate: Double
  public var warmUp: Int
  public var schedule: LearningRateSchedule.Shape
  public var optimizer: AdamW.Settings
  /// The largest norm of the gradients; nil does not limit it.
  public var gradientClip: Double?
  /// The validation split is evaluated before training, after every so many iterations, and at the
  /// end.
  public var evaluationInterval: Int
  /// What a language model drops in this training; nil is the model's own rates for language
  /// modeling and fine-tuning, and nothing where preferences are learned from. Networks without
  /// dropout have no use for it.
  public var dropout: DropoutRates?
  /// How the experts of a sparse language model are trained, in language modeling and fine-tuning.
  public var experts: ExpertTraining
  /// What causal attention keeps for the backward pass.
  public var attention: AttentionMemory

  /// What suits fine-tuning a small model, unless told otherwise.
  public init(
    iterations: Int = 500, batch: Int = 16, learningRate: Double = 3e-4,
    minimumLearningRate: Double = 3e-5, warmUp: Int = 20,
    schedule: LearningRateSchedule.Shape = .cosine,
    optimizer: AdamW.Settings = AdamW.Settings(beta2: 0.99, weightDecay: 0.01),
    gradientClip: Double? = 1, evaluationInterval: Int = 100, dropout: DropoutRates? = nil,
    experts: ExpertTraining = ExpertTraining(), attention: AttentionMemory = .recomputed
  ) {
    self.iterations = iterations
    self.batch = batch
    self.learningRate = learningRate
    self.minimumLearningRate = minimumLearningRate
    self.warmUp = warmUp
    self.schedule = schedule
    self.optimizer = optimizer
    self.gradientClip = gradientClip
    self.evaluationInterval = evaluationInterval
    self.dropout = dropout
    self.experts = experts
    self.attention = attention
  }

  /// nanoGPT's for a small model trained from nothing.
  public static let nanoGPT = TrainingRecipe(
    iterations: 2000, batch: 12, learningRate: 1e-3, minimumLearningRate: 1e-4, warmUp: 100,
    optimizer: AdamW.Settings(beta2: 0.99, weightDecay: 0.1), evaluationInterval: 250,
    experts: ExpertTraining(balance: 0.01))
}

extension TrainingRecipe {
  func check() throws(TrainingError) {
    for (name, value) in [
      ("iterations", iterations), ("batch", batch), ("evaluationInterval", evaluationInterval),
    ] where value < 1 {
      throw .setting(name, "must be at least 1, but is \(value)")
    }
    if !(learningRate > 0) || !learningRate.isFinite {
      throw .setting("learningRate", "must be positive, but is \(learningRate)")
    }
    if warmUp < 0 { throw .setting("warmUp", "must not be negative, but is \(warmUp)") }
    if let gradientClip, !(gradientClip > 0) {
      throw .setting("gradientClip", "must be positive, but is \(gradientClip)")
    }
    if let dropout, !dropout.isValid {
      throw .setting("dropout", "must have rates of at least 0 and below 1")
    }
    try experts.check()
  }

  var learningRates: LearningRateSchedule {
    LearningRateSchedule(
      shape: schedule, peak: learningRate, floor: minimumLearningRate, warmUp: warmUp,
      iterations: iterations)
  }

  /// The examples of an iteration, counted from 0: those that follow the previous iteration's in an
  /// order that is shuffled anew in every epoch.
  ///
  /// - Parameter stream: of the whole training.
  func rows(of examples: Int, at index: Int, _ stream: RandomStream) -> [Int] {
    ShuffledEpochs(count: examples, stream: stream.derived(for: "batches"))
      .batch(index, size: batch)
  }

  /// Whether the validation split is evaluated after so many iterations.
  func evaluates(after iterations: Int) -> Bool {
    iterations.isMultiple(of: evaluationInterval) || iterations >= self.iterations
  }
}
