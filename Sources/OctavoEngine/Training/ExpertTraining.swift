/// How the experts and routers of a sparse model are trained; a dense model ignores it.
public struct ExpertTraining: Codable, Hashable, Sendable {
  /// The weight of the load-balancing loss (α of Switch, Fedus et al. 2022, equation 4).
  public var balance: Double
  /// The weight of the router z-loss (ST-MoE, Zoph et al. 2022, equation 5); none if nil. The routers
  /// are measured where this or `capacity` is given.
  public var zLoss: Double?
  /// The capacity factor of both papers: an expert takes at most this multiple of an even share of a
  /// pass's tokens; unlimited if nil.
  public var capacity: Double?
  /// The dropout rate inside the experts, after their activation (Fedus et al. 2022, section 2.4).
  public var dropout: Double

  public init(
    balance: Double = 0, zLoss: Double? = nil, capacity: Double? = nil, dropout: Double = 0
  ) {
    self.balance = balance
    self.zLoss = zLoss
    self.capacity = capacity
    self.dropout = dropout
  }

  /// The routing of one pass.
  func routing(_ stream: RandomStream) -> Routing {
    Routing(
      capacity: capacity, dropout: dropout > 0 ? Dropout(rate: dropout, stream: stream) : nil,
      measuresRouters: zLoss != nil || capacity != nil)
  }

  /// A pass's loss plus the weighted losses of its routing.
  func total(_ loss: Variable, _ routing: Routing) -> Variable {
    let terms = [(routing.balanceLoss, balance), (routing.zLoss, zLoss ?? 0)]
    return terms.reduce(loss) { sum, term in
      guard let loss = term.0, term.1 > 0 else { return sum }
      return sum + loss * Float(term.1)
    }
  }

  func check() throws(TrainingError) {
    for (name, value) in [("balance", balance), ("zLoss", zLoss ?? 0)]
    where !(value >= 0 && value.isFinite) {
      throw .setting(name, "must be at least 0, but is \(value)")
    }
    if let capacity, !(capacity > 0 && capacity.isFinite) {
      throw .setting("capacity", "must be positive, but is \(capacity)")
    }
    if !(dropout >= 0 && dropout < 1) {
      throw .setting("dropout", "must be at least 0 and below 1, but is \(dropout)")
    }
  }
}
