import CKernels

extension Variable {
  /// Scaled dot-product attention in which each position sees itself and those before it
  /// (Vaswani et al. 2017): softmax(Q Kᵀ / √width) V.
  ///
  /// Works through blocks of query rows and multiplies each with the keys up to its end only. Unless
  /// the tape's attention is `stored`, the backward pass recomputes the probabilities from the
  /// logarithm of their normalizer (Dao et al. 2022).
  ///
  /// - Parameters:
  ///   - padding: how many positions at the left of each sequence no position sees; their own result
  ///     is zero, unless a prefix covers them.
  ///   - prefixes: how many positions at the left of each sequence all see one another, except for
  ///     padding (the prefix LM of Raffel et al. 2020); none if nil.
  /// - Returns: (B, T, queries · width) for a variable of shape (B, T, rowWidth).
  public func causalAttention(
    _ heads: AttentionHeads, padding: [Int]? = nil, prefixes: [Int]? = nil,
    dropout: Dropout? = nil, _ place: String = ""
  ) -> Variable {
    let attention = CausalAttention(
      queriesKeysValues: value, heads: heads, padding: padding, prefixes: prefixes,
      dropout: dropout, place: place)
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
  let prefixes: [Int]?
  let key: UInt64
  let keep: Float
  let sequences: [Int]?
  let batch: Int
  let length: Int

  init(
    queriesKeysValues x: Tensor, heads: AttentionHeads, padding: [Int]?, prefixes: [Int]?,
    dropout: Dropout?, place: String
  ) {
    precondition(x.shape.count == 3 && x.columns == heads.rowWidth)
    precondition(prefixes?.allSatisfy { 0...x.shape[1] ~= $0 } ?? true)
    self.x = x
    self.heads = heads
    self.padding = padding
    self.prefixes = prefixes
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

  /// The end of the keys that some row of a block sees.
  private func end(_ rows: Range<Int>, sequence: Int) -> Int {
    let prefix = prefixes?[sequence] ?? 0
    return rows.lowerBound < prefix ? max(rows.upperBound, prefix) : rows.upperBound
  }

  /// Calls `body` with each mask of a block of query rows, and the row of the block where it begins.
  private func forEachMask(
    _ rows: Range<Int>, sequence: Int, head: Int,
    _ body: (inout octavo_attention_block, Int) -> Void
  ) {
    // Counters are aligned to 64 by row, the unit in which dropout draws, and do not depend on the
    // batch's length.
    let stride = 1 << 16
    let index = (sequences?[sequence] ?? sequence) * heads.queries + head
    let prefix = prefixes?[sequence] ?? 0
    let columns = padded(end(rows, sequence: sequence))
    var row = rows.lowerBound
    while row < rows.upperBound {
      // A mask's rows see one key more each, but all rows of a prefix see the same ones.
      let isPrefix = row < prefix
      var mask = octavo_attention_block(
        rows: isPrefix ? 1 : rows.upperBound - row, columns: columns,
        query: isPrefix ? prefix - 1 : row, start: padding?[sequence] ?? 0, key: key,
        counter: Dropout.counter(ofSequence: index) + UInt64(row * stride), counterStride: stride,
        keep: keep, scale: heads.scale)
      body(&mask, row - rows.lowerBound)
      row += mask.rows
    }
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

  /// Rows of queries, or of gradients, times the transposed keys, or values, up to an end.
  private func multiply(
    _ rows: Int, _ a: UnsafePointer<Float>, _ strideOfA: Int,
    _ transposed: UnsafePointer<Float>, to end: Int, into scores: UnsafeMutablePointer<Float>
  ) {
    let columns = padded(end)
    octavo_matrix_product(
      false, false, rows, columns, heads.width, a, strideOfA, transposed, padded(length),
      false, scores, columns)
  }

  /// The attended values (B, T, queries · width) and log Σ exp of the scores (B, queries, T).
  ///
  /// - Parameter kept: receives the probabilities before dropout.
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
          let (row, end) = (rows.lowerBound, end(rows, sequence: sequence))
          let columns = padded(end)
          multiply(
            rows.count, x + row * stride + query, stride, keys, to: end, into: probabilities)
          forEachMask(rows, sequence: sequence, head: head) { mask, first in
            var undropped = mask
            if kept != nil { undropped.keep = 1 }
            octavo_attention_softmax(
              &undropped, probabilities + first * columns, logSumExp + row + first)
          }
          if let kept {
            withPointers(kept.mutableRow(index, column: row * padded(length))) {
              $0.update(from: probabilities, count: rows.count * columns)
            }
            drop(rows, sequence: sequence, head: head, probabilities)
          }
          octavo_matrix_product(
            false, false, rows.count, heads.width, end, probabilities, columns, x + value, stride,
            false, out + row * outStride, outStride)
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
        let end = end(rows, sequence: sequence)
        let columns = padded(end)
        multiply(
          rows.count, x + rows.lowerBound * self.x.columns + heads.queryChannel(head),
          self.x.columns, keys, to: end, into: probabilities)
        forEachMask(rows, sequence: sequence, head: head) { mask, first in
          octavo_attention_softmax_backward(
            &mask, heads.width, logSumExp + first, dOut + first * dy.columns,
            out + first * y.columns, y.columns, probabilities + first * columns,
            dScores + first * columns)
        }
      }
    }
  }

  /// The same gradient from the stored probabilities before dropout.
  func backward(_ dy: Tensor, _ kept: Tensor) -> Tensor {
    backward(dy) { rows, sequence, head, _, _, probabilities, dScores in
      let columns = padded(end(rows, sequence: sequence))
      let count = rows.count * columns
      let index = sequence * heads.queries + head
      withPointers(kept.row(index, column: rows.lowerBound * padded(length))) { kept in
        drop(rows, sequence: sequence, head: head, dScores)
        octavo_softmax_backward(rows.count, columns, kept, dScores, dScores)
        octavo_affine(count, heads.scale, 0, dScores, dScores)
        probabilities.update(from: kept, count: count)
      }
      drop(rows, sequence: sequence, head: head, probabilities)
    }
  }

  /// Memory for the probabilities of every head, T rounded up: (B · queries, T · T).
  var emptyProbabilities: Tensor {
    Tensor(uninitialized: [batch * heads.queries, padded(length) * padded(length)])
  }

  /// Dropout of a block of probabilities, or of gradients by them.
  private func drop(
    _ rows: Range<Int>, sequence: Int, head: Int, _ x: UnsafeMutablePointer<Float>
  ) {
    guard keep < 1 else { return }
    forEachMask(rows, sequence: sequence, head: head) { mask, first in
      for row in 0..<mask.rows {
        let x = x + (first + row) * mask.columns
        octavo_dropout(
          mask.columns, mask.key, mask.counter + UInt64(row * mask.counterStride), mask.keep, x, x)
      }
    }
  }

  /// Writes a block's probabilities after dropout, and turns the gradients by these, which `dScores`
  /// holds, into the gradients by the scores.
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
    let (width, stride, end) = (heads.width, x.columns, end(rows, sequence: sequence))
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
        multiply(rows.count, dOut, dy.columns, values, to: end, into: dScores)
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
