extension GPT.Configuration {
  /// The parameters of such a model, in order, with nanoGPT's initialisation: normal with deviation
  /// 0.02, that of the matrices that write to the residual stream divided by √(2 · layers).
  ///
  /// Linear weights are (in, out). `attention.input` makes queries, keys and values, in this order;
  /// a gated `feedForward.input` makes the gate and then what it gates.
  public var parameters: [ParameterShape] {
    let normal = ParameterShape.Initialization.normal(deviation: 0.02)
    let residual = ParameterShape.Initialization.normal(
      deviation: 0.02 / (2 * Double(layers)).squareRoot())

    func linear(
      _ name: String, _ inputs: Int, _ outputs: Int, _ start: ParameterShape.Initialization
    ) -> [ParameterShape] {
      [ParameterShape("\(name).weight", [inputs, outputs], start)]
        + (biases ? [ParameterShape("\(name).bias", [outputs], .constant(0))] : [])
    }
    func norm(_ name: String) -> [ParameterShape] {
      var hasBias = biases
      if case .rootMeanSquare = normalization { hasBias = false }
      return [ParameterShape("\(name).weight", [width], .constant(1))]
        + (hasBias ? [ParameterShape("\(name).bias", [width], .constant(0))] : [])
    }

    var result = [ParameterShape("tokenEmbedding.weight", [vocabularySize, width], normal)]
    if positions == .learned {
      result.append(ParameterShape("positionEmbedding.weight", [context, width], normal))
    }
    let inputWidth = activation == .swiGLU ? 2 * hiddenWidth : hiddenWidth
    for layer in 0..<layers {
      let block = "blocks.\(layer)"
      result += norm("\(block).attentionNorm")
      result += linear("\(block).attention.input", width, attentionHeads.rowWidth, normal)
      result += linear("\(block).attention.output", width, width, residual)
      result += norm("\(block).feedForwardNorm")
      if let experts {
        result.append(ParameterShape("\(block).router.weight", [width, experts.count], normal))
      }
      for part in feedForwardNames(ofBlock: layer) {
        result += linear("\(part).input", width, inputWidth, normal)
        result += linear("\(part).output", hiddenWidth, width, residual)
      }
    }
    result += norm("finalNorm")
    if !tiedHead {
      result.append(ParameterShape("head.weight", [width, vocabularySize], normal))
    }
    return result
  }

  /// The names of a block's feed-forward parts: one, or those of its experts.
  func feedForwardNames(ofBlock layer: Int) -> [String] {
    guard let experts else { return ["blocks.\(layer).feedForward"] }
    return (0..<experts.count).map { "blocks.\(layer).experts.\($0)" }
  }

  /// How many of the numbers one token meets: all but those of the experts that it does not use.
  public var activeParameterCount: Int {
    guard let experts else { return parameterCount }
    let idle = (experts.active..<experts.count).map { "blocks.0.experts.\($0)." }
    let unused = parameters.filter { parameter in idle.contains { parameter.name.hasPrefix($0) } }
    return parameterCount - layers * unused.reduce(0) { $0 + $1.count }
  }

  /// How many numbers the model learns, computed without making it.
  ///
  /// - Precondition: there are no `problems`.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}
