import CKernels

extension GPT {
  /// A model's weights laid out for decoding, and the pass of some tokens through all layers.
  ///
  /// The pass works in a few buffers of its own, off the tape. Decoding has so few rows at once that
  /// what surrounds a product costs as much as the product itself.
  struct DecodingNetwork {
    private struct Block {
      let attentionNorm, feedForwardNorm: DecodingNorm
      let attentionInput, attentionOutput: DecodingLinear
      let feedForward: DecodingFeedForward
    }

    private let configuration: Configuration
    private let rotary: RotaryTable?
    private let tokenEmbedding: Tensor
    private let positionEmbedding: Tensor?
    private let blocks: [Block]
    private let finalNorm: DecodingNorm
    private let head: DecodingLinear
    private let actionValues: DecodingActionValues?
    /// What attention reads of the virtual tokens in each block, (count, row width).
    private let virtualTokenRows: [Tensor]?

    init(_ model: GPT) {
      let network = model.network(Weights(model.parameters))
      configuration = model.configuration
      rotary = model.rotary
      tokenEmbedding = network.tokenEmbedding.weight.value
      positionEmbedding = network.positionEmbedding?.weight.value
      blocks = network.blocks.map { block in
        Block(
          attentionNorm: DecodingNorm(block.attentionNorm),
          feedForwardNorm: DecodingNorm(block.feedForwardNorm),
          attentionInput: DecodingLinear(block.attention.input),
          attentionOutput: DecodingLinear(block.attention.output),
          feedForward: DecodingFeedForward(block.feedForward))
      }
      finalNorm = DecodingNorm(network.finalNorm)
      head =
        network.head.map(DecodingLinear.init)
        ?? DecodingLinear(weight: PackedMatrix(transposing: tokenEmbedding), bias: nil)
      actionValues = configuration.actionValues.flatMap { values in
        network.actionValues.map { DecodingActionValues($0, values) }
      }
      virtualTokenRows = network.virtualTokenRows
    }

    /// An empty cache, in which each sequence begins with the virtual tokens.
    func cache(rows: Int, capacity: Int) -> KeyValueCache {
      let virtual = configuration.virtualTokens?.count ?? 0
      let cache = KeyValueCache(
        configuration.attentionHeads, layers: configuration.layers, rows: rows,
        capacity: virtual + capacity)
      for (layer, tokens) in (virtualTokenRows ?? []).enumerated() {
        for row in 0..<rows { cache.begin(row: row, layer: layer, with: tokens) }
      }
      return cache
    }

    /// Reads tokens, keeping their keys and values, and scores the token after some of them.
    ///
    /// - Parameters:
    ///   - places: of the tokens; those of one sequence are all here and in order.
    ///   - ends: the indices of the tokens to be followed, ascending.
    ///   - cache: that no other pass uses for these sequences meanwhile.
    /// - Returns: (ends, V).
    func logits(
      after tokens: ArraySlice<Int32>, at places: ArraySlice<KeyValueCache.Place>, ends: [Int],
      _ cache: KeyValueCache
    ) -> Tensor {
      func buffer(_ width: Int) -> Tensor { Tensor(uninitialized: [tokens.count, width]) }
      let (x, normed) = (buffer(configuration.width), buffer(configuration.width))
      let heads = buffer(configuration.attentionHeads.rowWidth)
      let attended = buffer(configuration.width)
      let work = DecodingFeedForward.Buffers(rows: tokens.count, configuration)

      embed(tokens, places, into: x)
      var count = tokens.count
      for (layer, block) in blocks.enumerated() {
        block.attentionNorm.apply(to: x, rows: count, into: normed)
        block.attentionInput.apply(to: normed, rows: count, into: heads)
        cache.attend(heads, layer: layer, at: places, rotary, into: attended)
        if layer == blocks.count - 1 {
          // Nobody reads the other tokens after the last attention.
          x.moveUp(rows: ends)
          attended.moveUp(rows: ends)
          count = ends.count
        }
        block.attentionOutput.apply(to: attended, rows: count, into: x, accumulate: true)
        block.feedForwardNorm.apply(to: x, rows: count, into: normed)
        block.feedForward.add(to: x, from: normed, rows: count, work)
      }
      finalNorm.apply(to: x, rows: count, into: normed)
      let logits = Tensor(uninitialized: [count, configuration.vocabularySize])
      head.apply(to: normed, rows: count, into: logits)
      return actionValues?.raised(logits, by: normed, rows: count) ?? logits
    }

    private func embed(
      _ tokens: ArraySlice<Int32>, _ places: ArraySlice<KeyValueCache.Place>, into x: Tensor
    ) {
      for (row, (token, place)) in zip(tokens, places).enumerated() {
        withPointers(
          tokenEmbedding.row(Int(token)), nullable(positionEmbedding?.row(place.position)),
          x.mutableRow(row)
        ) { token, position, target in
          target.update(from: token, count: x.columns)
          if let position { octavo_add(x.columns, target, position, target) }
        }
      }
    }
  }
}

/// A linear layer that works on the first rows of a buffer.
struct DecodingLinear {
  let weight: PackedMatrix
  let bias: Tensor?

  init(weight: PackedMatrix, bias: Tensor?) {
    self.weight = weight
    self.bias = bias
  }

  init(_ layer: Linear) {
    self.init(weight: PackedMatrix(layer.weight.value), bias: layer.bias?.value)
  }

  var outputs: Int { weight.outputs }

  /// y = x W + b, or y += x W + b.
  func apply(to x: Tensor, rows: Int, into y: Tensor, accumulate: Bool = false) {
    weight.multiply(x, rows: rows, into: y, accumulate: accumulate)
    guard let bias else { return }
    withPointers(bias.from(0), y.mutableFrom(0)) { octavo_add_bias(rows, outputs, $0, $1) }
  }
}

private struct DecodingNorm {
  let layer: Norm

  init(_ layer: Norm) { self.layer = layer }

  func apply(to x: Tensor, rows: Int, into y: Tensor) {
    // What a backward pass would need, and nobody reads here.
    let statistics = Tensor(uninitialized: [2, rows])
    let (gain, bias) = (layer.gain.value, layer.bias?.value)
    switch layer.kind {
    case .layer(let epsilon):
      withPointers(
        x.from(0), gain.from(0), nullable(bias?.from(0)), y.mutableFrom(0),
        statistics.mutableRow(0), statistics.mutableRow(1)
      ) {
        octavo_layer_norm(rows, x.columns, Float(epsilon), $0, $1, $2, $3, $4, $5)
      }
    case .rootMeanSquare(let epsilon):
      withPointers(x.from(0), gain.from(0), y.mutableFrom(0), statistics.mutableRow(0)) {
        octavo_rms_norm(rows, x.columns, Float(epsilon), $0, $1, $2, $3)
      }
    }
  }
}

extension Tensor {
  /// Makes the given rows, in ascending order, the first ones.
  fileprivate func moveUp(rows: [Int]) {
    withPointers(mutableFrom(0)) { start in
      for (target, source) in rows.enumerated() where target != source {
        (start + target * columns).update(from: start + source * columns, count: columns)
      }
    }
  }
}
