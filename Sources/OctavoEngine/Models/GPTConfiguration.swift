extension GPT {
  /// The choices that make a GPT-2, a LLaMA, or any mixture of them.
  public struct Configuration: Codable, Hashable, Sendable {
    /// How a position reaches the model.
    public enum Positions: Codable, Hashable, Sendable {
      /// A learned vector for each position, added to the token's (GPT-2).
      case learned
      /// Rotated queries and keys (LLaMA).
      case rotary(base: Double, layout: RotaryLayout)
    }

    public enum Normalization: Codable, Hashable, Sendable {
      case layer(epsilon: Double)
      case rootMeanSquare(epsilon: Double)
    }

    /// The function between the two matrices of a feed-forward layer.
    public enum FeedForward: String, Codable, Hashable, Sendable, CaseIterable {
      case gelu, geluTanh, silu
      /// Gated: silu(x W₁) · (x W₃), three matrices in place of two.
      case swiGLU
    }

    /// Several feed-forward parts in a block, of which each token uses some.
    public struct Experts: Codable, Hashable, Sendable {
      public var count: Int
      /// How many of them a token uses.
      public var active: Int

      public init(count: Int, active: Int = 2) {
        self.count = count
        self.active = active
      }
    }

    public var vocabularySize: Int
    /// The most tokens of a text.
    public var context: Int
    public var layers: Int
    public var heads: Int
    /// Heads of keys and values, shared by groups of query heads.
    public var keyValueHeads: Int
    /// Channels of the residual stream.
    public var width: Int
    /// Channels inside a feed-forward layer.
    public var hiddenWidth: Int
    public var positions: Positions
    public var normalization: Normalization
    public var activation: FeedForward
    /// Nil where a block has one feed-forward part for all tokens.
    public var experts: Experts?
    /// Whether linear layers and layer norms have a bias.
    public var biases: Bool
    /// Whether the output layer shares its weights with the token embedding.
    public var tiedHead: Bool
    /// What is dropped in training.
    public var dropout: DropoutRates
    /// What stands before every text, beside the places of `context`; nil where nothing does.
    public var virtualTokens: VirtualTokens?
    /// What steers the choice of tokens; nil where nothing does.
    public var actionValues: ActionValues?

    /// GPT-2's choices unless told otherwise; the hidden width defaults to four times the width.
    public init(
      vocabularySize: Int, context: Int, layers: Int, heads: Int, keyValueHeads: Int? = nil,
      width: Int, hiddenWidth: Int? = nil, positions: Positions = .learned,
      normalization: Normalization = .layer(epsilon: 1e-5), activation: FeedForward = .gelu,
      biases: Bool = true, tiedHead: Bool = true, dropout: DropoutRates = .zero
    ) {
      self.vocabularySize = vocabularySize
      self.context = context
      self.layers = layers
      self.heads = heads
      self.keyValueHeads = keyValueHeads ?? heads
      self.width = width
      self.hiddenWidth = hiddenWidth ?? 4 * width
      self.positions = positions
      self.normalization = normalization
      self.activation = activation
      self.biases = biases
      self.tiedHead = tiedHead
      self.dropout = dropout
    }

    /// LLaMA's choices (Touvron et al. 2023); the hidden width defaults to 8/3 of the width,
    /// rounded up to a multiple of 32.
    public static func llama(
      vocabularySize: Int, context: Int, layers: Int, heads: Int, keyValueHeads: Int? = nil,
      width: Int, hiddenWidth: Int? = nil
    ) -> Configuration {
      Configuration(
        vocabularySize: vocabularySize, context: context, layers: layers, heads: heads,
        keyValueHeads: keyValueHeads, width: width,
        hiddenWidth: hiddenWidth ?? (8 * width / 3 + 31) / 32 * 32,
        positions: .rotary(base: 10_000, layout: .half),
        normalization: .rootMeanSquare(epsilon: 1e-5), activation: .swiGLU, biases: false,
        tiedHead: false)
    }

    var headWidth: Int { width / heads }

    var attentionHeads: AttentionHeads {
      AttentionHeads(queries: heads, keys: keyValueHeads, width: headWidth)
    }

    var rotaryTable: RotaryTable? {
      guard case .rotary(let base, let layout) = positions else { return nil }
      return RotaryTable(positions: positionCount, headWidth: headWidth, base: base, layout: layout)
    }
  }
}

/// A setting that makes no model, and why.
public struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Cause: Hashable, Sendable {
    /// The setting's own value.
    case value
    /// The setting is no multiple of another one, whose name this is.
    case indivisible(by: String)
  }

  /// The setting's name in the configuration.
  public let setting: String
  public let message: String
  public let cause: Cause

  init(setting: String, message: String, cause: Cause = .value) {
    self.setting = setting
    self.message = message
    self.cause = cause
  }

  public var description: String { "\(setting): \(message)" }
}

extension GPT.Configuration {
  /// Everything that is wrong with these settings; empty when a model can be made of them.
  public var problems: [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    func check(_ isRight: Bool, _ setting: String, _ message: @autoclosure () -> String) {
      if !isRight { problems.append(ConfigurationProblem(setting: setting, message: message())) }
    }
    let sizes = [
      ("vocabularySize", vocabularySize, 1 << 24), ("context", context, 1 << 24),
      ("layers", layers, 1 << 12), ("heads", heads, 1 << 20),
      ("keyValueHeads", keyValueHeads, 1 << 20), ("width", width, 1 << 20),
      ("hiddenWidth", hiddenWidth, 1 << 22),
    ]
    for (name, size, most) in sizes {
      check(size > 0, name, "must be positive, but is \(size)")
      check(size <= most, name, "must be at most \(most), but is \(size)")
    }
    for (name, rate) in [
      ("embeddingDropout", dropout.embedding), ("attentionDropout", dropout.attention),
      ("residualDropout", dropout.residual),
    ] {
      check(rate >= 0 && rate < 1, name, "must be at least 0 and below 1, but is \(rate)")
    }
    guard problems.isEmpty else { return problems }

    check(width.isMultiple(of: heads), "width", "\(width) is not divisible by \(heads) heads")
    check(
      heads.isMultiple(of: keyValueHeads), "keyValueHeads",
      "\(heads) heads cannot share \(keyValueHeads) key/value heads evenly")
    if case .rotary(let base, _) = positions {
      check(
        base > 1 && base <= 1e30, "positions",
        "the rotary base must be above 1 and at most 1e30, but is \(base)")
      check(
        (width / heads).isMultiple(of: 2), "width",
        "rotary positions turn pairs of channels, but a head has \(width / heads)")
    }
    let epsilon: Double
    switch normalization {
    case .layer(let value), .rootMeanSquare(let value): epsilon = value
    }
    if let virtualTokens {
      check(
        (1...1 << 16).contains(virtualTokens.count), "virtualTokens",
        "there can be 1 to 65536 virtual tokens, not \(virtualTokens.count)")
    }
    if let coefficient = actionValues?.coefficient {
      check(
        (0...1e6).contains(coefficient), "actionValues",
        "the coefficient must be between 0 and 1e6, but is \(coefficient)")
    }
    check(epsilon > 0, "normalization", "epsilon must be positive, but is \(epsilon)")
    // Beyond these it is lost, or all that is lost, in float32.
    check(
      epsilon <= 0 || (1e-30...1e30).contains(epsilon), "normalization",
      "epsilon must be between 1e-30 and 1e30, but is \(epsilon)")
    if let experts {
      check(
        (2...256).contains(experts.count), "experts",
        "there can be 2 to 256 experts, not \(experts.count)")
      check(
        experts.active >= 1 && experts.active < experts.count, "activeExperts",
        "a token uses at least 1 of \(experts.count) experts and not all, but here "
          + "\(experts.active)")
    }
    return problems
  }
}
