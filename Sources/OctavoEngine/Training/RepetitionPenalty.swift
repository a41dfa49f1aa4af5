import OctavoBase

/// What a language model's training has against repetition, beside the cross-entropy.
public enum RepetitionPenalty: Codable, Hashable, Sendable {
  /// The tokens before a place become less likely there, but for the one that follows (Welleck et
  /// al. 2020, arXiv 1908.04319, at the level of tokens).
  case unlikelihood(weight: Double)
  /// Pseudo-repetitive texts: a stretch of so many tokens over and over, in which each token is to
  /// have at most `decay` times the probability that it had one repetition earlier (DITTO, Xu et al.
  /// 2022, arXiv 2206.02369).
  case ditto(weight: Double, decay: Double, stretch: Int)

  /// The penalty of a batch, in nats.
  ///
  /// - Parameter logits: the model's for these crops.
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
  /// The gap between the probability of each token of a repetition and what it is to be, given the
  /// logits of crops that repeat a stretch: (…, V) → scalar.
  package func repetitionGap(_ crops: Crops, stretch: Int, decay: Double) -> Variable {
    let logProbabilities = logProbabilities(of: crops.targets)
    let columns = crops.inputs.columns
    let places = (0..<crops.inputs.rows).flatMap { row in
      (stretch..<max(stretch, columns)).map { row * columns + $0 }
    }
    // A constant: only the later repetition learns.
    let earlier = logProbabilities.value
    return logProbabilities.probabilityGap(
      at: places, to: places.map { Float(decay) * Float.exp(earlier[$0 - stretch]) })
  }
}

extension Crops {
  /// At each place, the tokens up to there, each once and without the one that follows.
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

  /// The beginnings of half of the crops, at least of one, over and over.
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
