import CKernels

extension Variable {
  /// Scaled dot-product attention in which each position sees itself and those before it
  /// (Vaswani et al. 2017): softmax(Q Kᵀ / √width) V.
  ///
  /// Works through blocks of query rows and multiplies each with the keys up to its end only. Unless
  /// the tape asks for it, the probabilities are not kept: the backward pass computes them again from
  /// the logarithm of their normalizer (Dao et al. 2022).
  ///
  /// - Parameters:
  ///   - padding: how many positions at the left of each sequence nothing may see; there the result
  ///     is zero.
  /// - Returns: (B, T, queries · width) for a variable of shape (B, T, rowWidth).
  public func causalAttention(
    _ heads: AttentionHeads, padding: [Int]? = nil, dropout: Dropout? = nil, _ place: String = ""
  ) -> Variable {
    let attention = CausalAttention(
      queriesKeysValues: value, heads: heads, padding: padding, dropout: dropout, place: place)
    let input = node
    if let tape = input?.tape, tape.attention == .stored {
      let probabilities = attention.emptyProbabilities
      let (y, _) = attention.forward(keeping: probabilities)
      return recorded(y, from: self) { dy, gradients in
        gradients.add(attention.backward(dy, probabilities), to: input)
      }
    }
    let (y, logSumExp) = attention.forward()
    return recorded(y, from: self) { dy, gradients in
      gradients.add(attention.backward(dy, y, logSumExp), to: input)
    }
  }
}

private struct CausalAttention {
  let x: Tensor
  let heads: AttentionHeads
  let padding: [Int]?
  let key: UInt64
  let keep: Float
  let sequences: [Int]?
  let batch: Int
  let length: Int

  init(
    queriesKeysValues x: Tensor, heads: AttentionHeads, padding: [Int]?, dropout: Dropout?,
    place: String
  ) {
    precondition(x.shape.count == 3 && x.columns == heads.rowWidth)
    self.x = x
    self.heads = heads
    self.padding = padding
    key = dropout?.key(for: place) ?? 0
    keep = dropout?.keep ?? 1
    sequences = dropout?.sequences
    (batch, length) = (x.shape[0], x.shape[1])
  }

  /// Query rows of one block: few, so that little is computed above the diagonal.
  private static let blockRows = 16

  private var blocks: [Range<Int>] {
    stride(from: 0, to: length, by: Self.blockRows).map {
      $0..<min(length, $0 + Self.blockRows)
    }
  }

  /// The length of a row of scores for the keys below `end`.
  private func padded(_ end: Int) -> Int { (end + 15) / 16 * 16 }

  private func mask(_ rows: Range<Int>, sequence: Int, head: Int) -> octavo_attention_block {
    // Counters are aligned to 64 by row, the unit in which dropout draws, and do not depend on the
    // batch's length.
    let stride = 1 << 16
    let index = (sequences?[sequence] ?? sequence) * heads.queries + head
    let counter = Dropout.counter(ofSequence: index) + UInt64(rows.lowerBound * stride)
    return octavo_attention_block(
      rows: rows.count, columns: padded(rows.upperBound), query: rows.lowerBound,
      start: padding?[sequence] ?? 0, key: key, counter: counter, counterStride: stride,
      keep: keep, scale: heads.scale)
  }

  /// The keys or values of one head, (width, length) with rows padded by zeros, so that scores have
  /// keys as columns.
  private func transposed(_ sequence: Int, channel: Int) -> Tensor {
    let result = Tensor(zeros: [heads.width, padded(length)])
    withPointers(x.row(sequence * length, column: channel), result.mutableFrom(0)) {
      octavo_transpose(length, heads.width, $0, x.columns, $1, result.columns)
    }
    return result
  }

  /// Rows of queries, or of gradients, times the transposed keys, or values, up to the rows' end.
  private func multiply(
    _ rows: Range<Int>, _ a: UnsafePointer<Float>, _ strideOfA: Int,
    _ transposed: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>
  ) {
    let columns = padded(rows.upperBound)
    octavo_matrix_product(
      false, false, rows.count, columns, heads.width, a, strideOfA, transposed, padded(length),
      false, scores, columns)
  }

  /// The attended values (B, T, queries · width) and log Σ exp of the scores (B, queries, T).
  ///
  /// - Parameter kept: takes the probabilities before dropout.
  func forward(keeping kept: Tensor? = nil) -> (y: Tensor, logSumExp: Tensor) {
    let y = Tensor(uninitialized: [batch, length, heads.queries * heads.width])
    let logSumExp = Tensor(uninitialized: [batch, heads.queries, length])
    Parallel.forEach(batch * heads.queries) { index in
      let (sequence, head) = (index / heads.queries, index % heads.queries)
      let first = sequence * length
      let query = heads.queryChannel(head)
      let value = heads.valueChannel(head / heads.groupSize)
      let keys = transposed(sequence, channel: heads.keyChannel(head / heads.groupSize))
      let scratch = Tensor(uninitialized: [Self.blockRows, padded(length)])
      let (stride, outStride) = (x.columns, y.columns)
      withPointers(
        x.row(first), keys.from(0), scratch.mutableFrom(0), logSumExp.mutableRow(index),
        y.mutableRow(first, column: query)
      ) { x, keys, probabilities, logSumExp, out in
        for rows in blocks {
          let row = rows.lowerBound
          multiply(rows, x + row * stride + query, stride, keys, into: probabilities)
          var mask = mask(rows, sequence: sequence, head: head)
          if let kept {
            var whole = mask
            whole.keep = 1
            octavo_attention_softmax(&whole, probabilities, logSumExp + row)
            withPointers(kept.mutableRow(index, column: row * padded(length))) {
              $0.update(from: probabilities, count: rows.count * mask.columns)
            }
            drop(mask, probabilities)
          } else {
            octavo_attention_softmax(&mask, probabilities, logSumExp + row)
          }
          octavo_matrix_product(
            false, false, rows.count, heads.width, rows.upperBound, probabilities, mask.columns,
            x + value, stride, false, out + row * outStride, outStride)
        }
      }
    }
    return (y, logSumExp)
  }

  /// The gradient by queries, keys and values, from y and log Σ exp of the scores.
  func backward(_ dy: Tensor, _ y: Tensor, _ logSumExp: Tensor) -> Tensor {
    backward(dy) { rows, sequence, head, keys, dOut, probabilities, dScores in
      let first = sequence * length
      withPointers(
        x.row(first), y.row(first + rows.lowerBound, column: heads.queryChannel(head)),
        logSumExp.row(sequence * heads.queries + head, column: rows.lowerBound), keys.from(0)
      ) { x, out, logSumExp, keys in
        multiply(
          rows, x + rows.lowerBound * self.x.columns + heads.queryChannel(head), self.x.columns,
          keys, into: probabilities)
        var mask = mask(rows, sequence: sequence, head: head)
        octavo_attention_softmax_backward(
          &mask, heads.width, logSumExp, dOut, out, y.columns, probabilities, dScores)
      }
    }
  }

  /// The same from the probabilities before dropout.
  func backward(_ dy: Tensor, _ kept: Tensor) -> Tensor {
    backward(dy) { rows, sequence, head, _, _, probabilities, dScores in
      let mask = mask(rows, sequence: sequence, head: head)
      let count = rows.count * mask.columns
      let index = sequence * heads.queries + head
      withPointers(kept.row(index, column: rows.lowerBound * padded(length))) { kept in
        drop(mask, dScores)
        octavo_softmax_backward(rows.count, mask.columns, kept, dScores, dScores)
        octavo_affine(count, heads.scale, 0, dScores, dScores)
        probabilities.update(from: kept, count: count)
      }
      drop(mask, probabilities)
    }
  }

  /// Room for the probabilities of every head.
  var emptyProbabilities: Tensor {
    Tensor(uninitialized: [batch * heads.queries, padded(length) * padded(length)])
  }

  /// Dropout of a block of probabilities, or of gradients by them.
  private func drop(_ mask: octavo_attention_block, _ x: UnsafeMutablePointer<Float>) {
    guard mask.keep < 1 else { return }
    for row in 0..<mask.rows {
      let x = x + row * mask.columns
      octavo_dropout(
        mask.columns, mask.key, mask.counter + UInt64(row * mask.counterStride), mask.keep, x, x)
    }
  }

  /// Makes of a block's scores-to-be the probabilities after dropout, and of the gradients by these
  /// the gradients by the scores.
  private typealias BlockBackward = (
    _ rows: Range<Int>, _ sequence: Int, _ head: Int, _ keys: Tensor,
    _ dOut: UnsafePointer<Float>, _ probabilities: UnsafeMutablePointer<Float>,
    _ dScores: UnsafeMutablePointer<Float>
  ) -> Void

  /// One task is one head of keys with its queries, so that sums over queries have one order.
  private func backward(_ dy: Tensor, _ block: BlockBackward) -> Tensor {
    let dx = Tensor(uninitialized: x.shape)
    Parallel.forEach(batch * heads.keys) { index in
      let (sequence, keyHead) = (index / heads.keys, index % heads.keys)
      let keys = transposed(sequence, channel: heads.keyChannel(keyHead))
      let values = transposed(sequence, channel: heads.valueChannel(keyHead))
      let scratch = Tensor(uninitialized: [2, Self.blockRows * padded(length)])
      for head in keyHead * heads.groupSize..<(keyHead + 1) * heads.groupSize {
        // The last block comes first: it covers every key, so it can write where others add.
        for rows in blocks.reversed() {
          let isFirst = rows.upperBound == length && head.isMultiple(of: heads.groupSize)
          backward(
            rows, sequence: sequence, head: head, keys, values, dy, scratch, into: dx,
            accumulate: !isFirst, block)
        }
      }
    }
    return dx
  }

  private func backward(
    _ rows: Range<Int>, sequence: Int, head: Int, _ keys: Tensor, _ values: Tensor, _ dy: Tensor,
    _ scratch: Tensor, into dx: Tensor, accumulate: Bool, _ block: BlockBackward
  ) {
    let (width, stride, end) = (heads.width, x.columns, rows.upperBound)
    let columns = padded(end)
    let (first, row) = (sequence * length, sequence * length + rows.lowerBound)
    let query = heads.queryChannel(head)
    let key = heads.keyChannel(head / heads.groupSize)
    let value = heads.valueChannel(head / heads.groupSize)
    withPointers(x.row(first), dy.row(row, column: query), values.from(0)) { x, dOut, values in
      withPointers(
        scratch.mutableRow(0), scratch.mutableRow(1), dx.mutableRow(first)
      ) { probabilities, dScores, dx in
        let offset = rows.lowerBound * stride + query
        multiply(rows, dOut, dy.columns, values, into: dScores)
        block(rows, sequence, head, keys, dOut, probabilities, dScores)
        octavo_matrix_product(
          true, false, end, width, rows.count, probabilities, columns, dOut, dy.columns,
          accumulate, dx + value, stride)
        octavo_matrix_product(
          false, false, rows.count, width, end, dScores, columns, x + key, stride, false,
          dx + offset, stride)
        octavo_matrix_product(
          true, false, end, width, rows.count, dScores, columns, x + offset, stride,
          accumulate, dx + key, stride)
      }
    }
  }
}
