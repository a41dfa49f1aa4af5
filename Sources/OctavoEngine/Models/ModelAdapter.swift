/// What is trained in place of a language model whose own weights are frozen.
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

  /// The settings of the frozen model.
  public var model: GPT.Configuration {
    switch self {
    case .lowRank(let adapter): adapter.model
    case .virtualTokens(let adapter): adapter.model
    }
  }

  /// The trained parameters.
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

  /// The model with the adapter.
  public func merged(into base: GPT) -> GPT {
    switch self {
    case .lowRank(let adapter): adapter.merged(into: base)
    case .virtualTokens(let adapter): adapter.merged(into: base)
    }
  }

  /// The adapter without the parameters that only its training needs.
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
  /// The virtual tokens that the tuned model reads before every text; nil for a low-rank change.
  public var virtualTokens: VirtualTokens? {
    if case .virtualTokens(let settings) = self { settings.tokens } else { nil }
  }

  /// The settings of a model with such an adapter.
  ///
  /// - Precondition: the adapter suits the model.
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

  /// Why an adapter of one model cannot be merged into another one; nil where it can.
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
  /// The name of the first parameter that is not finite, as may result from merging an adapter; nil
  /// where all are finite.
  public var firstNonFinite: String? {
    zip(parameters.names, parameters.tensors).first { _, tensor in
      tensor.withUnsafeBuffer { $0.firstNonFiniteIndex } != nil
    }?.0
  }
}
