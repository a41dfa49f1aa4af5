import OctavoEngine
import Testing

/// How sequences are laid out, and adapters.
let goldenSequences: [String: GoldenCheck] = [
  "sft_targets": { golden in
    let rows = try golden.integers("tokens").chunks(of: 6)
    let prompts = try golden.integers("prompt_len").map { Int($0) }
    let lengths = try golden.integers("total_len").map { Int($0) }
    let batch = ResponseBatch(
      prompts: rows.indices.map { Array(rows[$0].prefix(prompts[$0])) },
      responses: rows.indices.map { Array(rows[$0][prompts[$0]..<lengths[$0]]) })
    // Position t predicts token t + 1; what predicts no token of a response is ignored.
    var targets = [Int32](repeating: -100, count: rows.count * 6)
    for (position, label) in zip(batch.predictors.map { Int($0) }, batch.labels) {
      let (row, column) = position.quotientAndRemainder(dividingBy: batch.tokens.columns)
      targets[row * 6 + column] = label
    }
    let expected = targets.chunks(of: 6).flatMap { $0.dropLast() }
    try golden.expect(expected.map(Double.init), "targets")
  },
  "lora": { golden in
    // Weights here are (in, out), and so A and B are (in, r) and (r, out).
    let x = Variable(try golden.tensor("x"))
    let rank = try golden.parameter("r")
    let scale = Float(try golden.parameter("alpha") / rank)
    let tape = Tape()
    let a = tape.variable(try golden.tensor("A").transposed)
    let b = tape.variable(try golden.tensor("B").transposed)
    let weight = Variable(try golden.tensor("W").transposed).lowRankUpdated(a, b, scale: scale)
    let out = x.linear(weight)
    let loss = (out * Variable(try golden.tensor("upstream"))).sum()
    let gradients = tape.gradients(of: loss, by: [a, b])
    try golden.expect(out.value.values, "out")
    try golden.expect(gradients[0].transposed.values, "d_A")
    try golden.expect(gradients[1].transposed.values, "d_B")
  },
]
