import CKernels
import OctavoBase

/// The probabilities of the tokens that may come next.
public struct TokenDistribution: Hashable, Sendable {
  /// One a token of the vocabulary; zero for those ruled out.
  public private(set) var probabilities: [Float]

  /// - Parameter probabilities: not negative, with a positive sum.
  public init(probabilities: [Float]) {
    self.probabilities = probabilities
  }

  /// - Parameters:
  ///   - logits: the model's scores, one a token.
  ///   - seen: the tokens of the text so far, in any order.
  public init(
    logits: some Collection<Float>, seen: some Sequence<Int32> = [], _ settings: SamplingSettings
  ) {
    var scores = Array(logits)
    Self.penalize(&scores, Set(seen), by: Float(settings.repetitionPenalty))
    guard settings.temperature > 0 else {
      probabilities = Array(repeating: 0, count: scores.count)
      if let best = scores.max(), let token = scores.firstIndex(of: best) {
        probabilities[token] = 1
      }
      return
    }
    let highest = scores.max() ?? 0
    // Finite, so that the most likely token stays at exp(0) however low the temperature is.
    let scale = Float(min(1 / settings.temperature, Double(Float.greatestFiniteMagnitude)))
    let cut = settings.topK.map { Self.largest(of: scores, rank: $0) } ?? -.infinity
    probabilities = scores.map { $0 < cut ? 0 : Float.exp(($0 - highest) * scale) }
    normalize()
    if let topP = settings.topP, topP < 1 {
      keepNucleus(Float(topP))
      normalize()
    }
    if let minP = settings.minP {
      let least = Float(minP) * (probabilities.max() ?? 0)
      probabilities = probabilities.map { $0 < least ? 0 : $0 }
      normalize()
    }
  }

  /// The token at a place in the cumulative distribution: the first whose cumulative probability
  /// exceeds `u`, which is in [0, 1). Never one of probability zero.
  public func token(at u: Double) -> Int32 {
    let total = probabilities.reduce(0.0) { $0 + Double($1) }
    var cumulative = 0.0
    var last = 0
    for (token, probability) in probabilities.enumerated() where probability > 0 {
      cumulative += Double(probability)
      last = token
      if cumulative > u * total { break }
    }
    return Int32(last)
  }

  /// The distribution norm(max(0, p − q)), where p are the probabilities of this distribution and q
  /// those of another: a token is drawn from it after a proposal from q was rejected (Leviathan et
  /// al. 2023, section 2.3).
  public func excess(over other: TokenDistribution) -> TokenDistribution {
    var result = self
    for (token, probability) in other.probabilities.enumerated() {
      result.probabilities[token] = max(0, probabilities[token] - probability)
    }
    // Between equal distributions, a proposal is rejected only through rounding.
    guard result.probabilities.contains(where: { $0 > 0 }) else { return self }
    result.normalize()
    return result
  }

  private mutating func normalize() {
    let total = Float(probabilities.reduce(0.0) { $0 + Double($1) })
    for token in probabilities.indices { probabilities[token] /= total }
  }

  /// Keeps the most probable tokens until they reach `mass`; of equal ones the lower id comes
  /// first.
  private mutating func keepNucleus(_ mass: Float) {
    // Tokens below this together weigh less than what may be left out, so they need not be sorted.
    let negligible = (1 - mass) / Float(probabilities.count) / 2
    let ordered = probabilities.indices.filter { probabilities[$0] > negligible }
      .sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
    var before: Float = 0
    var kept = [Float](repeating: 0, count: probabilities.count)
    for token in ordered {
      if before >= mass { break }
      kept[token] = probabilities[token]
      before += probabilities[token]
    }
    probabilities = kept
  }

  private static func penalize(_ scores: inout [Float], _ seen: Set<Int32>, by penalty: Float) {
    if penalty == 1 { return }
    for token in seen {
      let score = scores[Int(token)]
      scores[Int(token)] = score > 0 ? score / penalty : score * penalty
    }
  }

  /// The number that stands at `rank` (from 1) in descending order.
  private static func largest(of scores: [Float], rank: Int) -> Float {
    if rank >= scores.count { return -.infinity }
    // The ones found so far, ascending.
    var top: [Float] = []
    for score in scores where top.count < rank || score > top[0] {
      if top.count == rank { top.removeFirst() }
      var place = top.count
      while place > 0 && top[place - 1] > score { place -= 1 }
      top.insert(score, at: place)
    }
    return top[0]
  }
}
