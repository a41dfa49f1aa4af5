/// How much memory a model takes, in bytes, told from its settings.
///
/// Of settings without `problems`. Numbers are counted in floating point, since what is asked for
/// may exceed any integer; an estimate that does is `Int.max`.
extension GPT.Configuration {
  /// Training: weights, gradients, two moments, and what the forward pass keeps for the backward
  /// pass. With an adapter the adapted matrices are there as they were and as they are used, with a
  /// gradient each, but only the adapter has moments.
  public func trainingBytes(
    batch: Int, adapter: ModelAdapter.Settings? = nil, attention: AttentionMemory = .recomputed
  ) -> Int {
    // Experts keep copies of their tokens and what they made of them besides.
    let copies = experts?.active ?? 1
    let hidden =
      copies * (activation == .swiGLU ? 3 * hiddenWidth : 2 * hiddenWidth)
      + (experts == nil ? 0 : 2 * copies * width)
    // Kept by layer: the two norms, their results, queries, keys and values, the attended values.
    let probabilities = attention == .stored ? heads * context : 0
    let layer = 5 * width + attentionHeads.rowWidth + hidden + probabilities
    let ends = 3 * width + 2 * vocabularySize
    // A gradient of the widest activation and one of the stream are alive on the way back.
    let transient = 2 * hidden + 2 * width
    return bytes(
      weights: parameterCount + trainingWeights(adapter),
      rows: Double(batch) * Double(positionCount),
      channels: layers * layer + ends + transient)
  }

  /// What training has beside the model's weights, in numbers.
  private func trainingWeights(_ adapter: ModelAdapter.Settings?) -> Int {
    switch adapter {
    case nil: return 3 * parameterCount
    case .lowRank(let settings):
      let adapted = LowRankAdapter.adapted(settings, self).numberCount
      return 2 * adapted + 4 * LowRankAdapter.shapes(settings, for: self).numberCount
    case .virtualTokens(let settings):
      return 4 * VirtualTokenAdapter.shapes(settings, for: self).numberCount
    }
  }

  /// One pass over whole sequences.
  ///
  /// - Parameter tokens: of each of the `batch` sequences; nil for as many as the model can read.
  public func inferenceBytes(batch: Int, tokens: Int? = nil) -> Int {
    bytes(
      weights: parameterCount,
      rows: Double(batch) * Double(min(tokens ?? context, context) + positionCount - context),
      channels: widest + vocabularySize)
  }

  /// Sampling: the weights as they are and as a decoder lays them out, the keys and values of every
  /// token, and one pass over the newest ones. Passes over longer prompts take more.
  ///
  /// - Parameters:
  ///   - rows: how many texts are written at once.
  ///   - tokens: of each text.
  public func samplingBytes(rows: Int, tokens: Int) -> Int {
    let embeddings = positions == .learned ? positionCount * width : 0
    let packed = parameterCount - embeddings - (tiedHead ? 0 : vocabularySize * width)
    let cache = KeyValueCache.numbers(
      attentionHeads, layers: layers, capacity: min(tokens, context) + positionCount - context)
    return bytes(
      weights: parameterCount + packed, rows: Double(rows),
      channels: cache + widest + vocabularySize)
  }

  /// The channels of a position that are alive at once, at the most.
  private var widest: Int { max(attentionHeads.rowWidth, 2 * hiddenWidth) + 4 * width }

  /// Float32 numbers: those of weights, and so many channels in every row.
  private func bytes(weights: Int, rows: Double, channels: Int) -> Int {
    Int(exactly: (4 * (Double(weights) + rows * Double(channels))).rounded()) ?? .max
  }
}

extension DiffusionModel.Configuration {
  /// An estimate of the memory that training takes, in bytes: weights, gradients, two moments and a
  /// moving average, and what the forward pass keeps for the backward pass.
  public func trainingBytes(batch: Int) -> Int {
    let kept = 2 * Double(batch) * network.activations(height: height, width: width)
    return Int(exactly: (4 * (5 * Double(network.parameterCount) + kept)).rounded()) ?? .max
  }
}

extension Autoencoder.Configuration {
  /// An estimate of the memory that training on such images takes, in bytes.
  public func trainingBytes(batch: Int, height: Int, width: Int) -> Int {
    let kept = 2 * Double(batch) * activations(height: height, width: width)
    return Int(exactly: (4 * (4 * Double(parameterCount) + kept)).rounded()) ?? .max
  }
}
