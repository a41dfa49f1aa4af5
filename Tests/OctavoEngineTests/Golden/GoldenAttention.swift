import OctavoEngine
import Testing

/// Attention and positions.
let goldenAttention: [String: GoldenCheck] = [
  "causal_attention": { golden in
    let (q, k, v) = (try golden.tensor("q"), try golden.tensor("k"), try golden.tensor("v"))
    let heads = AttentionHeads(queries: q.shape[1], keys: k.shape[1], width: q.shape[3])
    if q.shape[2] < k.shape[2] {
      try golden.expect(lastStep(q, k, v, heads).headsFirst(heads.queries).values, "out")
      return
    }
    let padding = try golden.inputs["key_mask"].map { mask in
      try mask.numbers.chunks(of: q.shape[2]).map { row in row.prefix { $0 == 0 }.count }
    }
    let tape = Tape()
    let packed = tape.variable(
      [q, k, v].map(\.positionsFirst).reduce(nil) { $0?.beside($1) ?? $1 }!)
    let out = packed.causalAttention(heads, padding: padding)
    let upstream = try golden.tensor("upstream").positionsFirst
    let loss = (out * Variable(upstream)).sum()
    let gradient = tape.gradients(of: loss, by: [packed])[0]

    try golden.expect(out.value.headsFirst(heads.queries).values, "out")
    let parts = gradient.split([heads.queries, heads.keys, heads.keys].map { $0 * heads.width })
    try golden.expect(parts[0].headsFirst(heads.queries).values, "d_q")
    try golden.expect(parts[1].headsFirst(heads.keys).values, "d_k")
    try golden.expect(parts[2].headsFirst(heads.keys).values, "d_v")
  },
  "rope": { golden in
    let x = try golden.tensor("x")
    let (heads, length, width) = (x.shape[1], x.shape[2], x.shape[3])
    let start = Int(try golden.parameter("start"))
    let layout: RotaryLayout =
      try golden.params.value("layout").text == "half" ? .half : .interleaved
    let table = RotaryTable(
      positions: start + length, headWidth: width, base: try golden.parameter("theta"),
      layout: layout)
    let positions = (0..<x.shape[0] * length).map { start + $0 % length }
    let tape = Tape()
    let input = tape.variable(x.positionsFirst)
    let out = input.rotated(table, heads: heads, positions: positions)
    let loss = (out * Variable(try golden.tensor("upstream").positionsFirst)).sum()
    try golden.expect(out.value.headsFirst(heads).values, "out")
    try golden.expect(tape.gradients(of: loss, by: [input])[0].headsFirst(heads).values, "d_x")
  },
  "position_ids": { golden in
    guard case .array(let shape, let mask) = try golden.inputs.value("attention_mask") else {
      return
    }
    let expected = try golden.expected("exclusive_cumsum")
    for (row, marks) in mask.chunks(of: shape[1]).enumerated() {
      let padding = marks.prefix { $0 == 0 }.count
      // A batch is padded at its ends only, so a row with a gap is none.
      if marks.dropFirst(padding).drop(while: { $0 == 1 }).contains(1) { continue }
      let batch = TokenBatch(
        rows: 1, columns: shape[1], tokens: Array(repeating: 0, count: shape[1]),
        padding: [padding])
      for (column, position) in batch.positions.enumerated() where marks[column] == 1 {
        #expect(Double(position) == expected[row * shape[1] + column], "\(golden.id)")
      }
    }
  },
]

/// The attention of one query after cached keys: (B, H, 1, D) over (B, H, T, D), in the form (B, 1,
/// H · D).
private func lastStep(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ heads: AttentionHeads) -> Tensor {
  let (batch, length) = (k.shape[0], k.shape[2])
  var cache = KeyValueCache(heads, layers: 1, rows: batch, capacity: length)
  let packed = k.positionsFirst.beside(v.positionsFirst).split([2 * heads.keys * heads.width])[0]
  var out: [Float] = []
  for row in 0..<batch {
    for position in 0..<length {
      let query = q.positionsFirst.values.chunks(of: heads.queries * heads.width)[row]
      let keyAndValue = packed.values.chunks(of: packed.columns)[row * length + position]
      let result = Tensor(repeating: .nan, shape: [1, heads.queries * heads.width])
      cache.makeUnique()
      cache.attend(
        Tensor(query + keyAndValue, shape: [1, heads.rowWidth]), layer: 0,
        at: [.init(row: row, position: position)], into: result)
      if position == length - 1 { out += result.values }
    }
  }
  return Tensor(out, shape: [batch, 1, heads.queries * heads.width])
}

extension Tensor {
  /// (B, H, T, D) → (B, T, H · D)
  var positionsFirst: Tensor {
    let (batch, heads, length, width) = (shape[0], shape[1], shape[2], shape[3])
    var result: [Float] = []
    for b in 0..<batch {
      for t in 0..<length {
        for h in 0..<heads {
          for d in 0..<width { result.append(self[((b * heads + h) * length + t) * width + d]) }
        }
      }
    }
    return Tensor(result, shape: [batch, length, heads * width])
  }

  /// (B, T, H · D) → (B, H, T, D)
  func headsFirst(_ heads: Int) -> Tensor {
    let (batch, length, width) = (shape[0], shape[1], shape[2] / heads)
    return Tensor(values, shape: [batch, length, heads, width]).positionsFirst
      .reshaped([batch, heads, length, width])
  }

  /// The columns of two tensors side by side.
  func beside(_ other: Tensor) -> Tensor {
    let rows = zip(values.chunks(of: columns), other.values.chunks(of: other.columns))
    return Tensor(
      rows.flatMap { $0 + $1 }, shape: shape.dropLast() + [columns + other.columns])
  }

  /// Cut into groups of columns.
  func split(_ widths: [Int]) -> [Tensor] {
    var first = 0
    return widths.map { width in
      defer { first += width }
      let part = values.chunks(of: columns).flatMap { $0[first..<first + width] }
      return Tensor(part, shape: shape.dropLast() + [width])
    }
  }
}

extension Array {
  func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}
