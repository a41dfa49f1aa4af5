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

    /// How many tokens each sequence has, virtual ones apart.
    public private(set) var lengths: [Int]
    /// The most tokens of one sequence.
    public let capacity: Int

    private let vocabularySize: Int
    private let virtualTokens: Int
    private let network: DecodingNetwork
    private var cache: KeyValueCache

    /// - Parameters:
    ///   - rows: how many sequences, all empty at first.
    ///   - capacity: no more than the model's context, which is the default.
    public init(_ model: GPT, rows: Int, capacity: Int? = nil) {
      self.init(
        model.configuration, DecodingNetwork(model), rows: rows,
        capacity: capacity ?? model.configuration.context)
    }

    /// A decoder that shares a model's weights with others.
    init(_ configuration: Configuration, _ network: DecodingNetwork, rows: Int, capacity: Int) {
      precondition(capacity <= configuration.context)
      self.capacity = capacity
      self.network = network
      lengths = Array(repeating: 0, count: rows)
      vocabularySize = configuration.vocabularySize
      virtualTokens = configuration.virtualTokens?.count ?? 0
      cache = network.cache(rows: rows, capacity: capacity)
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
        let first = virtualTokens + lengths[addition.row]
        return addition.tokens.indices.map {
          KeyValueCache.Place(row: addition.row, position: first + $0)
        }
      }
      for addition in additions {
        lengths[addition.row] += addition.tokens.count
        precondition(lengths[addition.row] <= capacity)
      }
      cache.makeUnique()

      let tokens = additions.flatMap(\.tokens)
      let parts = parts(of: additions)
      let logits = Tensor(uninitialized: [additions.count, vocabularySize])
      Parallel.forEach(parts.count) { index in
        let part = parts[index]
        let scores = network.logits(
          after: tokens[part.tokens], at: places[part.tokens], ends: part.ends, cache)
        withPointers(scores.from(0), logits.mutableRow(part.firstAddition)) { source, target in
          target.update(from: source, count: scores.count)
        }
      }
      return logits
    }

    /// Additions that one thread carries through all layers, so that threads wait for one another
    /// once a call and not once a layer.
    private struct Part {
      let firstAddition: Int
      let tokens: Range<Int>
      /// Of each addition, its last token's index in the part.
      let ends: [Int]
    }

    /// Cuts additions into about eight parts, each large enough to fill a product's registers many
    /// times over.
    private func parts(of additions: [Addition]) -> [Part] {
      let total = additions.reduce(0) { $0 + $1.tokens.count }
      let size = Parallel.blockSize(total, minimum: 32)
      var (parts, first, firstToken, ends): ([Part], Int, Int, [Int]) = ([], 0, 0, [])
      var count = 0
      for (index, addition) in additions.enumerated() {
        count += addition.tokens.count
        ends.append(count - 1)
        if count >= size || index == additions.count - 1 {
          parts.append(
            Part(firstAddition: first, tokens: firstToken..<firstToken + count, ends: ends))
          (first, firstToken, ends, count) = (index + 1, firstToken + count, [], 0)
        }
      }
      return parts
    }
  }
}
