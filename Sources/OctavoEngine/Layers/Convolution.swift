/// A 3 × 3 convolution that keeps an image's size, or divides it by the stride:
/// (B, H, W, in) → (B, H / stride, W / stride, out).
struct Convolution {
  /// (3, 3, in, out)
  let weight: Variable
  /// (out)
  let bias: Variable
  let stride: Int

  /// - Parameter start: of the weight; the bias begins at zero.
  init(
    _ source: ParameterSource, _ inputs: Int, _ outputs: Int, stride: Int = 1,
    start: ParameterShape.Initialization = .fanIn
  ) {
    weight = source.parameter("weight", [3, 3, inputs, outputs], start)
    bias = source.parameter("bias", [outputs], .constant(0))
    self.stride = stride
  }

  func callAsFunction(_ x: Variable) -> Variable {
    x.convolution(weight, bias: bias, stride: stride, padding: 1)
  }
}
