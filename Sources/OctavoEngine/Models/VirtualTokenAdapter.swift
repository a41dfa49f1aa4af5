/// Virtual tokens that are trained in place of a frozen model: a soft prompt (Lester et al. 2021) or
/// a prefix (Li & Liang 2021).
public struct VirtualTokenAdapter: Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public var tokens: VirtualTokens
    /// The hidden width of the MLP that computes a prefix during training; nil where the prefix is
    /// trained directly.
    public var projection: Int?

    public init(_ tokens: VirtualTokens, projection: Int? = nil) {
      self.tokens = tokens
      self.projection = projection
    }
  }

  public let settings: Settings
  /// The settings of the model that reads the virtual tokens, without them.
  public let model: GPT.Configuration
  /// The trained parameters: the virtual tokens, or the MLP that computes them.
  public package(set) var parameters: Parameters

  static let weight = "virtualTokens.weight"
  private static let projection = "projection"

  /// - Precondition: the parameters have the shapes of such settings.
  init(
    _ settings: Settings, for model: GPT.Configuration, parameters: Parameters
  ) throws(ConfigurationProblem) {
    try Self.check(settings, for: model)
    self.init(settings, of: model, parameters)
  }

  private init(_ settings: Settings, of model: GPT.Configuration, _ parameters: Parameters) {
    self.settings = settings
    self.model = model
    self.parameters = parameters
  }

  static func check(
    _ settings: Settings, for model: GPT.Configuration
  ) throws(ConfigurationProblem) {
    if let problem = try model.adding(settings.tokens).problems.first { throw problem }
    guard let projection = settings.projection else { return }
    guard settings.tokens.kind == .prefix else {
      throw ConfigurationProblem(
        setting: "projection", message: "a soft prompt is learned itself, not by an MLP")
    }
    guard 1...1 << 16 ~= projection else {
      throw ConfigurationProblem(
        setting: "projection", message: "must be between 1 and 65536, but is \(projection)")
    }
  }

  static func shapes(_ settings: Settings, for model: GPT.Configuration) -> [ParameterShape] {
    guard let hidden = settings.projection else {
      let outputs = model.width(of: settings.tokens.kind)
      return [ParameterShape(weight, [settings.tokens.count, outputs], .constant(0))]
    }
    return ParameterSource.shapes {
      projection($0, settings.tokens, hidden: hidden, for: model)
    }
  }

  private static func projection(
    _ source: ParameterSource, _ tokens: VirtualTokens, hidden: Int, for model: GPT.Configuration
  ) -> VirtualTokenProjection {
    VirtualTokenProjection(
      source[projection], count: tokens.count, width: model.width, hidden: hidden,
      outputs: model.width(of: tokens.kind))
  }

  /// The settings of the model with the virtual tokens.
  ///
  /// - Precondition: the virtual tokens suit the model.
  static func tuned(_ model: GPT.Configuration, _ settings: Settings) -> GPT.Configuration {
    var configuration = model
    configuration.context -= settings.tokens.count
    configuration.virtualTokens = settings.tokens
    return configuration
  }

  /// The model with the virtual tokens, and the weights of a pass, of which only the adapter's own
  /// are on the tape.
  func pass(of base: GPT, on tape: Tape? = nil) -> TunableModel.Pass {
    let own = Weights(parameters, on: tape)
    let table =
      settings.projection.map {
        Self.projection(
          ParameterSource(own), settings.tokens, hidden: $0, for: model)()
      } ?? own[Self.weight]
    let names = base.parameters.names + [Self.weight]
    let parameters = Parameters(
      zip(names, base.parameters.tensors + [table.value]).map { (name: $0, tensor: $1) })
    let variables = base.parameters.tensors.map { Variable($0) } + [table]
    return TunableModel.Pass(
      model: GPT(base, Self.tuned(base.configuration, settings), parameters),
      weights: Weights(parameters, variables: variables), leaves: own.variables)
  }

  /// The model with the virtual tokens.
  public func merged(into base: GPT) -> GPT { pass(of: base).model }

  /// The adapter with the virtual tokens themselves in place of the MLP that computes them.
  public var withoutProjection: VirtualTokenAdapter {
    guard let hidden = settings.projection else { return self }
    let table = Self.projection(
      ParameterSource(Weights(parameters)), settings.tokens, hidden: hidden, for: model)()
    return VirtualTokenAdapter(
      Settings(settings.tokens), of: model,
      Parameters([(name: Self.weight, tensor: table.value)]))
  }

  /// Why virtual tokens of one model cannot be added to another one; nil where they can.
  public static func problem(
    ofOneFor model: GPT.Configuration, _ tokens: VirtualTokens, on other: GPT.Configuration
  ) -> String? {
    func sizes(_ model: GPT.Configuration) -> [Int] {
      [model.width, model.layers, model.keyValueHeads, model.headWidth]
    }
    guard sizes(model) == sizes(other) else {
      return "the adapter was trained on a model of other sizes"
    }
    do { _ = try other.adding(tokens) } catch { return error.message }
    return nil
  }
}
