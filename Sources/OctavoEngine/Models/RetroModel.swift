/// A language model that attends to neighbors retrieved for the chunks of its text: RETRO (Borgeaud
/// et al. 2022).
///
/// A sequence is cut into chunks of m tokens. For each, a retriever that is not trained finds k
/// neighbors: similar chunks of a store, each with its continuation, 2m tokens together. An encoder
/// reads them, and some of the decoder's blocks attend to its states by chunked cross-attention.
/// The model follows algorithm 1 of the paper, but with rotary positions in place of relative
/// positional logits.
public struct RetroModel: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    public var language: GPT.Configuration
    public var retrieval: Retrieval

    public init(language: GPT.Configuration, retrieval: Retrieval) {
      self.language = language
      self.retrieval = retrieval
    }
  }

  /// How a language model reads neighbors.
  public struct Retrieval: Codable, Hashable, Sendable {
    /// The number of tokens of a chunk, m.
    public var chunk: Int
    /// The number of neighbors of a chunk, k.
    public var neighbors: Int
    /// The first of the decoder's blocks that reads neighbors, from 0.
    public var firstBlock: Int
    /// The distance from one block that reads neighbors to the next.
    public var blockInterval: Int
    /// The number of blocks of the encoder.
    public var encoderLayers: Int

    public init(
      chunk: Int, neighbors: Int = 2, firstBlock: Int = 0, blockInterval: Int = 1,
      encoderLayers: Int = 1
    ) {
      self.chunk = chunk
      self.neighbors = neighbors
      self.firstBlock = firstBlock
      self.blockInterval = blockInterval
      self.encoderLayers = encoderLayers
    }
  }

  /// Which parts of the model are trained.
  public enum LearnedPart: String, Codable, Hashable, Sendable, CaseIterable {
    /// All of it.
    case all
    /// The encoder and the cross-attention; the language model is frozen.
    case retrieval
  }

  public let configuration: Configuration
  public let learned: LearnedPart
  public internal(set) var language: GPT
  /// Of the encoder and of the cross-attention.
  public internal(set) var retrieval: Parameters

  /// A new encoder and cross-attention around a language model, whose predictions they do not change
  /// until they are trained.
  ///
  /// - Throws: the first of the configuration's problems.
  public init(
    _ language: GPT, _ retrieval: Retrieval, learned: LearnedPart = .all, stream: RandomStream
  ) throws(ConfigurationProblem) {
    let configuration = Configuration(
      language: language.configuration, retrieval: retrieval)
    if let problem = configuration.problems.first { throw problem }
    self.init(
      configuration, learned, language,
      Parameters(configuration.retrievalParameters, stream: stream))
  }

  init(
    _ configuration: Configuration, _ learned: LearnedPart, _ language: GPT,
    _ retrieval: Parameters
  ) {
    self.configuration = configuration
    self.learned = learned
    self.language = language
    self.retrieval = retrieval
  }

  public var parameterCount: Int { language.parameters.count + retrieval.count }

  /// How many numbers are trained.
  public var trainedParameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The layers bound to the variables of a pass.
  package struct Pass {
    private let language: GPT.Network
    private let reading: Reading
    private let configuration: Configuration
    /// In the order of the model's `tensors`.
    package let leaves: [Variable]

    package init(_ model: RetroModel, on tape: Tape? = nil) {
      let language = Weights(
        model.language.parameters, on: model.learned == .all ? tape : nil)
      let retrieval = Weights(model.retrieval, on: tape)
      self.language = model.language.network(language)
      configuration = model.configuration
      reading = Reading(ParameterSource(retrieval), model.configuration)
      leaves = (model.learned == .all ? language.variables : []) + retrieval.variables
    }

    /// The logits of the next token at every position, (B, T, V), or at some rows of (B · T).
    package func logits(
      _ batch: RetrievedBatch, dropout: NetworkDropout? = nil, at places: [Int32]? = nil
    ) -> Variable {
      let tokens = batch.tokens
      let shape = [tokens.rows, tokens.columns]
      let pass = TransformerPass(
        positions: tokens.positions, padding: nil, dropout: dropout, routing: nil)
      let grid = ChunkGrid(
        rows: tokens.rows, columns: tokens.columns, length: configuration.retrieval.chunk,
        firstLength: batch.firstChunk)
      var x = language.tokenEmbedding(tokens.tokens, shape: shape)
      if let positions = language.positionEmbedding {
        x = x + positions(pass.positions.map(Int32.init), shape: shape)
      }
      x = x.dropout(dropout?.embedding, "embedding")
      var neighbors: [Variable]?
      for (layer, block) in language.blocks.enumerated() {
        x = block.attended(x, pass)
        if let found = batch.neighbors, let attention = reading.attentions[layer] {
          let states = neighbors ?? encoded(found, x, grid)
          x = attention(x, to: states, grid)
          neighbors = states
        }
        x = block.fed(x, pass)
      }
      return language.logits(language.finalNorm(places.map(x.gathered) ?? x))
    }

    /// For each group of chunks, the states of their neighbors: (chunks, k · 2m, C).
    private func encoded(_ found: [Int32], _ x: Variable, _ grid: ChunkGrid) -> [Variable] {
      grid.groups.map { chunks in
        let size = found.count / (grid.rows * grid.chunksPerRow)
        let count = size / grid.neighborPositions.count
        let tokens = chunks.flatMap { chunk in
          let first = (chunk.row * grid.chunksPerRow + chunk.index) * size
          return found[first..<first + size]
        }
        let places = chunks.flatMap { chunk in
          Array(repeating: grid.tokens(of: chunk), count: count)
        }
        return reading.encoder(
          tokens, language.tokenEmbedding, x, chunks: places, at: grid.positions(of: chunks)
        ).reshaped([chunks.count, size, x.value.columns])
      }
    }
  }
}

extension RetroModel {
  /// The layers with which a language model reads neighbors.
  fileprivate struct Reading {
    let encoder: NeighborEncoder
    /// By block of the decoder; nil for one that reads no neighbors.
    let attentions: [ChunkedCrossAttention?]

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let (language, retrieval) = (configuration.language, configuration.retrieval)
      let rotary = RotaryTable(
        positions: 2 * retrieval.chunk, headWidth: language.headWidth, base: 10_000, layout: .half)
      encoder = NeighborEncoder(
        source["encoder"], language, layers: retrieval.encoderLayers, rotary)
      attentions = (0..<language.layers).map { layer in
        retrieval.isRead(inBlock: layer)
          ? ChunkedCrossAttention(source["blocks.\(layer)"], language, rotary) : nil
      }
    }
  }
}

extension RetroModel.Retrieval {
  /// Whether a block of the decoder reads neighbors.
  func isRead(inBlock block: Int) -> Bool {
    block >= firstBlock && (block - firstBlock).isMultiple(of: blockInterval)
  }
}

extension RetroModel.Configuration {
  /// The parameters of the encoder and of the cross-attention, in order.
  var retrievalParameters: [ParameterShape] {
    ParameterSource.shapes { RetroModel.Reading($0, self) }
  }

  /// How many numbers the encoder and the cross-attention have.
  ///
  /// - Precondition: there are no `problems`.
  public var retrievalParameterCount: Int { retrievalParameters.numberCount }
}

extension RetroModel: Trainable {
  package var tensors: [Tensor] {
    (learned == .all ? language.parameters.tensors : []) + retrieval.tensors
  }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    switch learned {
    case .all: Parameters.withTensors(of: &language.parameters, &retrieval, body)
    case .retrieval: body(&retrieval.tensors)
    }
  }
}
