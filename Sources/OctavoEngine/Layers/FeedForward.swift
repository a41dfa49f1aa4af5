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

  /// - Parameters:
  ///   - dropout: of what is between the layers; GPT-2 and LLaMA have none.
  ///   - place: the name of the layer, for the dropout's numbers.
  func callAsFunction(
    _ x: Variable, dropout: Dropout? = nil, _ place: String = ""
  ) -> Variable {
    let hidden =
      switch activation {
      case .gelu: input(x, activation: .gelu)
      case .geluTanh: input(x, activation: .geluTanh)
      case .silu: input(x, activation: .silu)
      case .swiGLU: input(x).swiGLU()
      }
    return output(hidden.dropout(dropout, place))
  }
}
