/// A change of a model that is learned in place of the model: W + (α / r) A B for some of its
/// matrices, where A is (in, r) and B is (r, out) (LoRA, Hu et al. 2021). B starts at zero, so that
/// the model starts unchanged.
public struct LowRankAdapter: Sendable {
  /// The matrices of every block that can be adapted.
  public enum Target: String, Codable, Hashable, Sendable, CaseIterable {
    /// Queries, keys and values.
    case attentionInput = "attention.input"
    case attentionOutput = "attention.output"
    case feedForwardInput = "feedForward.input"
    case feedForwardOutput = "feedForward.output"
  }

  public struct Settings: Codable, Hashable, Sendable {
    /// r
    public var rank: Int
    /// α: the change is scaled by α / r.
    public var alpha: Double
    public var targets: [Target]

    public init(
      rank: Int = 4, alpha: Double = 8, targets: [Target] = [.attentionInput, .attentionOutput]
    ) {
      self.rank = rank
      self.alpha = alpha
      self.targets = targets
    }
  }

  public let settings: Settings
  /// The settings of the model that is changed.
  public let model: GPT.Configuration
  /// Two matrices, `….A` and `….B`, for each matrix that is changed, or each part of one.
  public package(set) var parameters: Parameters

  /// A new adapter: A normal with deviation 1/√in, B zero.
  ///
  /// - Throws: where the rank is out of range.
  public init(
    _ settings: Settings, for model: GPT.Configuration, stream: RandomStream
  ) throws(ConfigurationProblem) {
    try self.init(
      settings, for: model,
      parameters: Parameters(Self.shapes(settings, for: model), stream: stream))
  }

  init(
    _ settings: Settings, for model: GPT.Configuration, parameters: Parameters
  ) throws(ConfigurationProblem) {
    guard settings.rank >= 1, settings.rank <= model.width else {
      throw ConfigurationProblem(
        setting: "rank",
        message: "must be between 1 and the width, \(model.width), but is \(settings.rank)")
    }
    if let problem = settings.scaleProblem {
      throw ConfigurationProblem(setting: "alpha", message: problem)
    }
    let adaptsExperts = settings.targets.contains { $0.rawValue.hasPrefix("feedForward") }
    guard model.experts == nil || !adaptsExperts else {
      throw ConfigurationProblem(
        setting: "targets", message: "experts cannot be adapted, only attention")
    }
    guard !settings.targets.isEmpty else {
      throw ConfigurationProblem(setting: "targets", message: "name no matrix to adapt")
    }
    self.init(settings, changing: model, parameters)
  }

  /// - Precondition: the parameters change matrices of the model.
  init(_ settings: Settings, changing model: GPT.Configuration, _ parameters: Parameters) {
    self.settings = settings
    self.model = model
    self.parameters = parameters
  }

  static func shapes(_ settings: Settings, for model: GPT.Configuration) -> [ParameterShape] {
    ParameterSource.shapes { source in
      adapted(settings, model).map { matrix in
        LowRankUpdate(
          source[String(matrix.name.dropLast(".weight".count))], matrix.shape[0],
          matrix.shape[1], rank: settings.rank)
      }
    }
  }

  /// The matrices that are changed.
  static func adapted(_ settings: Settings, _ model: GPT.Configuration) -> [ParameterShape] {
    let endings = settings.targets.map { ".\($0.rawValue).weight" }
    return model.parameters.filter { parameter in
      parameter.name.hasPrefix("blocks.") && endings.contains { parameter.name.hasSuffix($0) }
    }
  }

  /// The weights of the adapted model, computed from the adapter's own, which are the only ones on
  /// the tape.
  func weights(of base: GPT, on tape: Tape? = nil) -> (weights: Weights, leaves: [Variable]) {
    let own = Weights(parameters, on: tape)
    let scale = Float(settings.alpha / Double(settings.rank))
    let variables = zip(base.parameters.names, base.parameters.tensors).map { name, tensor in
      guard name.hasSuffix(".weight") else { return Variable(tensor) }
      let changes = Self.changes(
        of: String(name.dropLast(".weight".count)), outputs: tensor.columns, in: model)
      return changes.reduce(Variable(tensor)) { matrix, change in
        guard let rank = parameters.rank(of: change.name) else { return matrix }
        let update = LowRankUpdate(
          ParameterSource(own)[change.name], tensor.shape[0], change.columns.count, rank: rank)
        return update(matrix, scale: scale, from: change.columns.lowerBound)
      }
    }
    return (Weights(base.parameters, variables: variables), own.variables)
  }

  /// The model with the change added to its matrices for good.
  public func merged(into base: GPT) -> GPT {
    var model = base
    model.parameters.tensors = weights(of: base).weights.variables.map(\.value)
    return model
  }
}

extension Parameters {
  /// The rank of an adapter's change; nil where the adapter has none of this name.
  fileprivate func rank(of change: String) -> Int? {
    contains("\(change).A") ? self["\(change).A"].columns : nil
  }
}
