/// What the routers of a model do with the tokens of a pass.
package struct RoutingMeasures: Codable, Hashable, Sendable {
  /// The mean of (log Σ exp x)² over a router's logits x.
  package let zLoss: Double
  /// The mean of log Σ exp x.
  package let logSumExp: Double
  /// The largest magnitude of a logit.
  package let largestLogit: Double
  /// The mean entropy of the router's probabilities, in nats.
  package let entropy: Double
  /// The load-balancing loss, 1 where all experts are chosen equally.
  package let balance: Double
  /// The share of choices that are dropped.
  package let dropped: Double

  /// - Parameters:
  ///   - logits: of one router (N, E), with their softmax.
  ///   - zLoss: of these logits.
  ///   - balance: the balance loss of these probabilities.
  init(
    logits: Tensor, _ probabilities: Tensor, _ choice: ExpertChoice, zLoss: Double, balance: Double
  ) {
    let rows = Double(max(1, logits.rows))
    let normalizers = logits.logSumExp().values.map(Double.init)
    self.zLoss = zLoss
    self.balance = balance
    logSumExp = normalizers.reduce(0, +) / rows
    largestLogit = logits.values.reduce(0.0) { max($0, abs(Double($1))) }
    // −Σ p log p = log Σ exp x − Σ p x
    let expected = zip(probabilities.values, logits.values)
      .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    entropy = logSumExp - expected / rows
    dropped = Double(choice.droppedCount) / Double(max(1, choice.places.count))
  }

  /// The means, but the maximum of the largest logits; nil if there are no parts.
  package init?(joining parts: some Collection<RoutingMeasures>) {
    if parts.isEmpty { return nil }
    func mean(_ measure: (RoutingMeasures) -> Double) -> Double {
      parts.reduce(0) { $0 + measure($1) } / Double(parts.count)
    }
    zLoss = mean(\.zLoss)
    logSumExp = mean(\.logSumExp)
    largestLogit = parts.reduce(0) { max($0, $1.largestLogit) }
    entropy = mean(\.entropy)
    balance = mean(\.balance)
    dropped = mean(\.dropped)
  }
}
