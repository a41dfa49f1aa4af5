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

  /// Query rows of one block: many, so that what is laid out for a product serves long, while their
  /// scores and gradients stay in a core's second cache.
  private var blockRows: Int { min(64, max(16, (1 << 15) / columns / 16 * 16)) }

  private var blocks: [Range<Int>] {
    stride(from: 0, to: length, by: blockRows).map { $0..<min(length, $0 + blockRows) }
  }

  private var scale: Float { 1 / Float(width).squareRoot() }
  /// The length of a row of scores: keys stand at its end, and what is before them is masked.
  private var columns: Int { (keyCount + 15) / 16 * 16 }
  private var unused: Int { columns - keyCount }

  private func mask(_ rows: Range<Int>) -> octavo_attention_block {
    octavo_attention_block(
      rows: rows.count, columns: columns, query: columns, start: unused, key: 0, counter: 0,
      counterStride: 0, keep: 1, scale: scale)
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

  /// The attended values (B, T, C) and log Σ exp of the scores (B, heads, T).
  func forward() -> (y: Tensor, logSumExp: Tensor) {
    let y = Tensor(uninitialized: queries.shape)
    let logSumExp = Tensor(uninitialized: [batch, heads, length])
    Parallel.forEach(batch * heads) { index in
      let (sequence, channel) = (index / heads, index % heads * width)
      let keys = transposed(sequence, channel: channel)
      let scratch = Tensor(uninitialized: [min(length, blockRows), columns])
      withPointers(
        queries.row(sequence * length, column: channel), keys.from(0),
        keysValues.row(sequence * keyCount, column: queries.columns + channel),
        scratch.mutableFrom(0), logSumExp.mutableRow(index),
        y.mutableRow(sequence * length, column: channel)
      ) { head, keys, values, probabilities, logSumExp, attended in
        for rows in blocks {
          octavo_matrix_product(
            false, false, rows.count, columns, width, head + rows.lowerBound * queries.columns,
            queries.columns, keys, columns, false, probabilities, columns)
          var mask = mask(rows)
          octavo_attention_softmax(&mask, probabilities, logSumExp + rows.lowerBound)
          octavo_matrix_product(
            false, false, rows.count, width, keyCount, probabilities + unused, columns, values,
            keysValues.columns, false, attended + rows.lowerBound * y.columns, y.columns)
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
      let scratch = Tensor(uninitialized: [2, min(length, blockRows) * columns])
      for rows in blocks {
        backward(
          rows, sequence: sequence, channel: channel, keys, values, dy, y,
          logSumExp.row(index, column: rows.lowerBound), scratch, into: dQueries, dKeysValues)
      }
    }
    return (dQueries, dKeysValues)
  }

  private func backward(
    _ rows: Range<Int>, sequence: Int, channel: Int, _ keys: Tensor, _ values: Tensor,
    _ dy: Tensor, _ y: Tensor, _ logSumExp: TensorView<UnsafePointer<Float>>, _ scratch: Tensor,
    into dQueries: Tensor, _ dKeysValues: Tensor
  ) {
    let (row, first) = (sequence * length + rows.lowerBound, sequence * keyCount)
    let (stride, keyStride, accumulate) = (queries.columns, keysValues.columns, rows.lowerBound > 0)
    withPointers(
      queries.row(row, column: channel), dy.row(row, column: channel),
      y.row(row, column: channel), logSumExp, keys.from(0), values.from(0)
    ) { query, dOut, out, logSumExp, keys, values in
      withPointers(
        scratch.mutableRow(0), scratch.mutableRow(1), dQueries.mutableRow(row, column: channel),
        dKeysValues.mutableRow(first, column: channel), keysValues.row(first, column: channel)
      ) { probabilities, dScores, dQuery, dKeys, keyRows in
        octavo_matrix_product(
          false, false, rows.count, columns, width, query, stride, keys, columns, false,
          probabilities, columns)
        octavo_matrix_product(
          false, false, rows.count, columns, width, dOut, stride, values, columns, false, dScores,
          columns)
        var mask = mask(rows)
        octavo_attention_softmax_backward(
          &mask, width, logSumExp, dOut, out, stride, probabilities, dScores)
        octavo_matrix_product(
          false, false, rows.count, width, keyCount, dScores + unused, columns, keyRows, keyStride,
          false, dQuery, stride)
        octavo_matrix_product(
          true, false, keyCount, width, rows.count, dScores + unused, columns, query, stride,
          accumulate, dKeys, keyStride)
        octavo_matrix_product(
          true, false, keyCount, width, rows.count, probabilities + unused, columns, dOut, stride,
          accumulate, dKeys + stride, keyStride)
      }
    }
  }
}
