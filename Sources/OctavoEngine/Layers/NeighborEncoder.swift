/// RETRO's encoder of neighbors (Borgeaud et al. 2022, algorithm 1): a bidirectional transformer over
/// the tokens of a neighbor, with cross-attention to the states of the chunk that it was retrieved for.
struct NeighborEncoder {
  private struct Block {
    let selfNorm, chunkNorm, feedForwardNorm: Norm
    let selfAttention, chunkAttention: PositionedAttention
    let feedForward: FeedForward
  }

  /// The embedding used where a neighbor has no token: (1, C).
  private let nothing: Embedding
  private let chunkNorm: Norm
  private let blocks: [Block]
  private let finalNorm: Norm

  init(
    _ source: ParameterSource, _ configuration: GPT.Configuration, layers: Int,
    _ rotary: RotaryTable
  ) {
    nothing = Embedding(
      source["nothing"], count: 1, width: configuration.width, start: configuration.start)
    chunkNorm = Norm(source["chunkNorm"], configuration)
    blocks = (0..<layers).map { layer in
      let source = source["blocks.\(layer)"]
      func attention(_ name: String) -> PositionedAttention {
        PositionedAttention(
          source[name], configuration, rotary, start: configuration.residualStart)
      }
      return Block(
        selfNorm: Norm(source["selfNorm"], configuration),
        chunkNorm: Norm(source["chunkNorm"], configuration),
        feedForwardNorm: Norm(source["feedForwardNorm"], configuration),
        selfAttention: attention("selfAttention"), chunkAttention: attention("chunkAttention"),
        feedForward: FeedForward(source["feedForward"], configuration))
    }
    finalNorm = Norm(source["finalNorm"], configuration)
  }

  /// The states of neighbors, normalized: (N, 2m, C).
  ///
  /// - Parameters:
  ///   - tokens: 2m of each of N neighbors; -1 where there is none.
  ///   - embedding: the language model's.
  ///   - hidden: the language model's states, (B, T, C).
  ///   - chunks: the rows of (B · T) of the chunk that each neighbor was retrieved for.
  ///   - positions: of these rows, relative to the neighbors' first tokens.
  func callAsFunction(
    _ tokens: [Int32], _ embedding: Embedding, _ hidden: Variable, chunks: [[Int32]],
    at positions: [Int]
  ) -> Variable {
    let (count, width) = (chunks.count, hidden.value.columns)
    let length = tokens.count / count
    let own = Array(0..<length)
    let missing = tokens.indices.filter { tokens[$0] < 0 }.map(Int32.init)
    var x = embedding(tokens.map { max(0, $0) }, shape: [count, length])
    if !missing.isEmpty {
      x = x.replacingRows(missing, with: missing.map { _ in 0 }, of: nothing.weight)
    }
    let context = chunkNorm(hidden).gathered(chunks.flatMap { $0 })
      .reshaped([count, positions.count, width])
    for block in blocks {
      let normed = block.selfNorm(x)
      x = x + block.selfAttention(normed, at: own, to: normed, at: own)
      x = x + block.chunkAttention(block.chunkNorm(x), at: own, to: context, at: positions)
      x = x + block.feedForward(block.feedForwardNorm(x))
    }
    return finalNorm(x)
  }
}

extension Norm {
  init(_ source: ParameterSource, _ configuration: GPT.Configuration) {
    self.init(
      source, width: configuration.width, kind: configuration.normalization,
      hasBias: configuration.biases)
  }
}
