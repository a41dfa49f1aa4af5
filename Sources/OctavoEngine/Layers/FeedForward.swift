/// Two linear layers with a nonlinearity between them: (…, C) → (…, C).
struct FeedForward {
  /// Of a gated layer, the gate and then what it gates.
  let input: Linear
  let output: Linear
  let activation: GPT.Configuration.FeedForward

  init(_ source: ParameterSource, _ configuration: GPT.Configuration) {
    let (width, hidden) = (configuration.width, configuration.hiddenWidth)
    activation = configuration.activation
    input = Linear(
      source["input"], width, activation == .swiGLU ? 2 * hidden : hidden,
      hasBias: configuration.biases, start: configuration.start)
    output = Linear(
      source["output"], hidden, width, hasBias: configuration.biases,
      start: configuration.residualStart)
  }

  func callAsFunction(_ x: Variable) -> Variable {
    let hidden =
      switch activation {
      case .gelu: input(x, activation: .gelu)
      case .geluTanh: input(x, activation: .geluTanh)
      case .silu: input(x, activation: .silu)
      case .swiGLU: input(x).swiGLU()
      }
    return output(hidden)
  }
}
