/// Several feed-forward layers, of which each token goes to some (Shazeer et al. 2017; Fedus et al.
/// 2022): (…, C) → (…, C). No token is dropped: an expert takes as many as choose it.
struct MixtureOfExperts {
  let router: Linear
  let experts: [FeedForward]
  /// How many experts a token uses.
  let active: Int

  init(
    _ source: ParameterSource, _ configuration: GPT.Configuration,
    _ experts: GPT.Configuration.Experts
  ) {
    active = experts.active
    router = Linear(
      source["router"], configuration.width, experts.count, hasBias: false,
      start: configuration.start)
    self.experts = (0..<experts.count).map {
      FeedForward(source["experts.\($0)"], configuration)
    }
  }

  /// How many numbers one expert has.
  static func parameterCount(ofOneIn configuration: GPT.Configuration) -> Int {
    ParameterSource.shapes { FeedForward($0, configuration) }.numberCount
  }

  /// - Parameter routing: takes in where the tokens went.
  func callAsFunction(_ x: Variable, _ routing: Routing?) -> Variable {
    let rows = x.reshaped([x.value.rows, x.value.columns])
    let probabilities = router(rows).softmax()
    let choice = ExpertChoice(probabilities.value, active: active)
    let outputs = zip(experts, choice.tokens).map { expert, tokens in
      tokens.isEmpty ? nil : expert(rows.gathered(tokens))
    }
    routing?.add(probabilities, choice)
    return probabilities.gates(choice).mixed(outputs, choice, columns: x.value.columns)
      .reshaped(x.shape)
  }
}

/// Where the tokens of a pass went, block by block.
public final class Routing {
  private var balances: [Variable] = []
  /// By block and expert, how many choices fell on it, in one pass after another.
  private var choices: [[Int]] = []

  public init() {}

  func add(_ probabilities: Variable, _ choice: ExpertChoice) {
    balances.append(probabilities.balanceLoss(choice))
    choices.append(choice.tokens.map(\.count))
  }

  /// By block and expert, its share of the choices in all passes so far.
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

  /// The mean over the blocks of how unevenly the experts are used, 1 at the least (Fedus et al.
  /// 2022, equation 4); nil for a model without experts.
  var balanceLoss: Variable? {
    guard let first = balances.first else { return nil }
    let sum = balances.dropFirst().reduce(first) { $0 + $1 }
    return sum * (1 / Float(balances.count))
  }
}
