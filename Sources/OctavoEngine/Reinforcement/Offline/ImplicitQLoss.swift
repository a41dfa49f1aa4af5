import OctavoBase

/// The loss of implicit language Q-learning (ILQL, Snell et al. 2023, section 4): a value for every
/// token is learned from responses that others wrote, without choosing tokens that they did not.
public struct ImplicitQLoss: Hashable, Codable, Sendable {
  /// γ
  public var discount: Double
  /// τ of expectile regression: toward 1, a state is valued by its best tokens and not by the mean.
  public var expectile: Double
  /// What the conservative term weighs: the cross-entropy of the values as logits (CQL, Kumar et al.
  /// 2020), which keeps tokens that nobody wrote from being overvalued.
  public var conservatism: Double
  /// What the cross-entropy of the policy weighs.
  public var imitation: Double
  /// A token's cross-entropy weighs exp(this · (Q − V)) (AWAC, Nair et al. 2020); at 0 all weigh the
  /// same.
  public var advantageTemperature: Double

  /// trlx's settings unless told otherwise.
  public init(
    discount: Double = 0.99, expectile: Double = 0.7, conservatism: Double = 0.1,
    imitation: Double = 1, advantageTemperature: Double = 0
  ) {
    self.discount = discount
    self.expectile = expectile
    self.conservatism = conservatism
    self.imitation = imitation
    self.advantageTemperature = advantageTemperature
  }

  /// What a token's value should be: r + γ V(next state), where V after the last token is zero.
  ///
  /// - Parameters: of the tokens, (B, R).
  public func targets(rewards: TokenValues, values: TokenValues, mask: TokenMask) -> TokenValues {
    var targets = rewards
    for row in 0..<values.rows {
      let columns = mask.realColumns(inRow: row)
      for (column, next) in zip(columns, columns.dropFirst()) {
        targets[row, column] += discount * values[row, next]
      }
    }
    return targets
  }

  /// The mean of (Q − target)² over the tokens.
  public func actionValueLoss(
    _ values: TokenValues, targets: TokenValues, mask: TokenMask
  ) -> Loss {
    Loss(values.meanWeights(mask, .tokens)) { index in
      let error = values.values[index] - targets.values[index]
      return (error * error, 2 * error)
    }
  }

  /// The mean of |τ − 1(Q < V)| (Q − V)² over the tokens, a loss of V.
  public func stateValueLoss(
    _ values: TokenValues, actionValues: TokenValues, mask: TokenMask
  ) -> Loss {
    Loss(values.meanWeights(mask, .tokens)) { index in
      let advantage = actionValues.values[index] - values.values[index]
      let weight = advantage >= 0 ? expectile : 1 - expectile
      return (weight * advantage * advantage, -2 * weight * advantage)
    }
  }

  /// How much each token's cross-entropy weighs, at most 10⁶.
  public func imitationWeights(_ advantages: TokenValues) -> TokenValues {
    advantages.map { min(1e6, Double.exp(advantageTemperature * $0)) }
  }
}

/// What a pass finds of each of the responses' tokens, end to end.
package struct TokenActionValues {
  /// Of the policy, (tokens, V).
  package let logits: Variable
  /// Q by either head, (tokens, V).
  package let actionValues: [Variable]
  /// V of the state before each token, (tokens).
  package let stateValues: Variable
  /// The lower Q of the target heads of each token.
  package let targets: [Double]

  package init(
    logits: Variable, actionValues: [Variable], stateValues: Variable, targets: [Double]
  ) {
    self.logits = logits
    self.actionValues = actionValues
    self.stateValues = stateValues
    self.targets = targets
  }
}

/// The parts of the loss of one iteration, unweighted, and the mean values of its tokens.
package struct ImplicitQMeasures: Codable, Hashable, Sendable {
  package let actionValueLoss, stateValueLoss, conservativeLoss, imitationLoss: Double
  /// Of V, and of the target Q.
  package let stateValue, actionValue: Double
}

extension ImplicitQLoss {
  /// The whole loss: that of both Q, that of V, the conservative term and the imitation.
  ///
  /// - Parameter scores: one a response, the reward of its last token.
  package func callAsFunction(
    _ values: TokenActionValues, _ batch: ResponseBatch, scores: [Double]
  ) -> (loss: Variable, measures: ImplicitQMeasures) {
    let mask = batch.mask
    let states = batch.spread(values.stateValues)
    let targets = batch.spread(values.targets)
    var rewards = TokenValues(repeating: 0, rows: mask.rows, columns: mask.columns)
    for (row, score) in scores.enumerated() {
      if let last = mask.lastColumn(inRow: row) { rewards[row, last] = score }
    }
    let wanted = self.targets(rewards: rewards, values: states, mask: mask)
    let actionLosses = values.actionValues.map { actionValues in
      batch.loss(of: actionValues.chosen(batch.labels)) {
        actionValueLoss($0, targets: wanted, mask: mask)
      }
    }
    let actionLoss = actionLosses[0] + actionLosses[1]
    let stateLoss = batch.loss(of: values.stateValues) {
      stateValueLoss($0, actionValues: targets, mask: mask)
    }
    let conservative = values.actionValues.map { $0.crossEntropy(batch.labels) }
    let conservativeLoss = conservative[0] + conservative[1]
    let weights = batch.packed(imitationWeights(targets - states).values)
    let imitationLoss = values.logits.crossEntropy(
      batch.labels, weights: weights.map(Float.init), denominator: Double(batch.labels.count))

    let total =
      actionLoss + stateLoss + conservativeLoss * Float(conservatism)
      + imitationLoss * Float(imitation)
    func number(_ loss: Variable) -> Double { Double(loss.value.scalar) }
    return (
      total,
      ImplicitQMeasures(
        actionValueLoss: number(actionLoss), stateValueLoss: number(stateLoss),
        conservativeLoss: number(conservativeLoss), imitationLoss: number(imitationLoss),
        stateValue: states.mean(mask), actionValue: targets.mean(mask))
    )
  }
}
