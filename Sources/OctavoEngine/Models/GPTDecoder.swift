import CKernels

extension GPT {
  /// Runs a model token by token on several sequences, each of its own length, keeping the keys and
  /// values of what was read. The logits are those of the whole pass.
  ///
  /// What a sequence gets does not depend, to the bit, on the others beside it.
  public struct Decoder {
    /// Tokens to read next, for one sequence.
    public struct Addition {
      public let row: Int
      public let tokens: [Int32]

      public init(row: Int, tokens: [Int32]) {
        self.row = row
        self.tokens = tokens
      }
    }

    /// How many tokens each sequence has.
    public private(set) var lengths: [Int]
    /// The most tokens of one sequence.
    public let capacity: Int

    private let configuration: Configuration
    private let network: Network
    private let rotary: RotaryTable?
    private let outputLayer: LinearLayer
    private var cache: KeyValueCache

    /// - Parameters:
    ///   - rows: how many sequences, all empty at first.
    ///   - capacity: no more than the model's context, which is the default.
    public init(_ model: GPT, rows: Int, capacity: Int? = nil) {
      configuration = model.configuration
      self.capacity = capacity ?? configuration.context
      precondition(self.capacity <= configuration.context)
      lengths = Array(repeating: 0, count: rows)
      network = Network(configuration, Weights(model.parameters))
      rotary = model.rotary
      // Laid out as the other matrices are, because products with few rows are much faster then.
      outputLayer =
        network.head
        ?? LinearLayer(weight: Variable(network.tokenEmbedding.value.transposed()), bias: nil)
      cache = KeyValueCache(
        configuration.attentionHeads, layers: configuration.layers, rows: rows,
        capacity: self.capacity)
    }

    /// Forgets what one sequence read.
    public mutating func clear(row: Int) {
      lengths[row] = 0
    }

    /// Reads tokens and gives the scores of the token after each addition: (additions, V).
    ///
    /// - Precondition: no row occurs twice, no addition is empty, and none exceeds the capacity.
    public mutating func append(_ additions: [Addition]) -> Tensor {
      let places = additions.flatMap { addition in
        precondition(!addition.tokens.isEmpty)
        let first = lengths[addition.row]
        return addition.tokens.indices.map {
          KeyValueCache.Place(row: addition.row, position: first + $0)
        }
      }
      for addition in additions {
        lengths[addition.row] += addition.tokens.count
        precondition(lengths[addition.row] <= capacity)
      }
      var last = -1
      let lastOfEach = additions.map { addition in
        last += addition.tokens.count
        return Int32(last)
      }
      let x = stream(of: additions.flatMap(\.tokens), at: places)
      let hidden = network.finalNorm(x.embedding(atLeastTwo(lastOfEach)))
      return outputLayer(hidden).value.prefix(rows: additions.count)
    }

    /// The residual stream of the tokens after the last block: (tokens, C).
    private mutating func stream(of tokens: [Int32], at places: [KeyValueCache.Place]) -> Variable {
      let positions = places.map(\.position)
      var x = network.tokenEmbedding.embedding(atLeastTwo(tokens))
      if let table = network.positionEmbedding {
        x = x + table.embedding(atLeastTwo(positions.map(Int32.init)))
      }
      for (layer, block) in network.blocks.enumerated() {
        let heads = block.attentionInput(block.attentionNorm(x)).value
        let attended = cache.attend(heads, layer: layer, at: places, rotary)
        x = x + block.attentionOutput(Variable(attended))
        x = x + block.feedForward(block.feedForwardNorm(x))
      }
      return x
    }

    /// Repeats a single row: oneDNN takes another path for one row, whose sums have another order.
    private func atLeastTwo(_ ids: [Int32]) -> [Int32] {
      ids.count == 1 ? [ids[0], ids[0]] : ids
    }
  }
}

extension Variable {
  fileprivate func embedding(_ ids: [Int32]) -> Variable { embedding(ids, shape: [ids.count]) }
}

extension Tensor {
  /// A matrix transposed.
  func transposed() -> Tensor {
    let result = Tensor(uninitialized: [columns, rows])
    Parallel.forEachBlock(of: rows, minimum: 16) { block in
      octavo_transpose(
        block.count, columns, row(block.lowerBound), columns, result.mutableFrom(block.lowerBound),
        rows)
    }
    return result
  }

  /// The first rows of a matrix.
  func prefix(rows count: Int) -> Tensor {
    if count == rows { return self }
    let result = Tensor(uninitialized: [count, columns])
    result.mutableFrom(0).update(from: from(0), count: result.count)
    return result
  }
}
