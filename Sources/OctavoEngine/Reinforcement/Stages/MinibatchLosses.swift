extension ProximalPolicyOptimization {
  /// What a minibatch's loss is made of.
  public struct LossSettings: Codable, Hashable, Sendable {
    public var policy: ClippedPolicyLoss
    public var value = ClippedValueLoss()
    public var valueCoefficient = 0.5
    public var entropyCoefficient = 0.0
    /// An iteration's updates end, before the step, where the mean of log π_old − log π exceeds
    /// this.
    public var policyKLLimit: Double?

    public init(for method: PolicyMethod = .ppo) {
      policy = ClippedPolicyLoss(
        clipHigh: method.usualClipHigh, ratio: method.usualRatio,
        aggregation: method.usualAggregation)
    }

    func check() throws(TrainingError) {
      try requireSetting(
        "clip", policy.clipLow > 0 && policy.clipHigh > 0 && (value.clip ?? 1) > 0,
        "ranges must be positive")
    }
  }

  /// The loss on pretraining text (PPO-ptx, Ouyang et al. 2022, equation 2), used where there is
  /// such text.
  public struct PretrainingSettings: Codable, Hashable, Sendable {
    /// What it weighs.
    public var coefficient = 0.0
    public var batch = 8

    public init() {}

    func check() throws(TrainingError) {
      try requireSetting("pretrainingBatch", atLeast: 1, batch)
    }
  }

  /// Critic loss: ½ mean((V − R)²), the squared error of the values against the returns, clipped
  /// around V_old; A2C does not clip.
  func criticLoss(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> Variable? {
    guard let values = new.values, let oldValues = old.values, let returns = targets.returns
    else { return nil }
    return new.batch.loss(of: values) {
      valueLoss($0, old: oldValues, returns: returns, mask: new.batch.mask)
    }
  }

  /// The share of tokens whose critic loss is clipped.
  func valueClipFraction(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> Double? {
    guard let values = new.values, let oldValues = old.values, let returns = targets.returns
    else { return nil }
    return valueLoss.clipFraction(
      new.batch.spread(values), old: oldValues, returns: returns, mask: new.batch.mask)
  }

  private var valueLoss: ClippedValueLoss {
    settings.method == .a2c ? ClippedValueLoss(clip: nil) : settings.loss.value
  }

  /// Actor loss: PPO's clipped surrogate −mean(min(r A, clip(r) A)) with r = π / π_old, or the
  /// policy-gradient loss of another method.
  func actorLoss(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> Variable {
    let (mask, advantages) = (new.batch.mask, targets.advantages)
    var surrogate = settings.loss.policy
    surrogate.constantLength = settings.rollout.sampling.maximumTokens
    return new.batch.loss(of: new.logProbabilities) { [surrogate] logProbabilities in
      switch settings.method {
      case .ppo, .nlpo:
        surrogate(
          logProbabilities, old: old.logProbabilities, advantages: advantages, mask: mask)
      case .a2c:
        PolicyGradient.tokenLoss(logProbabilities, advantages: advantages, mask: mask)
      case .rloo:
        PolicyGradient.sequenceLoss(logProbabilities, advantages: advantages, mask: mask)
      case .grpo, .drGRPO, .gspo, .dapo:
        GroupRelativeLoss(surrogate: surrogate, coefficient: klCoefficient)(
          logProbabilities, old: old.logProbabilities, reference: old.reference,
          advantages: advantages, mask: mask)
      }
    }
  }

  /// Entropy loss: −mean(H[π]), minus the mean entropy of the policy's distributions over the next
  /// token, in nats.
  func entropyLoss(_ new: NewSample) -> Variable {
    let logits = settings.loss.entropyCoefficient == 0 ? new.logits.detached : new.logits
    return -logits.entropy().mean()
  }

  /// Policy KL: estimates of KL(π_old ‖ π), and how the ratios π / π_old are spread: how far the
  /// policy has moved since it made the responses.
  func policyKL(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> PolicyChange {
    PolicyChange(
      new.batch.spread(new.logProbabilities), old: old.logProbabilities,
      advantages: targets.advantages, mask: new.batch.mask, settings.loss.policy)
  }

  /// The cross-entropy on crops of the pretraining text (PPO-ptx), where there is any.
  func pretrainingLoss(_ new: NewSample, step: Int) -> Variable? {
    guard let corpus = task.pretraining, settings.pretraining.coefficient > 0 else { return nil }
    var stream = stream.derived(for: "pretraining", index: history.count)
      .derived(for: "step", index: step)
    let crops = Crops(
      from: corpus.training, rows: settings.pretraining.batch,
      columns: actor.configuration.context, stream: &stream)
    return new.actor.model.logits(
      crops.inputs, new.actor.weights,
      dropout: settings.optimization.dropout.drawn(from: stream.derived(for: "dropout"))
    ).crossEntropy(crops.targets)
  }
}
