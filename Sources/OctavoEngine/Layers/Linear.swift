/// f(x W + b): (…, in) → (…, out), where f may be an activation.
struct Linear {
  /// (in, out), as in GPT-2.
  let weight: Variable
  /// (out)
  let bias: Variable?

  /// - Parameter start: of the weight; the bias begins at zero.
  init(
    _ source: ParameterSource, _ inputs: Int, _ outputs: Int, hasBias: Bool = true,
    start: ParameterShape.Initialization = .fanIn
  ) {
    weight = source.parameter("weight", [inputs, outputs], start)
    bias = hasBias ? source.parameter("bias", [outputs], .constant(0)) : nil
  }

  func callAsFunction(_ x: Variable, activation: Activation? = nil) -> Variable {
    x.linear(weight, bias: bias, activation: activation)
  }
}
