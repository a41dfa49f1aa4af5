/// How the tokens of a pass are sent to experts, and where they went, block by block.
public final class Routing {
  /// An expert takes at most so many times an even share of a pass's tokens; nil for as many as choose
  /// it. Then what becomes of a token depends on the others in the pass.
  let capacity: Double?
  /// Inside the experts (Switch, Fedus et al. 2022, section 2.4).
  let dropout: Dropout?
  /// The rows of (B · T, C) that are tokens; nil if none is padding. Padding goes to no expert.
  var tokens: [Int32]?
  private let measuresZLoss: Bool
  private var balances: [Variable] = []
  private var zLosses: [Variable] = []
  private var measures: [RoutingMeasures] = []
  /// By block and expert, how many choices it took, in one pass after another.
  private var choices: [[Int]] = []
  private var (dropped, all) = (0, 0)

  public convenience init(capacity: Double? = nil) {
    self.init(capacity: capacity, dropout: nil, measuresZLoss: false)
  }

  init(capacity: Double?, dropout: Dropout?, measuresZLoss: Bool) {
    (self.capacity, self.dropout, self.measuresZLoss) = (capacity, dropout, measuresZLoss)
  }

  func add(logits: Variable, _ probabilities: Variable, _ choice: ExpertChoice) {
    choices.append(choice.tokens.map(\.count))
    dropped += choice.droppedCount
    all += choice.places.count
    balances.append(probabilities.balanceLoss(choice))
    guard measuresZLoss else { return }
    zLosses.append(logits.routerZLoss())
    measures.append(
      RoutingMeasures(
        logits: logits.value, probabilities.value, choice,
        zLoss: Double(zLosses[zLosses.count - 1].value.scalar),
        balance: Double(balances[balances.count - 1].value.scalar)))
  }

  /// By block and expert, its share of the choices that experts took in all passes so far.
  ///
  /// - Parameter blocks: of the model.
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

  /// What share of all choices so far their experts had no room for.
  public var droppedShare: Double { Double(dropped) / Double(max(1, all)) }

  /// The mean over the blocks of how unevenly the experts are used, 1 at the least (Fedus et al.
  /// 2022, equation 4); nil for a model without experts.
  var balanceLoss: Variable? { Self.mean(balances) }

  /// The mean over the blocks of the router z-loss; nil without experts, or where it is not asked for.
  var zLoss: Variable? { Self.mean(zLosses) }

  /// The means over the blocks; nil where they are not asked for.
  var summary: RoutingMeasures? { RoutingMeasures(joining: measures) }

  private static func mean(_ losses: [Variable]) -> Variable? {
    guard let first = losses.first else { return nil }
    let sum = losses.dropFirst().reduce(first) { $0 + $1 }
    return sum * (1 / Float(losses.count))
  }
}
