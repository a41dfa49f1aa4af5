/// How virtual tokens are initialized.
public enum VirtualTokenStart: Hashable, Sendable {
  /// Drawn from a normal distribution, with the root mean square of the model's token embeddings as
  /// deviation for a soft prompt, and 1 for a prefix.
  case random
  /// As tokens drawn from the vocabulary, which Lester et al. (2021, section 3.2) find better than
  /// random numbers.
  case vocabulary
  /// As these tokens, repeated where there are fewer of them than virtual tokens.
  case tokens([Int32])
}

extension VirtualTokenAdapter {
  /// New virtual tokens. A prefix that starts as tokens has the keys and values of these tokens at
  /// the beginning of a text (Li & Liang 2021, section 7.4). With a projection, the MLP is
  /// initialized at random, whatever `start` is.
  ///
  /// - Throws: where the settings are out of range, or a token is not in the vocabulary.
  public init(
    _ settings: Settings, for base: GPT, start: VirtualTokenStart = .vocabulary,
    stream: RandomStream
  ) throws(ConfigurationProblem) {
    let model = base.configuration
    try Self.check(settings, for: model)
    let count = settings.tokens.count
    func parameters(_ weight: Tensor) -> Parameters { Parameters([(Self.weight, weight)]) }
    guard settings.projection == nil else {
      try self.init(
        settings, for: model,
        parameters: Parameters(Self.shapes(settings, for: model), stream: stream))
      return
    }
    let tokens: [Int32]
    switch start {
    case .random:
      let deviation =
        settings.tokens.kind == .prompt
        ? base.parameters["tokenEmbedding.weight"].rootMeanSquare : 1
      var numbers = stream.derived(for: Self.weight)
      let shape = [count, model.width(of: settings.tokens.kind)]
      let weight = Tensor(
        (0..<shape[0] * shape[1]).map { _ in Float(deviation * numbers.normal()) }, shape: shape)
      try self.init(settings, for: model, parameters: parameters(weight))
      return
    case .vocabulary:
      var numbers = stream.derived(for: Self.weight)
      tokens = (0..<count).map { _ in Int32(numbers.integer(below: model.vocabularySize)) }
    case .tokens(let given):
      guard let first = given.firstIndex(where: { !(0..<model.vocabularySize ~= Int($0)) }) else {
        tokens = given.isEmpty ? [] : (0..<count).map { given[$0 % given.count] }
        break
      }
      throw ConfigurationProblem(
        setting: "start", message: "the vocabulary has no token \(given[first])")
    }
    guard !tokens.isEmpty else {
      throw ConfigurationProblem(setting: "start", message: "there is no token to begin as")
    }
    let network = base.network(Weights(base.parameters))
    let embeddings = network.tokenEmbedding(tokens, shape: [count])
    let weight =
      settings.tokens.kind == .prompt
      ? embeddings.value : Self.keysValues(network.attentionRows(of: embeddings), model)
    try self.init(settings, for: model, parameters: parameters(weight))
  }

  /// The keys and values among what attention reads in each block: (T, layers · 2 · keys · width).
  private static func keysValues(_ blocks: [Tensor], _ model: GPT.Configuration) -> Tensor {
    let queries = model.attentionHeads.queries * model.attentionHeads.width
    let (count, columns) = (blocks[0].rows, blocks[0].columns)
    let numbers = blocks.map(\.values)
    return Tensor(
      (0..<count).flatMap { token in
        numbers.flatMap { $0[token * columns + queries..<(token + 1) * columns] }
      }, shape: [count, model.width(of: .prefix)])
  }
}

extension Tensor {
  fileprivate var rootMeanSquare: Double {
    (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(count)).squareRoot()
  }
}
