import Foundation

/// What remains of an iteration: its statistics, some responses token by token, and the next KL
/// coefficient.
extension ProximalPolicyOptimization {
  mutating func conclude(
    _ rollout: Rollout, _ evaluation: Evaluation, _ old: OldSample, _ rewards: TokenValues,
    _ targets: Targets, _ update: PolicyUpdate
  ) -> Iteration {
    let mask = rollout.batch.mask
    let kl = old.logProbabilities - old.reference
    let sequenceKL = kl.rowSums(mask)
    let iteration = Iteration(
      iteration: history.count + 1, samples: (history.last?.samples ?? 0) + mask.rows,
      score: mean(evaluation.scores),
      goldScore: evaluation.goldScores.map(mean), totalReward: mean(rewards.rowSums(mask)),
      kl: mean(sequenceKL), klCoefficient: klCoefficient, entropy: update.mean { $0.entropy },
      policyLoss: update.mean { $0.policyLoss },
      valueLoss: update.optionalMean { $0.valueLoss.map(Double.init) },
      pretrainingLoss: update.optionalMean { $0.pretrainingLoss.map(Double.init) },
      clipFraction: update.mean { $0.change.clipFraction },
      valueClipFraction: update.optionalMean { $0.valueClipFraction },
      approximateKL: update.mean { $0.change.approximateKL },
      policyKL: update.mean { $0.change.policyKL },
      explainedVariance: explainedVariance(old, targets, mask),
      meanRatio: update.mean { $0.change.meanRatio }, smallestRatio: update.smallestRatio,
      largestRatio: update.largestRatio, responseLength: mean(mask.lengths.map(Double.init)),
      endedFraction: mean(rollout.isEnded.map { $0 ? 1 : 0 }), gradientNorm: update.gradientNorm,
      criticGradientNorm: critic.network == nil ? nil : update.criticGradientNorm,
      learningRate: learningRate(settings.learningRate), updates: update.steps,
      isStoppedEarly: update.isStoppedEarly)
    if settings.isRecorded(history.count) {
      records += record(rollout, evaluation, old, rewards, targets)
    }
    klCoefficient = settings.klControl.updated(
      klCoefficient, sequenceKL: iteration.kl, tokenKL: kl.mean(mask), responses: mask.rows)
    history.append(iteration)
    return iteration
  }

  private func record(
    _ rollout: Rollout, _ evaluation: Evaluation, _ old: OldSample, _ rewards: TokenValues,
    _ targets: Targets
  ) -> [Record] {
    let rows = Array(0..<min(settings.recordedResponses, rollout.batch.count))
    let sample = newPolicySampling(rollout, rows, on: nil)
    let new = sample.batch.spread(sample.logProbabilities)
    return rows.map { row in
      func tokens(_ values: TokenValues) -> [Double] {
        Array(values.row(row).prefix(rollout.batch.responses[row].count))
      }
      return Record(
        iteration: history.count + 1, prompt: rollout.batch.prompts[row],
        response: rollout.batch.responses[row], score: evaluation.scores[row],
        goldScore: evaluation.goldScores?[row], logProbabilities: tokens(old.logProbabilities),
        referenceLogProbabilities: tokens(old.reference), newLogProbabilities: tokens(new),
        kl: tokens(old.logProbabilities - old.reference), rewards: tokens(rewards),
        values: old.values.map(tokens), advantages: tokens(targets.advantages),
        returns: targets.returns.map(tokens),
        ratios: zip(tokens(new), tokens(old.logProbabilities)).map { exp($0 - $1) })
    }
  }

  private func explainedVariance(
    _ old: OldSample, _ targets: Targets, _ mask: TokenMask
  ) -> Double? {
    guard let values = old.values, let returns = targets.returns else { return nil }
    return values.explainedVariance(of: returns, mask: mask)
  }

  /// PPO's value loss, or A2C's, which does not clip.
  var valueLoss: ClippedValueLoss {
    settings.method == .a2c ? ClippedValueLoss(clip: nil) : settings.valueLoss
  }

  func valueClipFraction(_ new: NewSample, _ old: OldSample, _ targets: Targets) -> Double? {
    guard let values = new.values, let oldValues = old.values, let returns = targets.returns
    else { return nil }
    return valueLoss.clipFraction(
      new.batch.spread(values), old: oldValues, returns: returns, mask: new.batch.mask)
  }

  /// The rate of this iteration.
  func learningRate(_ peak: Double) -> Double {
    settings.learningRates(peak: peak).rate(at: history.count)
  }

  /// The rows of an epoch's minibatches.
  func shuffledMinibatches(epoch: Int) -> [[Int]] {
    ShuffledEpochs(
      count: settings.responses,
      stream: stream.derived(for: "minibatches", index: history.count)
    )
    .order(epoch: epoch).divided(into: settings.minibatches)
  }

  func requireOneEach(_ scores: [Double], _ responses: Int, _ name: String) throws {
    if scores.count != responses {
      throw TrainingError.setting(name, "gave \(scores.count) scores for \(responses) responses")
    }
  }

  func requireFinite(_ values: [Double], _ name: String) throws {
    if !values.allSatisfy(\.isFinite) {
      throw TrainingError.notFinite(name, iteration: history.count + 1)
    }
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }
}
