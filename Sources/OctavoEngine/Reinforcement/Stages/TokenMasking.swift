extension ProximalPolicyOptimization {
  /// Which tokens NLPO's policy may choose: those that an earlier state of it, the masking policy,
  /// finds probable.
  public struct PolicyMaskSettings: Codable, Hashable, Sendable {
    /// The probability that the most probable tokens reach together.
    public var topP = 0.9
    /// After how many iterations the masking policy becomes the policy as it is then (μ).
    public var interval = 10

    public init() {}

    func check() throws(TrainingError) {
      try requireSetting(
        "topP", topP > 0 && topP <= 1, "must be above 0 and at most 1, but is \(topP)")
      try requireSetting("interval", atLeast: 1, interval)
    }
  }

  /// The tokens that responses are sampled from; nil for all.
  var tokenMask: NucleusMask? {
    maskingPolicy.map { NucleusMask($0.merged, topP: settings.policyMask.topP) }
  }

  /// Scores in which tokens that the masking policy rules out have no probability.
  ///
  /// - Parameter logits: (tokens, V), divided by the temperature.
  func masked(_ logits: Variable, _ batch: ResponseBatch) -> Variable {
    guard let maskingPolicy = maskingPolicy?.merged else { return logits }
    let scores = maskingPolicy.responseLogits(batch, Weights(maskingPolicy.parameters)).value
    var sampling = settings.rollout.sampling
    sampling.topP = settings.policyMask.topP
    // Far below any score, and finite, so that zero probabilities have entropy zero.
    let ruledOut: Float = -1e9
    let penalties = batch.labels.enumerated().flatMap { index, label in
      let row = scores.values[index * scores.columns..<(index + 1) * scores.columns]
      let nucleus = TokenDistribution(logits: row, sampling).probabilities
      // A full pass may round otherwise than sampling did, and what was sampled was allowed.
      return nucleus.enumerated().map { $1 > 0 || $0 == Int(label) ? 0 : ruledOut }
    }
    return logits + Variable(Tensor(penalties, shape: scores.shape))
  }

  /// Lets the masking policy follow the policy after every so many iterations.
  mutating func refreshMaskingPolicy() {
    guard maskingPolicy != nil, history.count.isMultiple(of: settings.policyMask.interval)
    else { return }
    maskingPolicy = actor
  }
}
