/// A model that says which tokens another may choose: at each place the most probable ones that
/// together reach a probability (NLPO, Ramamurthy et al. 2023).
public struct NucleusMask: Sendable {
  public let model: GPT
  public let topP: Double

  /// - Precondition: `topP` is above 0 and at most 1.
  public init(_ model: GPT, topP: Double) {
    precondition(topP > 0 && topP <= 1)
    self.model = model
    self.topP = topP
  }
}

extension TokenDistribution {
  /// The same probabilities of the tokens that another distribution does not rule out, made to sum
  /// to 1. Where it rules out all of them, this distribution.
  public func restricted(to other: TokenDistribution) -> TokenDistribution {
    var kept = probabilities
    for (token, probability) in other.probabilities.enumerated() where probability == 0 {
      kept[token] = 0
    }
    let total = Float(kept.reduce(0.0) { $0 + Double($1) })
    return total > 0 ? TokenDistribution(probabilities: kept.map { $0 / total }) : self
  }
}

extension GPT {
  /// Reads what is written beside the model that writes it, and says what may come next.
  struct Masker {
    private var decoder: Decoder
    private let settings: SamplingSettings

    init(decoder: Decoder, _ settings: SamplingSettings, topP: Double) {
      self.decoder = decoder
      var settings = settings
      settings.topP = topP
      self.settings = settings
    }

    mutating func clear(row: Int) { decoder.clear(row: row) }

    /// One distribution for each addition; tokens that are ruled out have probability zero.
    mutating func distributions(after additions: [Decoder.Addition]) -> [TokenDistribution] {
      let logits = decoder.append(additions)
      return additions.indices.map { index in
        withPointers(logits.row(index)) {
          TokenDistribution(
            logits: UnsafeBufferPointer(start: $0, count: logits.columns), settings)
        }
      }
    }
  }
}

extension GPT.Configuration {
  /// Whether the two read the same texts.
  func hasTexts(of other: GPT.Configuration) -> Bool {
    vocabularySize == other.vocabularySize && context == other.context
  }
}
