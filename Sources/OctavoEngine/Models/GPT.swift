/// A decoder-only transformer language model.
///
/// With one set of choices it is GPT-2 (Radford et al. 2019), with another LLaMA (Touvron et al. 2023);
/// `Configuration` has them all. B, T, C and V below are sequences, positions, channels and vocabulary.
public struct GPT: Sendable {
  public let configuration: Configuration
  public var parameters: Parameters
  /// The rotations, or nil where positions are learned.
  let rotary: RotaryTable?

  /// A new model.
  ///
  /// - Parameter stream: that of initialisation.
  /// - Throws: the first of the configuration's problems.
  public init(_ configuration: Configuration, stream: RandomStream) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    rotary = configuration.rotaryTable
    parameters = Parameters(configuration.parameters, stream: stream)
  }

  /// A model of given parameters.
  ///
  /// - Throws: where the parameters are not the configuration's in name, order or shape.
  public init(_ configuration: Configuration, parameters: Parameters) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    let layout = configuration.parameters
    guard parameters.names == layout.map(\.name) else {
      throw ConfigurationProblem(
        setting: "parameters", message: "the names are not those of such a model")
    }
    for (tensor, expected) in zip(parameters.tensors, layout) where tensor.shape != expected.shape {
      throw ConfigurationProblem(
        setting: "parameters",
        message: "\(expected.name) is \(tensor.shape) where \(expected.shape) is wanted")
    }
    self.configuration = configuration
    rotary = configuration.rotaryTable
    self.parameters = parameters
  }

  /// The last hidden state of every position, normalised: (B, T, C). Heads of every kind read it.
  public func hiddenStates(
    _ batch: TokenBatch, _ weights: Weights, dropout: Dropout? = nil
  ) -> Variable {
    precondition(batch.columns - (batch.padding?.min() ?? 0) <= configuration.context)
    let positions = batch.positions
    var x = weights["tokenEmbedding.weight"].embedding(
      batch.tokens, shape: [batch.rows, batch.columns])
    if rotary == nil {
      x =
        x
        + weights["positionEmbedding.weight"].embedding(
          positions.map(Int32.init), shape: [batch.rows, batch.columns])
    }
    x = x.dropout(dropout, "embedding")

    for layer in 0..<configuration.layers {
      let block = "blocks.\(layer)"
      var heads = linear(
        norm(x, "\(block).attentionNorm", weights), "\(block).attention.input", weights)
      if let rotary {
        let turned = configuration.heads + configuration.keyValueHeads
        heads = heads.rotated(rotary, heads: turned, positions: positions)
      }
      let attended = heads.causalAttention(
        configuration.attentionHeads, padding: batch.padding, dropout: dropout,
        "\(block).attention")
      x =
        x
        + linear(attended, "\(block).attention.output", weights)
        .dropout(dropout, "\(block).attention.output")
      x =
        x
        + feedForward(norm(x, "\(block).feedForwardNorm", weights), "\(block).feedForward", weights)
        .dropout(dropout, "\(block).feedForward")
    }
    return norm(x, "finalNorm", weights)
  }

  /// The scores of every token of the vocabulary as the next one: (…, C) → (…, V).
  public func logits(ofHidden hidden: Variable, _ weights: Weights) -> Variable {
    configuration.tiedHead
      ? hidden.linear(tiedTo: weights["tokenEmbedding.weight"])
      : hidden.linear(weights["head.weight"])
  }

  /// The scores of the next token after every position: (B, T, V).
  public func logits(
    _ batch: TokenBatch, _ weights: Weights, dropout: Dropout? = nil
  ) -> Variable {
    logits(ofHidden: hiddenStates(batch, weights, dropout: dropout), weights)
  }

  /// The same without a tape.
  public func logits(_ batch: TokenBatch) -> Tensor {
    logits(batch, Weights(parameters)).value
  }

  private func norm(_ x: Variable, _ name: String, _ weights: Weights) -> Variable {
    let gain = weights["\(name).weight"]
    switch configuration.normalization {
    case .layer(let epsilon):
      return x.layerNorm(
        gain: gain, bias: weights.optional("\(name).bias"), epsilon: Float(epsilon))
    case .rootMeanSquare(let epsilon):
      return x.rootMeanSquareNorm(gain: gain, epsilon: Float(epsilon))
    }
  }

  private func linear(
    _ x: Variable, _ name: String, _ weights: Weights, activation: Activation? = nil
  ) -> Variable {
    x.linear(
      weights["\(name).weight"], bias: weights.optional("\(name).bias"), activation: activation)
  }

  private func feedForward(_ x: Variable, _ name: String, _ weights: Weights) -> Variable {
    let hidden =
      switch configuration.activation {
      case .gelu: linear(x, "\(name).input", weights, activation: .gelu)
      case .geluTanh: linear(x, "\(name).input", weights, activation: .geluTanh)
      case .silu: linear(x, "\(name).input", weights, activation: .silu)
      case .swiGLU: linear(x, "\(name).input", weights).swiGLU()
      }
    return linear(hidden, "\(name).output", weights)
  }
}
