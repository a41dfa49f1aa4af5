import OctavoEngine
import Testing

/// Layers on images. The cases have channels before rows and columns; the engine has them last.
let goldenImages: [String: GoldenCheck] = [
  "conv2d": { golden in
    let (x, w) = (try golden.tensor("x"), try golden.tensor("w"))
    let stride = Int(try golden.parameter("stride"))
    let padding = Int(try golden.parameter("padding"))
    let inputs = [x.permuted([0, 2, 3, 1]), w.permuted([2, 3, 1, 0]), try golden.tensor("b")]
    let (out, gradients) = try golden.runOnImages(inputs) {
      $0[0].convolution($0[1], bias: $0[2], stride: stride, padding: padding)
    }
    try golden.expect(out.permuted([0, 3, 1, 2]).values, "out")
    try golden.expect(gradients[0].permuted([0, 3, 1, 2]).values, "d_x")
    try golden.expect(gradients[1].permuted([3, 2, 0, 1]).values, "d_w")
    try golden.expect(gradients[2].values, "d_b")
  },
  "groupnorm": { golden in
    let groups = Int(try golden.parameter("groups"))
    let epsilon = Float(try golden.parameter("eps"))
    let inputs = [
      try golden.tensor("x").permuted([0, 2, 3, 1]), try golden.tensor("gamma"),
      try golden.tensor("beta"),
    ]
    let (out, gradients) = try golden.runOnImages(inputs) {
      $0[0].groupNorm(gain: $0[1], bias: $0[2], groups: groups, epsilon: epsilon)
    }
    try golden.expect(out.permuted([0, 3, 1, 2]).values, "out")
    try golden.expect(gradients[0].permuted([0, 3, 1, 2]).values, "d_x")
    try golden.expect(gradients[1].values, "d_gamma")
    try golden.expect(gradients[2].values, "d_beta")
  },
  "upsample_nearest": { golden in
    let factor = Int(try golden.parameter("scale"))
    try golden.expectResampling { $0.upsampled(by: factor) }
  },
]

extension GoldenCase {
  fileprivate func runOnImages(
    _ inputs: [Tensor], _ function: ([Variable]) -> Variable
  ) throws -> (out: Tensor, gradients: [Tensor]) {
    let tape = Tape()
    let variables = inputs.map { tape.variable($0) }
    let out = function(variables)
    let loss = (out * Variable(try tensor("upstream").permuted([0, 2, 3, 1]))).sum()
    return (out.value, tape.gradients(of: loss, by: variables))
  }

  fileprivate func expectResampling(_ function: (Variable) -> Variable) throws {
    let (out, gradients) = try runOnImages([tensor("x").permuted([0, 2, 3, 1])]) {
      function($0[0])
    }
    try expect(out.permuted([0, 3, 1, 2]).values, "out")
    try expect(gradients[0].permuted([0, 3, 1, 2]).values, "d_x")
  }
}

extension Tensor {
  /// The axes in another order.
  func permuted(_ axes: [Int]) -> Tensor {
    let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
    let newShape = axes.map { shape[$0] }
    let values = (0..<count).map { index in
      var (rest, source) = (index, 0)
      for axis in axes.indices.reversed() {
        source += rest % newShape[axis] * strides[axes[axis]]
        rest /= newShape[axis]
      }
      return self[source]
    }
    return Tensor(values, shape: newShape)
  }
}
