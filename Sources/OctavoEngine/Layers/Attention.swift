import CKernels

extension Variable {
  /// Scaled dot-product attention in which every query sees every key (Vaswani et al. 2017):
  /// softmax(Q Kᵀ / √width) V. With the queries' own keys it is self-attention, with those of
  /// another sequence cross-attention.
  ///
  /// The probabilities are not kept, as in `causalAttention`.
  ///
  /// - Parameter keysValues: (B, S, 2 C), the keys and then the values.
  /// - Returns: (B, T, C) for queries of that shape.
  public func attention(to keysValues: Variable, heads: Int) -> Variable {
    let attention = Attention(queries: value, keysValues: keysValues.value, heads: heads)
    let (y, logSumExp) = attention.forward()
    let (queryNode, keyNode) = (node, keysValues.node)
    return recorded(y, from: self, keysValues) { dy, gradients in
      let (dQueries, dKeysValues) = attention.backward(dy, y, logSumExp)
      gradients.add(dQueries, to: queryNode)
      gradients.add(dKeysValues, to: keyNode)
    }
  }
}

private struct Attention {
  let queries, keysValues: Tensor
  let heads, width: Int
  let batch, length, keyCount: Int

  init(queries: Tensor, keysValues: Tensor, heads: Int) {
    precondition(
      queries.shape.count == 3 && keysValues.shape.count == 3
        && keysValues.shape[0] == queries.shape[0] && keysValues.columns == 2 * queries.columns
        && queries.columns.isMultiple(of: heads))
    (self.queries, self.keysValues, self.heads) = (queries, keysValues, heads)
    width = queries.columns / heads
    (batch, length, keyCount) = (queries.shape[0], queries.shape[1], keysValues.shape[1])
  }

  private static let blockRows = 16

  private var blocks: [Range<Int>] {
    stride(from: 0, to: length, by: Self.blockRows).map {
      $0..<min(length, $0 + Self.blockRows)
    }
  }

  private var scale: Float { 1 / Float(width).squareRoot() }
  /// The length of a row of scores: keys stand at its end, and what is before them is masked.
  private var columns: Int { (keyCount + 15) / 16 * 16 }
  private var unused: Int { columns - keyCount }

  private func mask(_ rows: Range<Int>) -> octavo_attention_block {
    octavo_attention_block(
      rows: rows.count, columns: columns, query: columns, start: unused, key: 0, counter: 0,
      counterStride: 0, keep: 1)
  }

  /// The keys or values of one head, (width, columns).
  private func transposed(_ sequence: Int, channel: Int) -> Tensor {
    let result = Tensor(zeros: [width, columns])
    octavo_transpose(
      keyCount, width, keysValues.row(sequence * keyCount) + channel, keysValues.columns,
      result.mutableFrom(unused), columns)
    return result
  }

  /// The attended values (B, T, C) and log Σ exp of the scores (B, heads, T).
  func forward() -> (y: Tensor, logSumExp: Tensor) {
    let y = Tensor(uninitialized: queries.shape)
    let logSumExp = Tensor(uninitialized: [batch, heads, length])
    Parallel.forEach(batch * heads) { index in
      let (sequence, channel) = (index / heads, index % heads * width)
      let keys = transposed(sequence, channel: channel)
      let values = keysValues.row(sequence * keyCount) + queries.columns + channel
      let scratch = Tensor(uninitialized: [Self.blockRows, columns])
      withExtendedLifetime((keys, scratch)) {
        let probabilities = scratch.mutableFrom(0)
        for rows in blocks {
          let row = sequence * length + rows.lowerBound
          octavo_small_product(
            rows.count, columns, width, scale, queries.row(row) + channel, queries.columns, 1,
            keys.from(0), columns, false, probabilities, columns)
          var mask = mask(rows)
          octavo_attention_softmax(
            &mask, probabilities, logSumExp.mutableRow(index) + rows.lowerBound)
          octavo_small_product(
            rows.count, width, keyCount, 1, probabilities + unused, columns, 1, values,
            keysValues.columns, false, y.mutableRow(row) + channel, y.columns)
        }
      }
    }
    return (y, logSumExp)
  }

  /// The gradients by the queries, and by the keys and values.
  func backward(
    _ dy: Tensor, _ y: Tensor, _ logSumExp: Tensor
  ) -> (queries: Tensor, keysValues: Tensor) {
    let dQueries = Tensor(uninitialized: queries.shape)
    let dKeysValues = Tensor(uninitialized: keysValues.shape)
    Parallel.forEach(batch * heads) { index in
      let (sequence, channel) = (index / heads, index % heads * width)
      let keys = transposed(sequence, channel: channel)
      let values = transposed(sequence, channel: queries.columns + channel)
      let scratch = Tensor(uninitialized: [2, Self.blockRows * columns])
      let (probabilities, dScores) = (scratch.mutableRow(0), scratch.mutableRow(1))
      let first = sequence * keyCount
      withExtendedLifetime((keys, values, scratch)) {
        for rows in blocks {
          let row = sequence * length + rows.lowerBound
          let (query, dOut) = (queries.row(row) + channel, dy.row(row) + channel)
          octavo_small_product(
            rows.count, columns, width, scale, query, queries.columns, 1, keys.from(0), columns,
            false, probabilities, columns)
          octavo_small_product(
            rows.count, columns, width, 1, dOut, dy.columns, 1, values.from(0), columns, false,
            dScores, columns)
          var mask = mask(rows)
          octavo_attention_softmax_backward(
            &mask, width, scale, logSumExp.row(index) + rows.lowerBound, dOut,
            y.row(row) + channel, y.columns, probabilities, dScores)
          octavo_small_product(
            rows.count, width, keyCount, 1, dScores + unused, columns, 1,
            keysValues.row(first) + channel, keysValues.columns, false,
            dQueries.mutableRow(row) + channel, dQueries.columns)
          let isFirst = rows.lowerBound == 0
          octavo_small_product(
            keyCount, width, rows.count, 1, dScores + unused, 1, columns, query, queries.columns,
            !isFirst, dKeysValues.mutableRow(first) + channel, keysValues.columns)
          octavo_small_product(
            keyCount, width, rows.count, 1, probabilities + unused, 1, columns, dOut, dy.columns,
            !isFirst, dKeysValues.mutableRow(first) + queries.columns + channel,
            keysValues.columns)
        }
      }
    }
    return (dQueries, dKeysValues)
  }
}
