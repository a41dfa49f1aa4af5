/// How a pass routes tokens to experts, and a record of where they went, block by block.
public final class Routing {
  /// The capacity factor: an expert takes at most this multiple of an even share of a pass's tokens;
  /// unlimited if nil. With a limit, whether a token is dropped depends on the others in the pass.
  let capacity: Double?
  /// Dropout inside the experts (Switch, Fedus et al. 2022, section 2.4).
  let dropout: Dropout?
  /// The rows of (B · T, C) that are tokens; nil if none is padding. Padding goes to no expert.
  var tokens: [Int32]?
  private let measuresRouters: Bool
  private var balances: [Variable] = []
  private var zLosses: [Variable] = []
  private var measures: [RoutingMeasures] = []
  /// The number of choices that each expert took: a row for each block of the first pass, then of
  /// the next.
  private var choices: [[Int]] = []
  private var (dropped, all) = (0, 0)

  public convenience init(capacity: Double? = nil) {
    self.init(capacity: capacity, dropout: nil, measuresRouters: false)
  }

  init(capacity: Double?, dropout: Dropout?, measuresRouters: Bool) {
    (self.capacity, self.dropout, self.measuresRouters) = (capacity, dropout, measuresRouters)
  }

  func add(logits: Variable, _ probabilities: Variable, _ choice: ExpertChoice) {
    choices.append(choice.tokens.map(\.count))
    dropped += choice.droppedCount
    all += choice.places.count
    balances.append(probabilities.balanceLoss(choice))
    guard measuresRouters else { return }
    zLosses.append(logits.routerZLoss())
    measures.append(
      RoutingMeasures(
        logits: logits.value, probabilities.value, choice,
        zLoss: Double(zLosses[zLosses.count - 1].value.scalar),
        balance: Double(balances[balances.count - 1].value.scalar)))
  }

  /// By block and expert, its share of the choices that the block's experts took in all passes so far.
  ///
  /// - Parameter blocks: how many the model has.
  public func shares(blocks: Int) -> [[Double]] {
    (0..<blocks).map { block in
      let passes = stride(from: block, to: choices.count, by: blocks).map { choices[$0] }
      let counts = (passes.first ?? []).indices.map { expert in
        passes.reduce(0) { $0 + $1[expert] }
      }
      let total = Double(counts.reduce(0, +))
      return counts.map { Double($0) / total }
    }
  }

  /// The share of all choices so far that were dropped.
  public var droppedShare: Double { Double(dropped) / Double(max(1, all)) }

  /// The mean over the blocks of the load-balancing loss, 1 where the experts are used equally (Fedus
  /// et al. 2022, equation 4); nil for a model without experts.
  var balanceLoss: Variable? { Self.mean(balances) }

  /// The mean over the blocks of the router z-loss; nil without experts, or where it is not measured.
  var zLoss: Variable? { Self.mean(zLosses) }

  /// The means over the blocks; nil where the routers are not measured.
  var summary: RoutingMeasures? { RoutingMeasures(joining: measures) }

  private static func mean(_ losses: [Variable]) -> Variable? {
    guard let first = losses.first else { return nil }
    let sum = losses.dropFirst().reduce(first) { $0 + $1 }
    return sum * (1 / Float(losses.count))
  }
}
