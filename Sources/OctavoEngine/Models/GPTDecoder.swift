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
      /// After how many of them, the last ones, the next token is scored.
      public let scored: Int

      public init(row: Int, tokens: [Int32], scored: Int = 1) {
        self.row = row
        self.tokens = tokens
        self.scored = scored
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
      truncate(row: row, to: 0)
    }

    /// Takes tokens of one sequence back, the last ones, as if they had never been read.
    ///
    /// - Precondition: the sequence has at least so many tokens.
    public mutating func truncate(row: Int, to length: Int) {
      precondition((0...lengths[row]).contains(length))
      lengths[row] = length
    }

    /// Reads tokens and gives the scores of the token after each addition, or after each of its last
    /// tokens that are to be scored, in their order: (scored tokens, V).
    ///
    /// - Precondition: no row occurs twice, no addition is empty or scores more tokens than it has,
    ///   and none exceeds the capacity.
    public mutating func append(_ additions: [Addition]) -> Tensor {
      let places = additions.flatMap { addition in
        precondition(addition.scored >= 1 && addition.scored <= addition.tokens.count)
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
      let logits = Tensor(uninitialized: [additions.reduce(0) { $0 + $1.scored }, vocabularySize])
      Parallel.forEach(parts.count) { index in
        let part = parts[index]
        let scores = network.logits(
          after: tokens[part.tokens], at: places[part.tokens], ends: part.ends, cache)
        withPointers(scores.from(0), logits.mutableRow(part.firstScore)) { source, target in
          target.update(from: source, count: scores.count)
        }
      }
      return logits
    }

    /// Additions that one thread carries through all layers, so that threads wait for one another
    /// once a call and not once a layer.
    private struct Part {
      /// The row of its first scores.
      let firstScore: Int
      let tokens: Range<Int>
      /// The indices in the part of the tokens that are scored.
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
        ends += count - addition.scored..<count
        if count >= size || index == additions.count - 1 {
          parts.append(
            Part(firstScore: first, tokens: firstToken..<firstToken + count, ends: ends))
          (first, firstToken, ends, count) = (first + ends.count, firstToken + count, [], 0)
        }
      }
      return parts
    }
  }
}
