/// Several feed-forward layers, of which each token goes to some (Shazeer et al. 2017; Fedus et al.
/// 2022): (…, C) → (…, C). Unless the routing has a capacity, an expert takes as many tokens as choose
/// it; a choice that is dropped contributes 0.
struct MixtureOfExperts {
  let router: Linear
  let experts: [FeedForward]
  /// How many experts a token uses.
  let active: Int
  private let name: String

  init(
    _ source: ParameterSource, _ configuration: GPT.Configuration,
    _ experts: GPT.Configuration.Experts
  ) {
    active = experts.active
    name = source.path
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

  /// - Parameters:
  ///   - tokens: the rows of (N, C) that are tokens and not padding, which gets 0; all if nil.
  ///   - routing: how tokens are routed to experts; records where they went.
  func callAsFunction(_ x: Variable, tokens: [Int32]? = nil, _ routing: Routing?) -> Variable {
    let rows = x.reshaped([x.value.rows, x.value.columns])
    guard let tokens else { return mixed(rows, routing).reshaped(x.shape) }
    return Variable(Tensor(zeros: rows.shape)).replacingRows(
      tokens, with: tokens.indices.map(Int32.init), of: mixed(rows.gathered(tokens), routing)
    ).reshaped(x.shape)
  }

  /// (N, C) → (N, C)
  private func mixed(_ rows: Variable, _ routing: Routing?) -> Variable {
    let logits = router(rows)
    let probabilities = logits.softmax()
    let choice = ExpertChoice(
      probabilities.value, active: active,
      capacity: routing?.capacity.map {
        ExpertChoice.capacity($0, tokens: rows.value.rows, experts: experts.count)
      })
    let outputs = experts.enumerated().map { index, expert in
      let tokens = choice.tokens[index]
      return tokens.isEmpty
        ? nil : expert(rows.gathered(tokens), dropout: routing?.dropout, "\(name).experts.\(index)")
    }
    routing?.add(logits: logits, probabilities, choice)
    return probabilities.gates(choice).mixed(outputs, choice, columns: rows.value.columns)
  }
}
