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
    withPointers(
      keysValues.row(sequence * keyCount, column: channel), result.mutableFrom(unused)
    ) {
      octavo_transpose(keyCount, width, $0, keysValues.columns, $1, columns)
    }
    return result
  }

  /// A head's channels, filled up with zeros to whole registers.
  private var paddedWidth: Int { (width + 15) / 16 * 16 }

  /// A head's channels of some rows, (rows, paddedWidth).
  private func padded(_ x: Tensor, from row: Int, channel: Int, rows: Int) -> Tensor {
    let result = Tensor(zeros: [rows, paddedWidth])
    withPointers(x.row(row, column: channel), result.mutableFrom(0)) { source, target in
      for row in 0..<rows {
        (target + row * paddedWidth).update(from: source + row * x.columns, count: width)
      }
    }
    return result
  }

  /// The same back to where a head's channels stand.
  private func unpad(_ padded: Tensor, rows: Int, into y: Tensor, from row: Int, channel: Int) {
    withPointers(padded.from(0), y.mutableRow(row, column: channel)) { source, target in
      for row in 0..<rows {
        (target + row * y.columns).update(from: source + row * paddedWidth, count: width)
      }
    }
  }

  /// The attended values (B, T, C) and log Σ exp of the scores (B, heads, T).
  func forward() -> (y: Tensor, logSumExp: Tensor) {
    let y = Tensor(uninitialized: queries.shape)
    let logSumExp = Tensor(uninitialized: [batch, heads, length])
    Parallel.forEach(batch * heads) { index in
      let (sequence, channel) = (index / heads, index % heads * width)
      let keys = transposed(sequence, channel: channel)
      let values = padded(
        keysValues, from: sequence * keyCount, channel: queries.columns + channel, rows: keyCount)
      let scratch = Tensor(uninitialized: [Self.blockRows, columns])
      let out = Tensor(uninitialized: [Self.blockRows, paddedWidth])
      withPointers(
        queries.row(sequence * length, column: channel), keys.from(0), values.from(0),
        scratch.mutableFrom(0), logSumExp.mutableRow(index), out.mutableFrom(0)
      ) { head, keys, values, probabilities, logSumExp, attended in
        for rows in blocks {
          octavo_small_product(
            rows.count, columns, width, scale, head + rows.lowerBound * queries.columns,
            queries.columns, 1, keys, columns, false, probabilities, columns)
          var mask = mask(rows)
          octavo_attention_softmax(&mask, probabilities, logSumExp + rows.lowerBound)
          octavo_small_product(
            rows.count, paddedWidth, keyCount, 1, probabilities + unused, columns, 1, values,
            paddedWidth, false, attended, paddedWidth)
          unpad(
            out, rows: rows.count, into: y, from: sequence * length + rows.lowerBound,
            channel: channel)
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
      let first = sequence * keyCount
      let keys = transposed(sequence, channel: channel)
      let values = transposed(sequence, channel: queries.columns + channel)
      let keyRows = padded(keysValues, from: first, channel: channel, rows: keyCount)
      let scratch = Tensor(uninitialized: [2, Self.blockRows * columns])
      let out = Tensor(uninitialized: [Self.blockRows, paddedWidth])
      let dKeys = Tensor(zeros: [keyCount, paddedWidth])
      let dValues = Tensor(zeros: [keyCount, paddedWidth])
      for rows in blocks {
        let row = sequence * length + rows.lowerBound
        let query = padded(queries, from: row, channel: channel, rows: rows.count)
        let dOut = padded(dy, from: row, channel: channel, rows: rows.count)
        withPointers(
          query.from(0), dOut.from(0), keys.from(0), values.from(0), scratch.mutableRow(0),
          scratch.mutableRow(1)
        ) { query, dOut, keys, values, probabilities, dScores in
          octavo_small_product(
            rows.count, columns, width, scale, query, paddedWidth, 1, keys, columns, false,
            probabilities, columns)
          octavo_small_product(
            rows.count, columns, width, 1, dOut, paddedWidth, 1, values, columns, false, dScores,
            columns)
          var mask = mask(rows)
          withPointers(
            logSumExp.row(index, column: rows.lowerBound), dy.row(row, column: channel),
            y.row(row, column: channel)
          ) {
            octavo_attention_softmax_backward(
              &mask, width, scale, $0, $1, $2, y.columns, probabilities, dScores)
          }
          withPointers(
            keyRows.from(0), out.mutableFrom(0), dKeys.mutableFrom(0), dValues.mutableFrom(0)
          ) { keyRows, dQuery, dKeys, dValues in
            octavo_small_product(
              rows.count, paddedWidth, keyCount, 1, dScores + unused, columns, 1, keyRows,
              paddedWidth, false, dQuery, paddedWidth)
            octavo_small_product(
              keyCount, paddedWidth, rows.count, 1, dScores + unused, 1, columns, query,
              paddedWidth, true, dKeys, paddedWidth)
            octavo_small_product(
              keyCount, paddedWidth, rows.count, 1, probabilities + unused, 1, columns, dOut,
              paddedWidth, true, dValues, paddedWidth)
          }
        }
        unpad(out, rows: rows.count, into: dQueries, from: row, channel: channel)
      }
      unpad(dKeys, rows: keyCount, into: dKeysValues, from: first, channel: channel)
      unpad(
        dValues, rows: keyCount, into: dKeysValues, from: first,
        channel: queries.columns + channel)
    }
    return (dQueries, dKeysValues)
  }
}
