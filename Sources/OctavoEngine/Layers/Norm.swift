/// Layer norm (Ba et al. 2016) or RMS norm (Zhang & Sennrich 2019) over the last axis, (…, C).
struct Norm {
  let kind: GPT.Configuration.Normalization
  /// (C)
  let gain: Variable
  /// (C); an RMS norm has none.
  let bias: Variable?

  init(
    _ source: ParameterSource, width: Int,
    kind: GPT.Configuration.Normalization = .layer(epsilon: 1e-5), hasBias: Bool = true
  ) {
    self.kind = kind
    gain = source.parameter("weight", [width], .constant(1))
    if hasBias, case .layer = kind {
      bias = source.parameter("bias", [width], .constant(0))
    } else {
      bias = nil
    }
  }

  func callAsFunction(_ x: Variable) -> Variable {
    switch kind {
    case .layer(let epsilon): x.layerNorm(gain: gain, bias: bias, epsilon: Float(epsilon))
    case .rootMeanSquare(let epsilon): x.rootMeanSquareNorm(gain: gain, epsilon: Float(epsilon))
    }
  }
}
