/// What is learned in place of a language model that stays as it is.
public enum ModelAdapter: Sendable {
  case lowRank(LowRankAdapter)
  case virtualTokens(VirtualTokenAdapter)

  public enum Settings: Codable, Hashable, Sendable {
    case lowRank(LowRankAdapter.Settings)
    case virtualTokens(VirtualTokenAdapter.Settings)
  }

  public var settings: Settings {
    switch self {
    case .lowRank(let adapter): .lowRank(adapter.settings)
    case .virtualTokens(let adapter): .virtualTokens(adapter.settings)
    }
  }

  /// The settings of the model that stays as it is.
  public var model: GPT.Configuration {
    switch self {
    case .lowRank(let adapter): adapter.model
    case .virtualTokens(let adapter): adapter.model
    }
  }

  /// What is learned.
  public package(set) var parameters: Parameters {
    get {
      switch self {
      case .lowRank(let adapter): adapter.parameters
      case .virtualTokens(let adapter): adapter.parameters
      }
    }
    set {
      switch self {
      case .lowRank(var adapter):
        adapter.parameters = newValue
        self = .lowRank(adapter)
      case .virtualTokens(var adapter):
        adapter.parameters = newValue
        self = .virtualTokens(adapter)
      }
    }
  }

  /// The model with what was learned.
  public func merged(into base: GPT) -> GPT {
    switch self {
    case .lowRank(let adapter): adapter.merged(into: base)
    case .virtualTokens(let adapter): adapter.merged(into: base)
    }
  }

  /// The adapter as others use it, without what only learning it needs.
  public var learned: ModelAdapter {
    switch self {
    case .lowRank: self
    case .virtualTokens(let adapter): .virtualTokens(adapter.withoutProjection)
    }
  }

  func pass(of base: GPT, on tape: Tape?) -> TunableModel.Pass {
    switch self {
    case .lowRank(let adapter):
      let (weights, leaves) = adapter.weights(of: base, on: tape)
      return TunableModel.Pass(model: base, weights: weights, leaves: leaves)
    case .virtualTokens(let adapter): return adapter.pass(of: base, on: tape)
    }
  }
}

extension ModelAdapter.Settings {
  /// What stands before the text of the model that is tuned.
  public var virtualTokens: VirtualTokens? {
    if case .virtualTokens(let settings) = self { settings.tokens } else { nil }
  }

  /// The settings of a model with such an adapter.
  ///
  /// - Precondition: they are settings for this model.
  func tuned(_ model: GPT.Configuration) -> GPT.Configuration {
    switch self {
    case .lowRank: model
    case .virtualTokens(let settings): VirtualTokenAdapter.tuned(model, settings)
    }
  }

  func shapes(for model: GPT.Configuration) -> [ParameterShape] {
    switch self {
    case .lowRank(let settings): LowRankAdapter.shapes(settings, for: model)
    case .virtualTokens(let settings): VirtualTokenAdapter.shapes(settings, for: model)
    }
  }

  /// An adapter of given parameters.
  func adapter(
    for model: GPT.Configuration, parameters: Parameters
  ) throws(ConfigurationProblem) -> ModelAdapter {
    switch self {
    case .lowRank(let settings):
      .lowRank(try LowRankAdapter(settings, for: model, parameters: parameters))
    case .virtualTokens(let settings):
      .virtualTokens(try VirtualTokenAdapter(settings, for: model, parameters: parameters))
    }
  }

  /// What keeps an adapter of these settings for one model from being merged into another, if
  /// anything.
  public func problem(
    ofOneFor model: GPT.Configuration, on other: GPT.Configuration
  ) -> String? {
    switch self {
    case .lowRank: LowRankAdapter.problem(ofOneFor: model, on: other)
    case .virtualTokens(let settings):
      VirtualTokenAdapter.problem(ofOneFor: model, settings.tokens, on: other)
    }
  }
}

extension GPT {
  /// The first parameter that is not finite, as may be where an adapter is added; nil where all are.
  public var firstNonFinite: String? {
    zip(parameters.names, parameters.tensors).first { _, tensor in
      tensor.withUnsafeBuffer { $0.firstNonFiniteIndex } != nil
    }?.0
  }
}
