import Foundation

/// The learning of a policy from rewards of its own responses, as a value: it can be saved between
/// any two iterations, and what is restored goes on to the same bits.
///
/// PPO as RLHF has it (Ziegler et al. 2019; Stiennon et al. 2020; Ouyang et al. 2022), in the
/// stages that a survey of it draws, one function each, in `advance`. Three methods share the
/// rollout: see `PolicyMethod`.
///
/// Two things keep the first ratio of an iteration exactly 1. Old log-probabilities come from the
/// same full forward pass as new ones, never from sampling's cached one, and over the same
/// minibatches as the first epoch's: a matrix product of another shape may round differently. And
/// where dropout is asked for, a response keeps it through an iteration, in the policy and in the
/// reference alike, so that a ratio compares the same thinned networks, instead of two draws of
/// noise. Sampling never drops anything.
public struct ProximalPolicyOptimization: Sendable {
  public let settings: Settings
  public internal(set) var actor: TunableModel
  /// The policy that responses are held close to: the actor as it began, or the base beneath its
  /// adapter.
  public let reference: GPT
  public internal(set) var critic: Critic
  /// β of the next iteration.
  public internal(set) var klCoefficient: Double
  public internal(set) var history: [Iteration] = []
  /// Some responses token by token, by iteration.
  public internal(set) var records: [Record] = []

  var scoreMoments = RunningMoments()
  var actorOptimizer: AdamW
  var criticOptimizer: AdamW
  let stream: RandomStream
  let task: Task

  /// - Parameters:
  ///   - actor: the policy to start from.
  ///   - criticTrunk: where a critic of its own starts; the actor if nil.
  ///   - stream: from which those of sampling, minibatches and dropout are derived.
  /// - Throws: where the prompts do not fit the model or a setting is out of range.
  public init(
    actor: TunableModel, criticTrunk: GPT? = nil, task: Task, settings: Settings,
    stream: RandomStream
  ) throws(TrainingError) {
    try settings.check()
    try task.check(for: actor.configuration, settings)
    if let criticTrunk { try criticTrunk.configuration.check(asCriticOf: actor.configuration) }
    self.settings = settings
    self.actor = actor
    self.task = task
    self.stream = stream
    reference = actor.adapter == nil ? actor.merged : actor.base
    critic = Critic(settings, actor: actor, trunk: criticTrunk)
    klCoefficient = settings.klControl.initialCoefficient
    actorOptimizer = AdamW(for: actor, settings.optimizer)
    criticOptimizer = AdamW(for: critic, settings.optimizer)
  }

  public var isFinished: Bool { history.count >= settings.iterations }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, or what the reward function throws, leaving everything as
  ///   it was before the iteration.
  /// - Precondition: training is not finished.
  @discardableResult
  public mutating func advance() throws -> Iteration {
    precondition(!isFinished, "training is finished")
    let lastGoodState = self
    do {
      let rollout = try rollout()
      let evaluation = try evaluation(of: rollout)
      let old = try oldPolicySampling(rollout)
      let rewards = klPenalty(rollout, evaluation, old)
      let targets = generalizedAdvantageEstimation(rollout, old, rewards)
      let update = try update(rollout, old, targets)
      return conclude(rollout, evaluation, old, rewards, targets, update)
    } catch {
      self = lastGoodState
      throw error
    }
  }
}

// MARK: - Making experience

extension ProximalPolicyOptimization {
  /// Rollout: takes prompts from the bank and lets the actor respond.
  func rollout() throws -> Rollout {
    let index = history.count
    let prompts = ShuffledEpochs(count: task.prompts.count, stream: stream.derived(for: "prompts"))
      .batch(index, size: settings.prompts)
      .flatMap { Array(repeating: task.prompts[$0], count: settings.samplesPerPrompt) }
    let samples = try actor.merged.sample(
      prompts: prompts, settings: settings.sampling,
      stream: stream.derived(for: "rollout", index: index))
    return Rollout(
      batch: ResponseBatch(prompts: prompts, responses: samples.map(\.tokens)),
      isEnded: samples.map(\.isStopped),
      minibatches: shuffledMinibatches(epoch: 0),
      dropout: stream.derived(for: "dropout", index: index))
  }

  /// Evaluation: scores each whole response.
  mutating func evaluation(of rollout: Rollout) throws -> Evaluation {
    let batch = rollout.batch
    let scores = try task.reward(batch.prompts, batch.responses)
    let goldScores = try task.gold?(batch.prompts, batch.responses)
    try requireOneEach(scores, batch.count, "reward")
    try requireOneEach(goldScores ?? scores, batch.count, "gold")
    try requireFinite(scores, "the score of a response")
    try requireFinite(goldScores ?? [], "the gold score of a response")
    var learned = scores
    if let unendedScore = settings.unendedScore {
      for row in learned.indices where !rollout.isEnded[row] { learned[row] = unendedScore }
    }
    if settings.scalesScores {
      scoreMoments.add(learned)
      let deviation = scoreMoments.deviation(.unbiased)
      if deviation > 0 { learned = learned.map { $0 / deviation } }
    }
    return Evaluation(scores: scores, goldScores: goldScores, learnedScores: learned)
  }

  /// Old-policy sampling: log π_old, log π_ref and V_old of every token.
  func oldPolicySampling(_ rollout: Rollout) throws -> OldSample {
    let mask = rollout.batch.mask
    let nothing = TokenValues(repeating: 0, rows: mask.rows, columns: mask.columns)
    var old = OldSample(
      logProbabilities: nothing, values: critic.isPresent ? nothing : nil, reference: nothing)
    let referenceWeights = Weights(reference.parameters)
    for (index, rows) in rollout.minibatches.enumerated() {
      let tape = index == 0 ? Tape() : nil
      let sample = newPolicySampling(rollout, rows, on: tape)
      if let tape { old.firstPass = (tape, sample) }
      old.logProbabilities.setRows(rows, to: sample.batch.spread(sample.logProbabilities))
      if let values = sample.values {
        old.values!.setRows(rows, to: sample.batch.spread(values))
      }
      let logProbabilities = reference.logProbabilities(
        sample.batch, referenceWeights, temperature: settings.temperature,
        dropout: settings.dropout.drawn(from: rollout.dropout, sequences: rows))
      old.reference.setRows(rows, to: sample.batch.spread(logProbabilities))
    }
    try requireFinite(old.logProbabilities.values, "a log-probability of the policy")
    try requireFinite(old.reference.values, "a log-probability of the reference")
    try requireFinite(old.values?.values ?? [], "a value")
    return old
  }

  /// KL penalty: rewards by token, −β (log π_old − log π_ref) and the score at the last. GRPO has
  /// the penalty in its loss.
  func klPenalty(_ rollout: Rollout, _ evaluation: Evaluation, _ old: OldSample) -> TokenValues {
    let rewards = TokenRewards(
      coefficient: settings.method == .grpo ? 0 : klCoefficient, estimator: settings.klEstimator,
      scoreClip: settings.scoreClip)
    let mask = rollout.batch.mask
    let result = rewards(
      old.logProbabilities, reference: old.reference, scores: evaluation.learnedScores, mask: mask)
    return settings.whitensRewards
      ? result.whitened(mask, settings.variance, keepingMean: true) : result
  }

  /// Generalised advantage estimation, or, without a critic, a response's reward against those of
  /// its group.
  func generalizedAdvantageEstimation(
    _ rollout: Rollout, _ old: OldSample, _ rewards: TokenValues
  ) -> Targets {
    let mask = rollout.batch.mask
    if let values = old.values {
      let estimate = settings.advantages(rewards: rewards, values: values, mask: mask)
      let isWhitened = settings.whitensAdvantages && settings.method == .ppo
      return Targets(
        advantages: isWhitened
          ? estimate.advantages.whitened(mask, settings.variance) : estimate.advantages,
        returns: estimate.returns)
    }
    let totals = rewards.rowSums(mask)
    let advantages = stride(from: 0, to: totals.count, by: settings.samplesPerPrompt).flatMap {
      let group = Array(totals[$0..<$0 + settings.samplesPerPrompt])
      return settings.method == .grpo
        ? GroupAdvantages.standardized(group) : GroupAdvantages.leaveOneOut(group)
    }
    return Targets(
      advantages: TokenValues(
        rows: mask.rows, columns: mask.columns,
        values: advantages.flatMap { Array(repeating: $0, count: mask.columns) }),
      returns: nil)
  }
}

// MARK: - Learning from it

extension ProximalPolicyOptimization {
  /// Epochs of updates by minibatches, until the policy has moved too far.
  mutating func update(
    _ rollout: Rollout, _ old: OldSample, _ targets: Targets
  ) throws -> PolicyUpdate {
    var update = PolicyUpdate()
    for epoch in 0..<settings.epochs {
      let minibatches = epoch == 0 ? rollout.minibatches : shuffledMinibatches(epoch: epoch)
      for rows in minibatches {
        let result = try learn(from: rows, rollout, old, targets, step: update.steps)
        guard let gradients = result.gradients else {
          update.stop(at: result.losses)
          return update
        }
        step(gradients)
        update.add(result.losses, gradients)
      }
    }
    return update
  }

  /// The losses on a minibatch, and their gradients unless the policy has moved too far.
  func learn(
    from rows: [Int], _ rollout: Rollout, _ old: OldSample, _ targets: Targets, step: Int
  ) throws -> (losses: PolicyUpdate.Losses, gradients: PolicyUpdate.Gradients?) {
    let (tape, new) = (step == 0 ? old.firstPass : nil) ?? newPass(rollout, rows)
    let old = old.rows(rows)
    let targets = targets.rows(rows)
    let criticLoss = criticLoss(new, old, targets)
    let actorLoss = actorLoss(new, old, targets)
    let entropyLoss = entropyLoss(new)
    let change = policyKL(new, old, targets)
    let pretrainingLoss = pretrainingLoss(new, step: step)

    let losses = PolicyUpdate.Losses(
      policyLoss: Double(actorLoss.value.scalar), valueLoss: criticLoss?.value.scalar,
      entropy: -Double(entropyLoss.value.scalar), pretrainingLoss: pretrainingLoss?.value.scalar,
      change: change, valueClipFraction: valueClipFraction(new, old, targets))
    for (name, value) in losses.named { try requireFinite([value], name) }
    if let limit = settings.policyKLLimit, change.policyKL > limit { return (losses, nil) }

    var total = actorLoss
    if let criticLoss { total = total + criticLoss * Float(settings.valueCoefficient) }
    if settings.entropyCoefficient != 0 {
      total = total + entropyLoss * Float(settings.entropyCoefficient)
    }
    if let pretrainingLoss {
      total = total + pretrainingLoss * Float(settings.pretrainingCoefficient)
    }
    let gradients = PolicyUpdate.Gradients(
      tape.gradients(of: total, by: new.actorLeaves + new.criticLeaves),
      actorCount: new.actorLeaves.count, isShared: critic.isShared)
    try requireFinite([gradients.actorNorm.value], "the norm of the actor's gradient")
    try requireFinite([gradients.criticNorm.value], "the norm of the critic's gradient")
    return (losses, gradients)
  }

  private func newPass(_ rollout: Rollout, _ rows: [Int]) -> (tape: Tape, sample: NewSample) {
    let tape = Tape()
    return (tape, newPolicySampling(rollout, rows, on: tape))
  }

  /// New-policy sampling: log π and V of a minibatch's tokens as they are now.
  func newPolicySampling(_ rollout: Rollout, _ rows: [Int], on tape: Tape?) -> NewSample {
    let batch = rollout.batch.rows(rows)
    let dropout = settings.dropout.drawn(from: rollout.dropout, sequences: rows)
    let (weights, leaves) = actor.weights(on: tape)
    let hidden = actor.base.hiddenStates(
      batch.tokens, weights, dropout: dropout, at: batch.predictors)
    let logits = actor.base.logits(ofHidden: hidden, weights)
    let tempered = settings.temperature == 1 ? logits : logits * (1 / settings.temperature)
    let values = critic.values(
      batch, actorHidden: hidden, on: tape,
      settings.dropout.drawn(from: rollout.dropout.derived(for: "critic"), sequences: rows))
    return NewSample(
      batch: batch, weights: weights, actorLeaves: leaves, criticLeaves: values?.leaves ?? [],
      logits: tempered, logProbabilities: tempered.logProbabilities(of: batch.labels),
      values: values?.values)
  }

  /// Critic loss: clipped squared error against the returns.
  func criticLoss(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> Variable? {
    guard let values = new.values, let oldValues = old.values, let returns = targets.returns
    else { return nil }
    return new.batch.loss(of: values) {
      valueLoss($0, old: oldValues, returns: returns, mask: new.batch.mask)
    }
  }

  /// Actor loss: the method's own.
  func actorLoss(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> Variable {
    let (mask, advantages) = (new.batch.mask, targets.advantages)
    return new.batch.loss(of: new.logProbabilities) { logProbabilities in
      switch settings.method {
      case .ppo:
        settings.policyLoss(
          logProbabilities, old: old.logProbabilities, advantages: advantages, mask: mask)
      case .a2c:
        PolicyGradient.tokenLoss(logProbabilities, advantages: advantages, mask: mask)
      case .rloo:
        PolicyGradient.sequenceLoss(logProbabilities, advantages: advantages, mask: mask)
      case .grpo:
        GroupRelativeLoss(surrogate: settings.policyLoss, coefficient: klCoefficient)(
          logProbabilities, old: old.logProbabilities, reference: old.reference,
          advantages: advantages, mask: mask)
      }
    }
  }

  /// Entropy loss: minus the policy's mean entropy where it chose a token.
  func entropyLoss(_ new: NewSample) -> Variable {
    let logits = settings.entropyCoefficient == 0 ? new.logits.detached : new.logits
    return -logits.entropy().mean()
  }

  /// Policy KL: how far the policy has moved since it made the responses.
  func policyKL(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> PolicyChange {
    PolicyChange(
      new.batch.spread(new.logProbabilities), old: old.logProbabilities,
      advantages: targets.advantages, mask: new.batch.mask, settings.policyLoss)
  }

  /// The loss on pretraining text (PPO-ptx), where there is any.
  func pretrainingLoss(_ new: NewSample, step: Int) -> Variable? {
    guard let corpus = task.pretraining, settings.pretrainingCoefficient > 0 else { return nil }
    var stream = stream.derived(for: "pretraining", index: history.count)
      .derived(for: "step", index: step)
    let crops = Crops(
      from: corpus.training, rows: settings.pretrainingBatch,
      columns: actor.configuration.context, stream: &stream)
    return actor.base.logits(
      crops.inputs, new.weights,
      dropout: settings.dropout.drawn(from: stream.derived(for: "dropout"))
    ).crossEntropy(crops.targets)
  }

  /// One step of each optimiser.
  mutating func step(_ gradients: PolicyUpdate.Gradients) {
    let limit = settings.gradientClip
    actorOptimizer.update(
      &actor, gradients: gradients.actor, learningRate: learningRate(settings.learningRate),
      gradientScale: gradients.actorNorm.clipScale(limit: limit))
    criticOptimizer.update(
      &critic, gradients: gradients.critic,
      learningRate: learningRate(settings.criticLearningRate ?? settings.learningRate),
      gradientScale: gradients.criticNorm.clipScale(limit: limit))
  }
}
