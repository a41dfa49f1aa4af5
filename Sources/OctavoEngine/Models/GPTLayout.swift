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
  /// - Precondition: as for the estimates below, there are no `problems`.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// An estimate of the memory that training takes, in bytes: weights, gradients, two moments, and
  /// what the forward pass keeps for the backward pass.
  ///
  /// - Parameters:
  ///   - trained: how many numbers have a gradient and moments; nil for all of the model's.
  ///   - computed: how many weights are computed from others in every pass, and so are there twice.
  public func trainingBytes(batch: Int, trained: Int? = nil, computed: Int = 0) -> Int {
    let copies = experts?.active ?? 1
    // Experts keep copies of their tokens and what they made of them.
    let hidden =
      copies * (activation == .swiGLU ? 3 * hiddenWidth : 2 * hiddenWidth)
      + (experts == nil ? 0 : 2 * copies * width)
    // Kept by layer: the two norms, their results, queries, keys and values, the attended values.
    let layer = 5 * width + attentionHeads.rowWidth + hidden
    let ends = 3 * width + 2 * vocabularySize
    // A gradient of the widest activation and one of the stream are alive on the way back.
    let transient = 2 * hidden + 2 * width
    return bytes(
      weights: parameterCount + 3 * (trained ?? parameterCount) + 2 * computed, batch: batch,
      channels: layers * layer + ends + transient)
  }

  /// An estimate of the memory that running the model on `batch` full sequences takes, in bytes.
  public func inferenceBytes(batch: Int) -> Int {
    let widest = max(attentionHeads.rowWidth, 2 * hiddenWidth) + 4 * width
    return bytes(weights: parameterCount, batch: batch, channels: widest + vocabularySize)
  }

  /// Float32 numbers: those of weights, and so many channels for every position of a batch. Counted
  /// in floating point, since what is asked for may exceed any integer.
  private func bytes(weights: Int, batch: Int, channels: Int) -> Int {
    let positions = Double(batch) * Double(context)
    let numbers = Double(weights) + positions * Double(channels)
    return Int(exactly: (4 * numbers).rounded()) ?? .max
  }
}
