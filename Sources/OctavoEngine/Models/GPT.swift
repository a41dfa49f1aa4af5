/// A decoder-only transformer language model.
///
/// With one set of choices it is GPT-2 (Radford et al. 2019), with another LLaMA (Touvron et al.
/// 2023); `Configuration` has them all. B, T, C and V below are sequences, positions, channels and
/// vocabulary.
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
  ///
  /// - Parameters:
  ///   - dropout: nil where the model is run rather than trained.
  ///   - routing: takes in which experts the tokens went to.
  ///   - places: the rows of (B · T, C) that are wanted, in any order; all if nil. Then the result
  ///     is (places, C), and the last block computes no more than that.
  public func hiddenStates(
    _ batch: TokenBatch, _ weights: Weights, dropout: NetworkDropout? = nil,
    routing: Routing? = nil,
    at places: [Int32]? = nil
  ) -> Variable {
    precondition(batch.columns - (batch.padding?.min() ?? 0) <= configuration.context)
    let network = Network(configuration, weights)
    let positions = batch.positions
    let shape = [batch.rows, batch.columns]
    // Dropout draws for whole sequences.
    let isDropping = dropout?.residual != nil

    var x = network.tokenEmbedding.embedding(batch.tokens, shape: shape)
    if let table = network.positionEmbedding {
      x = x + table.embedding(positions.map(Int32.init), shape: shape)
    }
    x = x.dropout(dropout?.embedding, "embedding")

    for (layer, block) in network.blocks.enumerated() {
      var heads = block.attentionInput(block.attentionNorm(x))
      if let rotary {
        let turned = configuration.heads + configuration.keyValueHeads
        heads = heads.rotated(rotary, heads: turned, positions: positions)
      }
      var attended = heads.causalAttention(
        configuration.attentionHeads, padding: batch.padding, dropout: dropout?.attention,
        "blocks.\(layer).attention")
      if layer == configuration.layers - 1, let places, !isDropping {
        (x, attended) = (x.gathered(places), attended.gathered(places))
      }
      x =
        x
        + block.attentionOutput(attended)
        .dropout(dropout?.residual, "blocks.\(layer).attentionOutput")
      x =
        x
        + block.feedForward(block.feedForwardNorm(x), routing)
        .dropout(dropout?.residual, "blocks.\(layer).feedForward")
    }
    if let places, isDropping { x = x.gathered(places) }
    return network.finalNorm(x)
  }

  /// The scores of every token of the vocabulary as the next one: (…, C) → (…, V).
  public func logits(ofHidden hidden: Variable, _ weights: Weights) -> Variable {
    Network(configuration, weights).logits(hidden)
  }

  /// The scores of the next token after every position: (B, T, V).
  public func logits(
    _ batch: TokenBatch, _ weights: Weights, dropout: NetworkDropout? = nil,
    routing: Routing? = nil
  ) -> Variable {
    logits(ofHidden: hiddenStates(batch, weights, dropout: dropout, routing: routing), weights)
  }

  /// The same without a tape.
  public func logits(_ batch: TokenBatch) -> Tensor {
    logits(batch, Weights(parameters)).value
  }
}
