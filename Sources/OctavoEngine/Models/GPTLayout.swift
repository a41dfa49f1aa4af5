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
      result += linear("\(block).feedForward.input", width, inputWidth, normal)
      result += linear("\(block).feedForward.output", hiddenWidth, width, residual)
    }
    result += norm("finalNorm")
    if !tiedHead {
      result.append(ParameterShape("head.weight", [width, vocabularySize], normal))
    }
    return result
  }

  /// How many numbers the model learns, computed without making it.
  ///
  /// - Precondition: as for the estimates below, there are no `problems`.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// An estimate of the memory that training takes, in bytes: weights, gradients, two moments, and
  /// what the forward pass keeps for the backward pass. With an adapter the adapted matrices are
  /// there as they were and as they are used, with a gradient each, but only the adapter has moments.
  public func trainingBytes(batch: Int, adapter: LowRankAdapter.Settings? = nil) -> Int {
    let hidden = activation == .swiGLU ? 3 * hiddenWidth : 2 * hiddenWidth
    // Kept by layer: the two norms, their results, queries, keys and values, the attended values.
    let layer = 5 * width + attentionHeads.rowWidth + hidden
    let ends = 3 * width + 2 * vocabularySize
    // A gradient of the widest activation and one of the stream are alive on the way back.
    let transient = 2 * hidden + 2 * width
    return bytes(
      weights: parameterCount + trainingWeights(adapter), batch: batch,
      channels: layers * layer + ends + transient)
  }

  /// What training has beside the model's weights, in numbers.
  private func trainingWeights(_ adapter: LowRankAdapter.Settings?) -> Int {
    guard let adapter else { return 3 * parameterCount }
    let adapted = LowRankAdapter.adapted(adapter, self).reduce(0) { $0 + $1.count }
    let trained = LowRankAdapter.layout(adapter, for: self).reduce(0) { $0 + $1.count }
    return 2 * adapted + 4 * trained
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
