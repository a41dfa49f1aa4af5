import CKernels

/// How the channels of a row that holds queries, keys and values are divided.
public struct AttentionHeads: Hashable, Sendable {
  /// Heads of queries, and of keys and values; the first is a multiple of the second (grouped-query
  /// attention, Ainslie et al. 2023; the same for multi-head attention).
  public let queries, keys: Int
  /// Channels of one head.
  public let width: Int

  public init(queries: Int, keys: Int, width: Int) {
    precondition(queries.isMultiple(of: keys))
    self.queries = queries
    self.keys = keys
    self.width = width
  }

  /// Query heads that share one head of keys and values: query head h uses head h / groupSize.
  var groupSize: Int { queries / keys }
  /// Channels of a row of queries, keys and values, in this order.
  public var rowWidth: Int { (queries + 2 * keys) * width }
  var scale: Float { 1 / Float(width).squareRoot() }

  func queryChannel(_ head: Int) -> Int { head * width }
  func keyChannel(_ head: Int) -> Int { (queries + head) * width }
  func valueChannel(_ head: Int) -> Int { (queries + keys + head) * width }
}

extension Variable {
  /// Scaled dot-product attention in which each position sees itself and those before it
  /// (Vaswani et al. 2017): softmax(Q Kᵀ / √width) V.
  ///
  /// Works through blocks of query rows and multiplies each with the keys up to its end only. The
  /// probabilities are not kept: the backward pass computes them again from the logarithm of their
  /// normaliser (Dao et al. 2022).
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
    let (y, logSumExp) = attention.forward()
    let input = node
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

  /// Query rows of one block: fewer waste less above the diagonal, more make better products.
  private var blockRows: Int { length <= 64 ? 32 : 64 }

  private var blocks: [Range<Int>] {
    stride(from: 0, to: length, by: blockRows).map { $0..<min(length, $0 + blockRows) }
  }

  private func mask(_ rows: Range<Int>, sequence: Int, head: Int) -> octavo_attention_block {
    // Counters are aligned to 64 by row, the unit in which dropout draws, and do not depend on the batch's length.
    let stride = 1 << 16
    let index = (sequences?[sequence] ?? sequence) * heads.queries + head
    let counter = Dropout.counter(ofSequence: index) + UInt64(rows.lowerBound * stride)
    return octavo_attention_block(
      rows: rows.count, columns: rows.upperBound, query: rows.lowerBound,
      start: padding?[sequence] ?? 0, key: key, counter: counter, counterStride: stride,
      keep: keep)
  }

  /// softmax arguments of a block: scale · Q Kᵀ over the keys up to the block's end.
  private func scores(
    _ rows: Range<Int>, sequence: Int, head: Int, into scores: UnsafeMutablePointer<Float>
  ) {
    let first = sequence * length
    MatrixProduct.multiply(
      m: rows.count, n: rows.upperBound, k: heads.width, scale: heads.scale,
      transposing: (false, true),
      x.row(first + rows.lowerBound) + heads.queryChannel(head), x.columns,
      x.row(first) + heads.keyChannel(head / heads.groupSize), x.columns,
      into: scores, rows.upperBound)
  }

  /// The attended values (B, T, queries · width) and log Σ exp of the scores (B, queries, T).
  func forward() -> (y: Tensor, logSumExp: Tensor) {
    let y = Tensor(uninitialized: [batch, length, heads.queries * heads.width])
    let logSumExp = Tensor(uninitialized: [batch, heads.queries, length])
    Parallel.forEach(batch * heads.queries) { index in
      let (sequence, head) = (index / heads.queries, index % heads.queries)
      let first = sequence * length
      let probabilities = Tensor(uninitialized: [blockRows, length])
      for rows in blocks {
        scores(rows, sequence: sequence, head: head, into: probabilities.mutableFrom(0))
        var mask = mask(rows, sequence: sequence, head: head)
        octavo_attention_softmax(
          &mask, probabilities.mutableFrom(0), logSumExp.mutableRow(index) + rows.lowerBound)
        MatrixProduct.multiply(
          m: rows.count, n: heads.width, k: rows.upperBound,
          probabilities.from(0), rows.upperBound,
          x.row(first) + heads.valueChannel(head / heads.groupSize), x.columns,
          into: y.mutableRow(first + rows.lowerBound) + heads.queryChannel(head), y.columns)
      }
    }
    return (y, logSumExp)
  }

  /// The gradient by queries, keys and values. One task is one head of keys with its queries, so that
  /// sums over queries have one order.
  func backward(_ dy: Tensor, _ y: Tensor, _ logSumExp: Tensor) -> Tensor {
    let dx = Tensor(uninitialized: x.shape)
    Parallel.forEach(batch * heads.keys) { index in
      let (sequence, keyHead) = (index / heads.keys, index % heads.keys)
      let scratch = Tensor(uninitialized: [2, blockRows * length])
      let delta = Tensor(uninitialized: [length])
      for head in keyHead * heads.groupSize..<(keyHead + 1) * heads.groupSize {
        for row in 0..<length {
          let start = (sequence * length + row) * y.columns + heads.queryChannel(head)
          delta.mutableFrom(row).pointee = octavo_dot(heads.width, dy.from(start), y.from(start))
        }
        // The last block comes first: it covers every key, so it can write where others add.
        for rows in blocks.reversed() {
          let isFirst =
            rows.upperBound == length && head.isMultiple(of: heads.groupSize)
          backward(
            rows, sequence: sequence, head: head, dy,
            logSumExp.row(sequence * heads.queries + head) + rows.lowerBound,
            delta.from(rows.lowerBound), scratch, into: dx, accumulate: !isFirst)
        }
      }
    }
    return dx
  }

  private func backward(
    _ rows: Range<Int>, sequence: Int, head: Int, _ dy: Tensor,
    _ logSumExp: UnsafePointer<Float>, _ delta: UnsafePointer<Float>, _ scratch: Tensor,
    into dx: Tensor, accumulate: Bool
  ) {
    let (first, width, stride) = (sequence * length, heads.width, x.columns)
    let (queries, keys) = (rows.count, rows.upperBound)
    let query = heads.queryChannel(head)
    let key = heads.keyChannel(head / heads.groupSize)
    let value = heads.valueChannel(head / heads.groupSize)
    let (probabilities, dScores) = (scratch.mutableRow(0), scratch.mutableRow(1))
    let dOut = dy.row(first + rows.lowerBound) + query

    scores(rows, sequence: sequence, head: head, into: probabilities)
    MatrixProduct.multiply(
      m: queries, n: keys, k: width, transposing: (false, true), dOut, dy.columns,
      x.row(first) + value, stride, into: dScores, keys)
    var mask = mask(rows, sequence: sequence, head: head)
    octavo_attention_softmax_backward(
      &mask, heads.scale, logSumExp, delta, probabilities, dScores)
    MatrixProduct.multiply(
      m: keys, n: width, k: queries, transposing: (true, false), probabilities, keys, dOut,
      dy.columns,
      into: dx.mutableRow(first) + value, stride, accumulate: accumulate)
    MatrixProduct.multiply(
      m: queries, n: width, k: keys, dScores, keys, x.row(first) + key, stride,
      into: dx.mutableRow(first + rows.lowerBound) + query, stride)
    MatrixProduct.multiply(
      m: keys, n: width, k: queries, transposing: (true, false), dScores, keys,
      x.row(first + rows.lowerBound) + query, stride,
      into: dx.mutableRow(first) + key, stride, accumulate: accumulate)
  }
}
