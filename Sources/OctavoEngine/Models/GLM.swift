/// GLM (Du et al. 2022), a transformer that fills blanks: it reads the text around them in both
/// directions and generates what is missing from left to right, in the layout of `BlankedText`.
public struct GLM: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    /// The number of tokens of the text, without the three marks of blanks.
    public var vocabularySize: Int
    /// The most tokens of a text with its blanks filled.
    public var context: Int
    public var layers: Int
    public var heads: Int
    /// Channels of the residual stream.
    public var width: Int
    /// Whether tokens have a learned position in their span beside that in the text.
    public var hasSpanPositions: Bool
    /// What is dropped in training.
    public var dropout: DropoutRates

    public init(
      vocabularySize: Int, context: Int, layers: Int, heads: Int, width: Int,
      hasSpanPositions: Bool = true, dropout: DropoutRates = .zero
    ) {
      self.vocabularySize = vocabularySize
      self.context = context
      self.layers = layers
      self.heads = heads
      self.width = width
      self.hasSpanPositions = hasSpanPositions
      self.dropout = dropout
    }

    public var marks: BlankMarks { BlankMarks(after: vocabularySize) }
  }

  public let configuration: Configuration
  public internal(set) var parameters: Parameters

  /// A new model.
  ///
  /// - Parameter stream: that of initialization.
  /// - Throws: the first of the configuration's problems.
  public init(_ configuration: Configuration, stream: RandomStream) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.init(configuration, Parameters(configuration.parameters, stream: stream))
  }

  init(_ configuration: Configuration, _ parameters: Parameters) {
    self.configuration = configuration
    self.parameters = parameters
  }

  /// The logits of what comes next after each token of part B, text by text: (targets, vocabulary
  /// and marks).
  ///
  /// - Parameter dropout: nil where the model is run rather than trained.
  public func logits(
    _ texts: [BlankedText], _ weights: Weights, dropout: NetworkDropout? = nil
  ) -> Variable {
    Network(ParameterSource(weights), configuration).logits(BlankedBatch(texts), dropout)
  }
}

/// Texts with blanks as one batch, the shorter ones padded at the right.
private struct BlankedBatch {
  let shape: [Int]
  let tokens, positions, spanPositions: [Int32]
  let visible: [Int]
  /// The rows of (B · T, C) that are part B.
  let places: [Int32]

  init(_ texts: [BlankedText]) {
    let columns = texts.map(\.tokens.count).max() ?? 0
    func filled(_ numbers: [Int32]) -> [Int32] {
      numbers + Array(repeating: 0, count: columns - numbers.count)
    }
    shape = [texts.count, columns]
    tokens = texts.flatMap { filled($0.tokens) }
    positions = texts.flatMap { filled($0.positions) }
    spanPositions = texts.flatMap { filled($0.spanPositions) }
    visible = texts.map(\.visible)
    places = texts.enumerated().flatMap { row, text in
      (text.visible..<text.tokens.count).map { Int32(row * columns + $0) }
    }
  }
}

extension GLM {
  private struct Network {
    let tokens: Embedding
    let positions: Embedding
    /// Nil where tokens have no position in their span.
    let spanPositions: Embedding?
    let blocks: [TransformerBlock]
    let finalNorm: Norm

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let transformer = configuration.transformer
      func embedding(_ name: String, _ count: Int) -> Embedding {
        Embedding(
          source[name], count: count, width: configuration.width, start: transformer.start)
      }
      tokens = embedding("tokenEmbedding", transformer.vocabularySize)
      positions = embedding("positionEmbedding", configuration.context)
      spanPositions =
        configuration.hasSpanPositions
        ? embedding("spanPositionEmbedding", configuration.spanPositionCount) : nil
      blocks = (0..<configuration.layers).map {
        TransformerBlock(source["blocks.\($0)"], transformer, nil)
      }
      finalNorm = Norm(source["finalNorm"], width: configuration.width)
    }

    func logits(_ batch: BlankedBatch, _ dropout: NetworkDropout?) -> Variable {
      let pass = TransformerPass(
        positions: [], padding: nil, prefixes: batch.visible, dropout: dropout, routing: nil)
      // Dropout draws for whole sequences.
      let lastPlaces = dropout?.residual == nil ? batch.places : nil
      var x =
        tokens(batch.tokens, shape: batch.shape) + positions(batch.positions, shape: batch.shape)
      if let spanPositions { x = x + spanPositions(batch.spanPositions, shape: batch.shape) }
      x = x.dropout(dropout?.embedding, "embedding")
      for (layer, block) in blocks.enumerated() {
        x = block(x, pass, at: layer == blocks.count - 1 ? lastPlaces : nil)
      }
      if lastPlaces == nil { x = x.gathered(batch.places) }
      return tokens.scores(finalNorm(x))
    }
  }

  fileprivate static func shapes(_ configuration: Configuration) -> [ParameterShape] {
    ParameterSource.shapes { Network($0, configuration) }
  }
}

extension GLM: Trainable {
  package var tensors: [Tensor] { parameters.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) { body(&parameters.tensors) }
}

extension GLM.Configuration {
  /// The blocks of a model: GPT-2's, over the text's tokens and the marks.
  var transformer: GPT.Configuration {
    GPT.Configuration(
      vocabularySize: vocabularySize + BlankMarks.count, context: context, layers: layers,
      heads: heads, width: width, dropout: dropout)
  }

  /// 0 in part A, 1 at a start mark, and on to the last token of a span as long as the context.
  var spanPositionCount: Int { context + 2 }

  /// The parameters of such a model, in order.
  public var parameters: [ParameterShape] { GLM.shapes(self) }

  /// The number of parameters.
  ///
  /// - Precondition: there are no `problems`.
  public var parameterCount: Int { parameters.numberCount }

  /// Everything that is wrong with these settings; empty when a model can be made of them.
  public var problems: [ConfigurationProblem] { transformer.problems }

  /// An estimate of the memory that training takes, in bytes, for texts of which no more than half
  /// is in short spans.
  public func trainingBytes(batch: Int) -> Int { longest.trainingBytes(batch: batch) }

  /// An estimate of the memory that one pass over whole texts takes, in bytes.
  public func inferenceBytes(batch: Int) -> Int { longest.inferenceBytes(batch: batch) }

  /// A model whose context holds any such text, with a mask and a start mark for each span.
  private var longest: GPT.Configuration {
    var configuration = transformer
    configuration.context = 2 * context
    return configuration
  }
}
