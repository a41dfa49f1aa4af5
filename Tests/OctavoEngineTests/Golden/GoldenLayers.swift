import OctavoEngine
import Testing

/// Layers: results, and gradients of Σ out · upstream.
let goldenLayers: [String: GoldenCheck] = [
  "layernorm": { golden in
    // Float32 cannot follow the gradient of a row without variance; the rest of the case holds.
    let isConstant = golden.id.contains("constant_row")
    let epsilon = Float(try golden.parameter("eps"))
    try golden.expectLayer(
      ["x", "gamma", "beta"], tolerance: isConstant ? 1e-4 : 1e-5
    ) { $0[0].layerNorm(gain: $0[1], bias: $0[2], epsilon: epsilon) }
  },
  "rmsnorm": { golden in
    let epsilon = Float(try golden.parameter("eps"))
    try golden.expectLayer(["x", "gamma"]) {
      $0[0].rootMeanSquareNorm(gain: $0[1], epsilon: epsilon)
    }
  },
  "gelu_erf": { try $0.expectLayer(["x"]) { $0[0].activated(by: .gelu) } },
  "gelu_tanh": { try $0.expectLayer(["x"]) { $0[0].activated(by: .geluTanh) } },
  "silu": { try $0.expectLayer(["x"]) { $0[0].activated(by: .silu) } },
  "softmax": { try $0.expectLayer(["x"]) { $0[0].softmax() } },
  "linear": { golden in
    let (x, b) = (try golden.tensor("x"), try golden.tensor("b"))
    let w = try golden.tensor("w").transposed
    let (out, gradients) = try golden.run([x, w, b]) { $0[0].linear($0[1], bias: $0[2]) }
    try golden.expect(out.values, "out")
    try golden.expect(gradients[0].values, "d_x")
    try golden.expect(gradients[1].transposed.values, "d_w")
    try golden.expect(gradients[2].values, "d_b")
  },
  "swiglu": { golden in
    let x = try golden.tensor("x")
    let gateAndUp = try golden.tensor("w1").stacked(on: golden.tensor("w3")).transposed
    let down = try golden.tensor("w2").transposed
    let (out, gradients) = try golden.run([x, gateAndUp, down]) {
      $0[0].linear($0[1]).swiGLU().linear($0[2])
    }
    try golden.expect(out.values, "out")
    try golden.expect(gradients[0].values, "d_x")
    let dGateAndUp = gradients[1].transposed.values
    try golden.expect(dGateAndUp.prefix(dGateAndUp.count / 2), "d_w1")
    try golden.expect(dGateAndUp.suffix(dGateAndUp.count / 2), "d_w3")
    try golden.expect(gradients[2].transposed.values, "d_w2")
  },
  "embedding": { golden in
    let ids = try golden.integers("ids")
    guard case .array(let shape, _) = try golden.inputs.value("ids") else { return }
    try golden.expectLayer(["table"]) { $0[0].embedding(ids, shape: shape) }
  },
]

extension GoldenCase {
  /// The result of a function and the gradients of Σ out · upstream by its inputs.
  func run(
    _ inputs: [Tensor], _ function: ([Variable]) -> Variable
  ) throws -> (out: Tensor, gradients: [Tensor]) {
    let tape = Tape()
    let variables = inputs.map { tape.variable($0) }
    let out = function(variables)
    let upstream = try tensor("upstream")
    let loss = (out * Variable(upstream.reshaped(out.shape))).sum()
    return (out.value, tape.gradients(of: loss, by: variables))
  }

  /// Checks `out` and `d_NAME` for every input.
  func expectLayer(
    _ names: [String], tolerance: Double = 1e-5, _ function: ([Variable]) -> Variable
  ) throws {
    let (out, gradients) = try run(names.map { try tensor($0) }, function)
    try expect(out.values, "out", tolerance: tolerance)
    for (name, gradient) in zip(names, gradients) {
      try expect(gradient.values, "d_\(name)", tolerance: tolerance)
    }
  }
}

extension Tensor {
  var transposed: Tensor {
    let (rows, columns) = (shape[0], shape[1])
    return Tensor(
      (0..<count).map { self[($0 % rows) * columns + $0 / rows] }, shape: [columns, rows])
  }

  /// The rows of this matrix and then those of another.
  func stacked(on other: Tensor) -> Tensor {
    Tensor(values + other.values, shape: [shape[0] + other.shape[0], shape[1]])
  }
}
