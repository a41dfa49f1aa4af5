/// The numbers of a model's virtual tokens.
struct VirtualTokenTable {
  let tokens: VirtualTokens
  /// (count, C) of a soft prompt; of a prefix (count, layers · 2 · keys · width), the keys and then
  /// the values of each block in turn, as they are after rotation.
  let weight: Variable
  private let layers: Int
  /// Channels of the queries of a block.
  private let queries: Int

  init(
    _ source: ParameterSource, _ configuration: GPT.Configuration, _ tokens: VirtualTokens
  ) {
    self.tokens = tokens
    layers = configuration.layers
    queries = configuration.attentionHeads.queries * configuration.attentionHeads.width
    weight = source.parameter(
      "weight", [tokens.count, configuration.width(of: tokens.kind)], configuration.start)
  }

  /// What attention reads of a prefix in one block: (count, row width). The queries are zeros, since
  /// virtual tokens of a prefix attend to nothing.
  func rows(ofBlock block: Int) -> Variable {
    let keysValues = weight.reshaped([tokens.count * layers, weight.value.columns / layers])
      .gathered((0..<tokens.count).map { Int32($0 * layers + block) })
    return Variable(Tensor(zeros: [tokens.count, queries])).joined(keysValues)
  }
}

/// Where virtual tokens are in a batch: after the padding of each sequence and before its text.
struct VirtualTokenLayout {
  let count: Int
  private let batch: TokenBatch

  init(_ batch: TokenBatch, count: Int) {
    self.batch = batch
    self.count = count
  }

  private var columns: Int { batch.columns + count }

  /// The position of every token, virtual or not, in its sequence; 0 for padding.
  var positions: [Int] {
    (0..<batch.rows).flatMap { row in
      (0..<columns).map { max(0, $0 - (batch.padding?[row] ?? 0)) }
    }
  }

  /// The rows of (B, count + T) that correspond to rows of (B, T): the given ones, or all.
  func places(of rows: [Int32]?) -> [Int32] {
    (rows ?? Array(0..<Int32(batch.rows * batch.columns))).map { place in
      let (row, column) = Int(place).quotientAndRemainder(dividingBy: batch.columns)
      let isPadding = column < batch.padding?[row] ?? 0
      return Int32(row * columns + column + (isPadding ? 0 : count))
    }
  }

  /// The text's states with those of the virtual tokens before them: (B, T, C), (count, C) →
  /// (B, count + T, C).
  func inserting(_ virtual: Variable, before text: Variable) -> Variable {
    let first = batch.rows * batch.columns
    let sources = (0..<batch.rows).flatMap { row in
      (0..<columns).map { column in
        let padding = batch.padding?[row] ?? 0
        let start = row * batch.columns
        if column < padding { return Int32(start + column) }
        if column < padding + count { return Int32(first + column - padding) }
        return Int32(start + column - count)
      }
    }
    return text.stacked(on: virtual).embedding(sources, shape: [batch.rows, columns])
  }
}
