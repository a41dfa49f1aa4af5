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
  /// - Parameter stream: that of initialization.
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
    let shapes = configuration.parameters
    guard parameters.names == shapes.map(\.name) else {
      throw ConfigurationProblem(
        setting: "parameters", message: "the names are not those of such a model")
    }
    for (tensor, expected) in zip(parameters.tensors, shapes) where tensor.shape != expected.shape {
      throw ConfigurationProblem(
        setting: "parameters",
        message: "\(expected.name) is \(tensor.shape) where \(expected.shape) is wanted")
    }
    self.configuration = configuration
    rotary = configuration.rotaryTable
    self.parameters = parameters
  }

  /// A model of other parameters and settings that has as many positions.
  init(_ base: GPT, _ configuration: Configuration, _ parameters: Parameters) {
    self.configuration = configuration
    rotary = base.rotary
    self.parameters = parameters
  }

  /// The last hidden state of every position, normalized: (B, T, C). Heads of every kind read it.
  ///
  /// - Parameters:
  ///   - dropout: nil where the model is run rather than trained.
  ///   - routing: takes in which experts the tokens went to.
  ///   - places: the rows of (B · T, C) that are wanted, in any order; all if nil. Then the result
  ///     is (places, C), and the last block computes no more than that.
  public func hiddenStates(
    _ batch: TokenBatch, _ weights: Weights, dropout: NetworkDropout? = nil,
    routing: Routing? = nil, at places: [Int32]? = nil
  ) -> Variable {
    network(weights).hiddenStates(batch, dropout: dropout, routing: routing, at: places)
  }

  /// The scores of every token of the vocabulary as the next one: (…, C) → (…, V).
  public func logits(ofHidden hidden: Variable, _ weights: Weights) -> Variable {
    network(weights).logits(hidden)
  }

  /// The scores of the next token after every position: (B, T, V).
  public func logits(
    _ batch: TokenBatch, _ weights: Weights, dropout: NetworkDropout? = nil,
    routing: Routing? = nil
  ) -> Variable {
    let network = network(weights)
    return network.logits(network.hiddenStates(batch, dropout: dropout, routing: routing))
  }

  /// The layers, bound to weights.
  func network(_ weights: Weights) -> Network {
    Network(ParameterSource(weights), configuration, rotary)
  }
}

extension GPT {
  /// The layers of a model.
  struct Network {
    let tokenEmbedding: Embedding
    /// Nil where positions are rotary.
    let positionEmbedding: Embedding?
    let blocks: [TransformerBlock]
    let finalNorm: Norm
    /// Nil where the token embedding serves.
    let head: Linear?
    /// Nil where nothing stands before the text.
    let virtualTokens: VirtualTokenTable?
    /// Nil where nothing steers the choice of tokens, with β.
    let actionValues: ActionValueHeads?
    private let actionValueCoefficient: Float
    private let context: Int

    init(
      _ source: ParameterSource, _ configuration: Configuration, _ rotary: RotaryTable? = nil
    ) {
      let (width, start) = (configuration.width, configuration.start)
      context = configuration.context
      tokenEmbedding = Embedding(
        source["tokenEmbedding"], count: configuration.vocabularySize, width: width, start: start)
      positionEmbedding =
        configuration.positions == .learned
        ? Embedding(
          source["positionEmbedding"], count: configuration.positionCount, width: width,
          start: start) : nil
      blocks = (0..<configuration.layers).map {
        TransformerBlock(source["blocks.\($0)"], configuration, rotary)
      }
      finalNorm = Norm(
        source["finalNorm"], width: width, kind: configuration.normalization,
        hasBias: configuration.biases)
      head =
        configuration.tiedHead
        ? nil
        : Linear(
          source["head"], width, configuration.vocabularySize, hasBias: false, start: start)
      actionValues = configuration.actionValues.map { _ in
        ActionValueHeads(source["actionValues"], configuration)
      }
      actionValueCoefficient = Float(configuration.actionValues?.coefficient ?? 0)
      virtualTokens = configuration.virtualTokens.map {
        VirtualTokenTable(source["virtualTokens"], configuration, $0)
      }
    }

    /// As `GPT.hiddenStates`.
    ///
    /// - Parameter inserted: states that replace the embeddings of some tokens.
    func hiddenStates(
      _ batch: TokenBatch, dropout: NetworkDropout? = nil, routing: Routing? = nil,
      at places: [Int32]? = nil, inserted: InsertedStates? = nil
    ) -> Variable {
      precondition(batch.columns - (batch.padding?.min() ?? 0) <= context)
      var pass = TransformerPass(
        positions: batch.positions, padding: batch.padding, dropout: dropout, routing: routing)
      var x = tokenEmbedding(batch.tokens, shape: [batch.rows, batch.columns])
      if let inserted {
        x = x.replacingRows(inserted.places, with: inserted.sources, of: inserted.states)
      }
      guard let virtualTokens else { return states(x, pass, at: places) }

      let layout = VirtualTokenLayout(batch, count: virtualTokens.tokens.count)
      switch virtualTokens.tokens.kind {
      case .prefix:
        pass.positions = pass.positions.map { $0 + layout.count }
        pass.virtualTokens = layout
        return states(x, pass, at: places)
      case .prompt:
        pass.positions = layout.positions
        let hidden = states(
          layout.inserting(virtualTokens.weight, before: x), pass, at: layout.places(of: places))
        return places == nil ? hidden.reshaped(x.shape) : hidden
      }
    }

    /// The pass of embeddings through all blocks, (B, T, C).
    private func states(
      _ embeddings: Variable, _ pass: TransformerPass, at places: [Int32]?
    ) -> Variable {
      // Dropout draws for whole sequences.
      let lastPlaces = pass.dropout?.residual == nil ? places : nil
      var x = embeddings
      if let positionEmbedding {
        x = x + positionEmbedding(pass.positions.map(Int32.init), shape: Array(x.shape.dropLast()))
      }
      x = x.dropout(pass.dropout?.embedding, "embedding")
      for (layer, block) in blocks.enumerated() {
        var pass = pass
        if pass.virtualTokens != nil { pass.virtualTokenRows = virtualTokens?.rows(ofBlock: layer) }
        x = block(x, pass, at: layer == blocks.count - 1 ? lastPlaces : nil)
      }
      if let places, lastPlaces == nil { x = x.gathered(places) }
      return finalNorm(x)
    }

    /// What attention reads of the virtual tokens in each block, (count, row width).
    var virtualTokenRows: [Tensor]? {
      guard let virtualTokens else { return nil }
      switch virtualTokens.tokens.kind {
      case .prefix: return blocks.indices.map { virtualTokens.rows(ofBlock: $0).value }
      case .prompt: return attentionRows(of: virtualTokens.weight)
      }
    }

    /// What attention reads in each block, (T, row width), of a text that consists of the given
    /// embeddings, (T, C).
    func attentionRows(of embeddings: Variable) -> [Tensor] {
      let rows = AttentionRows()
      _ = states(
        embeddings.reshaped([1] + embeddings.shape),
        TransformerPass(positions: Array(0..<embeddings.shape[0]), rows: rows), at: nil)
      return rows.blocks
    }

    /// (…, C) → (…, V)
    func logits(_ hidden: Variable) -> Variable {
      let logits = head?(hidden) ?? tokenEmbedding.scores(hidden)
      guard let actionValues else { return logits }
      return logits + actionValues(hidden) * actionValueCoefficient
    }
  }
}

extension GPT: Trainable {
  package var tensors: [Tensor] { parameters.tensors }
  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) { body(&parameters.tensors) }
}

extension GPT.Configuration {
  /// The parameters of such a model, in order. Linear weights are (in, out).
  public var parameters: [ParameterShape] {
    ParameterSource.shapes { GPT.Network($0, self) }
  }

  /// How many numbers the model learns, computed without making it.
  ///
  /// - Precondition: there are no `problems`.
  public var parameterCount: Int { parameters.numberCount }

  /// How many of the numbers one token meets: all but those of the experts that it does not use.
  public var activeParameterCount: Int {
    guard let experts else { return parameterCount }
    return parameterCount
      - layers * (experts.count - experts.active) * MixtureOfExperts.parameterCount(ofOneIn: self)
  }

  /// How weights begin, as in nanoGPT.
  var start: ParameterShape.Initialization { .normal(deviation: 0.02) }

  /// The same for the matrices that write to the residual stream.
  var residualStart: ParameterShape.Initialization {
    .normal(deviation: 0.02 / (2 * Double(layers)).squareRoot())
  }
}
