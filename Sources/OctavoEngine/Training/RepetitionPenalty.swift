import OctavoBase

/// A loss against repetition, which is added to the cross-entropy of a language model.
public enum RepetitionPenalty: Codable, Hashable, Sendable {
  /// Token-level unlikelihood training (Welleck et al. 2020, arXiv 1908.04319): at each position, the
  /// tokens before it become less likely to come next, except the one that does.
  case unlikelihood(weight: Double)
  /// DITTO (Xu et al. 2022, arXiv 2206.02369): on texts that repeat their first `stretch` tokens, the
  /// probability of each token is trained toward `decay` times that one repetition earlier.
  case ditto(weight: Double, decay: Double, stretch: Int)

  /// The weighted loss of a batch, in nats.
  ///
  /// - Parameter logits: the model's logits for these crops, (B, T, V).
  func loss(
    _ crops: Crops, _ logits: Variable, _ model: GPT, _ weights: Weights, _ dropout: NetworkDropout?
  ) -> Variable {
    switch self {
    case .unlikelihood(let weight):
      logits.unlikelihood(of: crops.earlierTokens) * Float(weight)
    case .ditto(let weight, let decay, let stretch):
      repeatingLoss(
        crops.repeating(stretch), stretch, decay, model, weights, dropout) * Float(weight)
    }
  }

  private func repeatingLoss(
    _ crops: Crops, _ stretch: Int, _ decay: Double, _ model: GPT, _ weights: Weights,
    _ dropout: NetworkDropout?
  ) -> Variable {
    model.logits(crops.inputs, weights, dropout: dropout)
      .repetitionGap(crops, stretch: stretch, decay: decay)
  }
}

extension Variable {
  /// DITTO's loss, given the logits of crops that repeat their first `stretch` tokens:
  /// (B, T, V) → scalar.
  package func repetitionGap(_ crops: Crops, stretch: Int, decay: Double) -> Variable {
    let logProbabilities = logProbabilities(of: crops.targets)
    let columns = crops.inputs.columns
    let places = (0..<crops.inputs.rows).flatMap { row in
      (stretch..<max(stretch, columns)).map { row * columns + $0 }
    }
    // A constant, so that only the later repetition has a gradient.
    let earlier = logProbabilities.value
    return logProbabilities.probabilityGap(
      at: places, to: places.map { Float(decay) * Float.exp(earlier[$0 - stretch]) })
  }
}

extension Crops {
  /// At each position, the distinct tokens up to it, without the token that follows.
  package var earlierTokens: [[Int32]] {
    (0..<inputs.rows).flatMap { row in
      var seen: [Int32] = []
      return (0..<inputs.columns).map { column in
        let place = row * inputs.columns + column
        let token = inputs.tokens[place]
        if !seen.contains(token) { seen.append(token) }
        return seen.filter { $0 != targets[place] }
      }
    }
  }

  /// Crops that repeat the first `stretch` tokens of half of these crops, rounded up.
  package func repeating(_ stretch: Int) -> Crops {
    let rows = (inputs.rows + 1) / 2
    let columns = inputs.columns
    let texts = (0..<rows).map { row in
      (0...columns).map { inputs.tokens[row * columns + $0 % stretch] }
    }
    return Crops(
      inputs: TokenBatch(rows: rows, columns: columns, tokens: texts.flatMap { $0.dropLast() }),
      targets: texts.flatMap { $0.dropFirst() })
  }
}
