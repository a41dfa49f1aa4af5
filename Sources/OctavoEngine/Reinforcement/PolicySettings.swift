/// How a policy is learned from the rewards of its own responses.
public enum PolicyMethod: String, Codable, Hashable, Sendable, CaseIterable {
  /// Proximal policy optimisation (Schulman et al. 2017), as RLHF has it (Ziegler et al. 2019).
  case ppo
  /// Advantage actor-critic (Mnih et al. 2016): the same rollout, advantages and critic, without
  /// ratios and clipping.
  case a2c
  /// REINFORCE with the group's other responses as the baseline (Ahmadian et al. 2024): no critic.
  case rloo
  /// Group-relative policy optimisation (Shao et al. 2024): no critic, and the KL penalty in the
  /// loss.
  case grpo

  public var hasCritic: Bool { self == .ppo || self == .a2c }
  /// Whether the loss has a ratio to the policy that made the responses, so that more than one step
  /// can be taken on them. Without a ratio every step but the first would follow the gradient of a
  /// policy that the responses are not from.
  public var hasRatio: Bool { self == .ppo || self == .grpo }
  /// What the loss is the mean of: the tokens of all responses, or as GRPO's paper has it the means
  /// of the responses.
  public var usualAggregation: Aggregation { self == .grpo ? .sequences : .tokens }
  public var usualEpochs: Int { hasRatio ? 4 : 1 }
  public var usualMinibatches: Int { hasRatio ? 4 : 1 }
}

/// Where values come from.
public enum CriticKind: String, Codable, Hashable, Sendable, CaseIterable {
  /// A network of its own.
  case separate
  /// A head on the actor's last hidden state.
  case shared
}

extension ProximalPolicyOptimization {
  public struct Settings: Codable, Hashable, Sendable {
    public var method: PolicyMethod
    public var iterations: Int
    /// Prompts of one iteration.
    public var prompts: Int
    /// Responses to each of them; the group's size for `rloo` and `grpo`.
    public var samplesPerPrompt: Int
    /// How responses are sampled. Temperature holds in every pass of the policy and the reference;
    /// anything that rules out tokens makes the log-probabilities those of another distribution
    /// than was sampled from.
    public var sampling: SamplingSettings

    /// β and how it changes.
    public var klControl: KLControl
    public var klEstimator: KLEstimator
    public var advantages: GeneralizedAdvantageEstimation
    /// Whether PPO's advantages are made to have mean 0 and variance 1 over the iteration's real
    /// tokens.
    public var whitensAdvantages: Bool
    /// Whether the token rewards are given variance 1, their mean kept.
    public var whitensRewards: Bool
    public var variance: Variance
    /// The largest magnitude of a score.
    public var scoreClip: Double?
    /// Whether scores are divided by their deviation over all iterations so far.
    public var scalesScores: Bool
    /// The score, in place of its own, of a response that was cut off before a stop text.
    public var unendedScore: Double?

    /// How often an iteration's responses are learned from.
    public var epochs: Int
    /// How many updates an epoch is cut into.
    public var minibatches: Int
    /// What policy, reference and critic drop while responses are learned from, each response the
    /// same in all passes of its iteration; sampling drops nothing.
    public var dropout: DropoutRates
    public var policyLoss: ClippedPolicyLoss
    public var valueLoss: ClippedValueLoss
    public var valueCoefficient: Double
    public var entropyCoefficient: Double
    /// An iteration's updates end, before the step, where the mean of log π_old − log π exceeds
    /// this.
    public var policyKLLimit: Double?
    /// What the loss on pretraining text weighs (PPO-ptx, Ouyang et al. 2022, equation 2); used
    /// where there is such text.
    public var pretrainingCoefficient: Double
    public var pretrainingBatch: Int

    public var critic: CriticKind
    public var learningRate: Double
    /// Of a critic that is its own network; nil is the actor's.
    public var criticLearningRate: Double?
    public var minimumLearningRate: Double
    public var warmUp: Int
    public var schedule: LearningRateSchedule.Shape
    public var optimizer: AdamW.Settings
    public var gradientClip: Double?

    /// How many responses of an iteration are recorded token by token.
    public var recordedResponses: Int
    /// They are recorded at the first iteration, after every so many, and at the last.
    public var recordInterval: Int

    /// Epochs, minibatches and the mean that the loss is are the method's usual ones unless given.
    public init(
      method: PolicyMethod = .ppo, iterations: Int = 100, prompts: Int = 64,
      samplesPerPrompt: Int = 1, sampling: SamplingSettings = SamplingSettings(maximumTokens: 48),
      klControl: KLControl = .fixed(0.05), klEstimator: KLEstimator = .k1,
      advantages: GeneralizedAdvantageEstimation = GeneralizedAdvantageEstimation(),
      whitensAdvantages: Bool = true, whitensRewards: Bool = false,
      variance: Variance = .unbiased, scoreClip: Double? = nil, scalesScores: Bool = false,
      unendedScore: Double? = nil, epochs: Int? = nil, minibatches: Int? = nil,
      dropout: DropoutRates = .zero, policyLoss: ClippedPolicyLoss? = nil,
      valueLoss: ClippedValueLoss = ClippedValueLoss(), valueCoefficient: Double = 0.5,
      entropyCoefficient: Double = 0, policyKLLimit: Double? = nil,
      pretrainingCoefficient: Double = 0, pretrainingBatch: Int = 8, critic: CriticKind = .separate,
      learningRate: Double = 1e-4, criticLearningRate: Double? = nil,
      minimumLearningRate: Double = 0, warmUp: Int = 0,
      schedule: LearningRateSchedule.Shape = .constant,
      optimizer: AdamW.Settings = AdamW.Settings(epsilon: 1e-5), gradientClip: Double? = 1,
      recordedResponses: Int = 4, recordInterval: Int = 10
    ) {
      self.method = method
      self.iterations = iterations
      self.prompts = prompts
      self.samplesPerPrompt = samplesPerPrompt
      self.sampling = sampling
      self.klControl = klControl
      self.klEstimator = klEstimator
      self.advantages = advantages
      self.whitensAdvantages = whitensAdvantages
      self.whitensRewards = whitensRewards
      self.variance = variance
      self.scoreClip = scoreClip
      self.scalesScores = scalesScores
      self.unendedScore = unendedScore
      self.epochs = epochs ?? method.usualEpochs
      self.minibatches = minibatches ?? method.usualMinibatches
      self.dropout = dropout
      self.policyLoss = policyLoss ?? ClippedPolicyLoss(aggregation: method.usualAggregation)
      self.valueLoss = valueLoss
      self.valueCoefficient = valueCoefficient
      self.entropyCoefficient = entropyCoefficient
      self.policyKLLimit = policyKLLimit
      self.pretrainingCoefficient = pretrainingCoefficient
      self.pretrainingBatch = pretrainingBatch
      self.critic = critic
      self.learningRate = learningRate
      self.criticLearningRate = criticLearningRate
      self.minimumLearningRate = minimumLearningRate
      self.warmUp = warmUp
      self.schedule = schedule
      self.optimizer = optimizer
      self.gradientClip = gradientClip
      self.recordedResponses = recordedResponses
      self.recordInterval = recordInterval
    }

    /// Responses of one iteration.
    public var responses: Int { prompts * samplesPerPrompt }

    var temperature: Float { Float(sampling.temperature) }

    func learningRates(peak: Double) -> LearningRateSchedule {
      LearningRateSchedule(
        shape: schedule, peak: peak, floor: minimumLearningRate, warmUp: warmUp,
        iterations: iterations)
    }

    func isRecorded(_ iteration: Int) -> Bool {
      recordedResponses > 0
        && (iteration == 0 || (iteration + 1).isMultiple(of: recordInterval)
          || iteration + 1 == iterations)
    }

    func check() throws(TrainingError) {
      func require(
        _ isRight: Bool, _ name: String, _ message: String
      ) throws(TrainingError) {
        if !isRight { throw .setting(name, message) }
      }
      for (name, value) in [
        ("iterations", iterations), ("prompts", prompts), ("samplesPerPrompt", samplesPerPrompt),
        ("epochs", epochs), ("minibatches", minibatches), ("pretrainingBatch", pretrainingBatch),
        ("recordInterval", recordInterval), ("maximumTokens", sampling.maximumTokens),
      ] {
        try require(value >= 1, name, "must be at least 1, but is \(value)")
      }
      try require(
        minibatches <= responses, "minibatches",
        "must not exceed the \(responses) responses of an iteration, but is \(minibatches)")
      try require(
        method.hasCritic || samplesPerPrompt > 1, "samplesPerPrompt",
        "must be at least 2 for \(method.rawValue), which compares responses to one prompt")
      try require(
        sampling.temperature > 0, "temperature",
        "must be positive: a greedy policy does not explore")
      try require(
        sampling.repetitionPenalty == 1, "repetitionPenalty",
        "must be 1: it would make the policy another one than is learned")
      try require(
        learningRate > 0 && learningRate.isFinite, "learningRate",
        "must be positive, but is \(learningRate)")
      for (name, steps) in [("epochs", epochs), ("minibatches", minibatches)] {
        try require(
          method.hasRatio || steps == 1, name,
          "must be 1 for \(method.rawValue), whose loss knows nothing of the policy that responded")
      }
      try require(dropout.isValid, "dropout", "must have rates of at least 0 and below 1")
      try require(
        criticLearningRate.map { $0 > 0 && $0.isFinite } ?? true, "criticLearningRate",
        "must be positive")
      try require(warmUp >= 0, "warmUp", "must not be negative, but is \(warmUp)")
      try require(gradientClip.map { $0 > 0 } ?? true, "gradientClip", "must be positive")
      try require(
        policyLoss.clipLow > 0 && policyLoss.clipHigh > 0 && (valueLoss.clip ?? 1) > 0, "clip",
        "ranges must be positive")
      try require(
        klControl.initialCoefficient >= 0 && klControl.hasGoal, "klControl",
        "needs a coefficient that is not negative, and a positive target, horizon and gain")
      do { try sampling.check() } catch {
        if case .setting(let name, let message) = error { throw .setting(name, message) }
      }
    }
  }
}
