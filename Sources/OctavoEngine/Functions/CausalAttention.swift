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
  /// normalizer (Dao et al. 2022).
  ///
  /// - Parameters:
  ///   - padding: how many positions at the left of each sequence nothing may see; there the result
  ///     is zero.
  ///   - prefixes: how many positions at the left of each sequence all see one another, padding
  ///     apart (the prefix LM of Raffel et al. 2020); none if nil.
  /// - Returns: (B, T, queries · width) for a variable of shape (B, T, rowWidth).
  public func causalAttention(
    _ heads: AttentionHeads, padding: [Int]? = nil, prefixes: [Int]? = nil,
    dropout: Dropout? = nil, _ place: String = ""
  ) -> Variable {
    let attention = CausalAttention(
      queriesKeysValues: value, heads: heads, padding: padding, prefixes: prefixes,
      dropout: dropout, place: place)
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

  /// Where the keys end that some row of a block sees.
  private func end(_ rows: Range<Int>, sequence: Int) -> Int {
    let prefix = prefixes?[sequence] ?? 0
    return rows.lowerBound < prefix ? max(rows.upperBound, prefix) : rows.upperBound
  }

  /// Calls `body` with the masks of a block of query rows, and the place in it where each begins.
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
  func forward() -> (y: Tensor, logSumExp: Tensor) {
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
            octavo_attention_softmax(
              &mask, probabilities + first * columns, logSumExp + row + first)
          }
          octavo_matrix_product(
            false, false, rows.count, heads.width, end, probabilities, columns, x + value, stride,
            false, out + row * outStride, outStride)
        }
      }
    }
    return (y, logSumExp)
  }

  /// The gradient by queries, keys and values. One task is one head of keys with its queries, so
  /// that sums over queries have one order.
  func backward(_ dy: Tensor, _ y: Tensor, _ logSumExp: Tensor) -> Tensor {
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
            rows, sequence: sequence, head: head, keys, values, dy, y, logSumExp, scratch,
            into: dx, accumulate: !isFirst)
        }
      }
    }
    return dx
  }

  private func backward(
    _ rows: Range<Int>, sequence: Int, head: Int, _ keys: Tensor, _ values: Tensor, _ dy: Tensor,
    _ y: Tensor, _ logSumExp: Tensor, _ scratch: Tensor, into dx: Tensor, accumulate: Bool
  ) {
    let (width, stride, end) = (heads.width, x.columns, end(rows, sequence: sequence))
    let (columns, outStride) = (padded(end), y.columns)
    let (first, row) = (sequence * length, sequence * length + rows.lowerBound)
    let query = heads.queryChannel(head)
    let key = heads.keyChannel(head / heads.groupSize)
    let value = heads.valueChannel(head / heads.groupSize)
    withPointers(
      x.row(first), dy.row(row, column: query), y.row(row, column: query),
      logSumExp.row(sequence * heads.queries + head, column: rows.lowerBound), keys.from(0),
      values.from(0)
    ) { x, dOut, out, logSumExp, keys, values in
      withPointers(
        scratch.mutableRow(0), scratch.mutableRow(1), dx.mutableRow(first)
      ) { probabilities, dScores, dx in
        let offset = rows.lowerBound * stride + query
        multiply(rows.count, x + offset, stride, keys, to: end, into: probabilities)
        multiply(rows.count, dOut, outStride, values, to: end, into: dScores)
        forEachMask(rows, sequence: sequence, head: head) { mask, first in
          octavo_attention_softmax_backward(
            &mask, width, logSumExp + first, dOut + first * outStride, out + first * outStride,
            outStride, probabilities + first * columns, dScores + first * columns)
        }
        octavo_matrix_product(
          true, false, end, width, rows.count, probabilities, columns, dOut, outStride, accumulate,
          dx + value, stride)
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
