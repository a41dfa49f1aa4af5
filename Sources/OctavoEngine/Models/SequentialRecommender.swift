/// A transformer over items (SASRec, Kang and McAuley 2018): the state after the items of a history
/// scores every item as the next one by the inner product with its embedding.
///
/// The blocks are GPT-2's. The paper's differ in the activation (ReLU) and in counting positions from
/// the end of a history; here they are counted from its beginning.
public struct SequentialRecommender: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    /// The number of items.
    public var items: Int
    /// How many of the latest items of a history are read.
    public var context: Int
    public var layers: Int
    public var heads: Int
    /// Channels of the residual stream.
    public var width: Int
    /// What is dropped in training.
    public var dropout: DropoutRates

    public init(
      items: Int, context: Int, layers: Int, heads: Int, width: Int,
      dropout: DropoutRates = .zero
    ) {
      self.items = items
      self.context = context
      self.layers = layers
      self.heads = heads
      self.width = width
      self.dropout = dropout
    }

    /// The transformer, whose tokens are items. Its feed-forward parts are as wide as the stream, as
    /// in the paper.
    var transformer: GPT.Configuration {
      GPT.Configuration(
        vocabularySize: items, context: context, layers: layers, heads: heads, width: width,
        hiddenWidth: width, dropout: dropout)
    }

    /// Everything that is wrong with these settings; empty when a model can be made of them.
    public var problems: [ConfigurationProblem] { transformer.problems }

    /// The number of parameters.
    ///
    /// - Precondition: there are no `problems`.
    public var parameterCount: Int { transformer.parameterCount }

    /// An estimate of the memory that training takes, in bytes.
    public func trainingBytes(batch: Int) -> Int { transformer.trainingBytes(batch: batch) }
  }

  public let configuration: Configuration
  private(set) var transformer: GPT

  /// A new model.
  ///
  /// - Parameter stream: that of initialization.
  /// - Throws: the first of the configuration's problems.
  public init(_ configuration: Configuration, stream: RandomStream) throws(ConfigurationProblem) {
    self.configuration = configuration
    transformer = try GPT(configuration.transformer, stream: stream)
  }

  private init(
    _ configuration: Configuration, _ read: ([ParameterShape]) throws -> Parameters
  ) throws {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    transformer = try GPT(
      configuration.transformer, parameters: read(configuration.transformer.parameters))
  }

  /// The scores of every item after each place of histories, history by history: (places, items).
  ///
  /// - Parameters:
  ///   - histories: none empty, none longer than the context.
  ///   - dropout: nil where the model is run rather than trained.
  func scores(
    afterEachOf histories: [[Int32]], _ weights: Weights, dropout: NetworkDropout? = nil
  ) -> Variable {
    let columns = histories.map(\.count).max() ?? 0
    let places = histories.enumerated().flatMap { row, history in
      history.indices.map { Int32(row * columns + $0) }
    }
    return scores(histories, columns, at: places, weights, dropout)
  }

  /// The scores of every item as the next one, one list for each history.
  ///
  /// - Precondition: no history is empty, and every item is one of the configuration's.
  public func scores(after histories: [[Int]]) -> [[Double]] {
    let latest = histories.map { $0.suffix(configuration.context).map(Int32.init) }
    let columns = latest.map(\.count).max() ?? 0
    let places = latest.enumerated().map { row, history in
      Int32(row * columns + history.count - 1)
    }
    let scores = scores(latest, columns, at: places, Weights(transformer.parameters)).value
    return latest.indices.map { row in
      (0..<scores.columns).map { Double(scores[row * scores.columns + $0]) }
    }
  }

  /// The shorter histories are padded at the right, where nothing looks.
  private func scores(
    _ histories: [[Int32]], _ columns: Int, at places: [Int32], _ weights: Weights,
    _ dropout: NetworkDropout? = nil
  ) -> Variable {
    let batch = TokenBatch(
      rows: histories.count, columns: columns,
      tokens: histories.flatMap { $0 + Array(repeating: 0, count: columns - $0.count) })
    let hidden = transformer.hiddenStates(batch, weights, dropout: dropout, at: places)
    return transformer.logits(ofHidden: hidden, weights)
  }
}

extension SequentialRecommender: Trainable {
  package var tensors: [Tensor] { transformer.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    transformer.withTensors(body)
  }

  /// The weights, as the leaves of a pass.
  func weights(on tape: Tape) -> Weights { Weights(transformer.parameters, on: tape) }

  /// The weights of a pass without gradients.
  var constantWeights: Weights { Weights(transformer.parameters) }
}

extension SequentialRecommender: ArchivedModel, DescribedModel {
  public var description: Configuration { configuration }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(transformer.parameters.deferred(), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ configuration: Configuration, _ file: SafetensorsFile) throws {
    try self.init(configuration) { try file.parameters($0, prefix: nil) }
  }

  package init(_ configuration: Configuration, from queue: inout TensorQueue) throws {
    try self.init(configuration) { try queue.take($0) }
  }
}
