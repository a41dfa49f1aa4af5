extension ProximalPolicyOptimization {
  /// How responses are learned from.
  public struct OptimizationSettings: Codable, Hashable, Sendable {
    /// How often an iteration's responses are learned from.
    public var epochs: Int
    /// How many updates an epoch is cut into.
    public var minibatches: Int
    /// What policy, reference and critic drop while responses are learned from, each response the
    /// same in all passes of its iteration; sampling drops nothing.
    public var dropout = DropoutRates.zero
    public var learningRate = 1e-4
    /// Of a critic that is its own network; nil is the actor's.
    public var criticLearningRate: Double?
    public var minimumLearningRate = 0.0
    public var warmUp = 0
    public var schedule = LearningRateSchedule.Shape.constant
    public var optimizer = AdamW.Settings(epsilon: 1e-5)
    public var gradientClip: Double? = 1

    public init(for method: PolicyMethod = .ppo) {
      epochs = method.usualEpochs
      minibatches = method.usualMinibatches
    }

    func check(for method: PolicyMethod, responses: Int) throws(TrainingError) {
      for (name, steps) in [("epochs", epochs), ("minibatches", minibatches)] {
        try requireSetting(name, atLeast: 1, steps)
        try requireSetting(
          name, method.hasRatio || steps == 1,
          "must be 1 for \(method.rawValue), whose loss knows nothing of the policy that responded")
      }
      try requireSetting(
        "minibatches", minibatches <= responses,
        "must not exceed the \(responses) responses of an iteration, but is \(minibatches)")
      try requireSetting("dropout", dropout.isValid, "must have rates of at least 0 and below 1")
      try requireSetting(
        "learningRate", learningRate > 0 && learningRate.isFinite,
        "must be positive, but is \(learningRate)")
      try requireSetting(
        "criticLearningRate", criticLearningRate.map { $0 > 0 && $0.isFinite } ?? true,
        "must be positive")
      try requireSetting("warmUp", warmUp >= 0, "must not be negative, but is \(warmUp)")
      try requireSetting("gradientClip", gradientClip.map { $0 > 0 } ?? true, "must be positive")
    }
  }

  /// Makes the epochs of updates by minibatches, until the policy has moved too far.
  mutating func update(
    _ rollout: Rollout, _ old: OldSample, _ targets: Targets
  ) throws -> PolicyUpdate {
    var update = PolicyUpdate()
    for epoch in 0..<settings.optimization.epochs {
      let minibatches = epoch == 0 ? rollout.minibatches : shuffledMinibatches(epoch: epoch)
      for rows in minibatches {
        let (measurement, gradients) = try learn(
          from: rows, rollout, old, targets, step: update.steps)
        guard let gradients else {
          update.stop(at: measurement)
          return update
        }
        step(gradients)
        update.add(measurement, gradients)
      }
    }
    return update
  }

  /// What is measured on a minibatch, and its loss's gradients unless the policy has moved too far.
  private func learn(
    from rows: [Int], _ rollout: Rollout, _ old: OldSample, _ targets: Targets, step: Int
  ) throws -> (measurement: Iteration, gradients: PolicyUpdate.Gradients?) {
    let (tape, new) = (step == 0 ? old.firstPass : nil) ?? newPass(rollout, rows)
    let old = old.rows(rows)
    let targets = targets.rows(rows)
    let criticLoss = criticLoss(new, old, targets)
    let actorLoss = actorLoss(new, old, targets)
    let entropyLoss = entropyLoss(new)
    let change = policyKL(new, old, targets)
    let pretrainingLoss = pretrainingLoss(new, step: step)

    let minibatch = Minibatch(
      new: new, old: old, targets: targets, policyLoss: Double(actorLoss.value.scalar),
      valueLoss: (criticLoss?.value.scalar).map(Double.init),
      entropy: -Double(entropyLoss.value.scalar),
      pretrainingLoss: (pretrainingLoss?.value.scalar).map(Double.init), change: change,
      valueClipFraction: valueClipFraction(new, old, targets))
    for (name, value) in minibatch.named { try requireFinite([value], name) }
    if let limit = settings.loss.policyKLLimit, change.policyKL > limit {
      return (minibatch.measurement, nil)
    }

    var total = actorLoss
    if let criticLoss { total = total + criticLoss * Float(settings.loss.valueCoefficient) }
    if settings.loss.entropyCoefficient != 0 {
      total = total + entropyLoss * Float(settings.loss.entropyCoefficient)
    }
    if let pretrainingLoss {
      total = total + pretrainingLoss * Float(settings.pretraining.coefficient)
    }
    let gradients = PolicyUpdate.Gradients(
      tape.gradients(of: total, by: new.actor.leaves + new.criticLeaves),
      actorCount: new.actor.leaves.count, isShared: critic.isShared)
    try requireFinite([gradients.actorNorm.value], "the norm of the actor's gradient")
    try requireFinite([gradients.criticNorm.value], "the norm of the critic's gradient")
    return (minibatch.measurement, gradients)
  }

  private func newPass(_ rollout: Rollout, _ rows: [Int]) -> (tape: Tape, sample: NewSample) {
    let tape = Tape()
    return (tape, newPolicySampling(rollout, rows, on: tape))
  }

  /// One step of each optimizer.
  private mutating func step(_ gradients: PolicyUpdate.Gradients) {
    let settings = settings.optimization
    actorOptimizer.update(
      &actor, gradients: gradients.actor, learningRate: learningRate(settings.learningRate),
      gradientScale: gradients.actorNorm.clipScale(limit: settings.gradientClip))
    criticOptimizer.update(
      &critic, gradients: gradients.critic,
      learningRate: learningRate(settings.criticLearningRate ?? settings.learningRate),
      gradientScale: gradients.criticNorm.clipScale(limit: settings.gradientClip))
  }

  /// The rate of this iteration.
  func learningRate(_ peak: Double) -> Double {
    LearningRateSchedule(
      shape: settings.optimization.schedule, peak: peak,
      floor: settings.optimization.minimumLearningRate, warmUp: settings.optimization.warmUp,
      iterations: settings.iterations
    ).rate(at: history.count)
  }

  /// The rows of an epoch's minibatches.
  func shuffledMinibatches(epoch: Int) -> [[Int]] {
    ShuffledEpochs(
      count: settings.rollout.responses,
      stream: stream.derived(for: "minibatches", index: history.count)
    )
    .order(epoch: epoch).divided(into: settings.optimization.minibatches)
  }
}
