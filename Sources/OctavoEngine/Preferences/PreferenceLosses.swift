import Foundation

/// Losses of reward models: how badly scores explain which response was preferred.
public enum PreferenceLoss {
  /// −log σ(chosen − rejected − margin), and its derivative by the chosen score.
  static func pair(
    chosen: Double, rejected: Double, margin: Double = 0
  ) -> (value: Double, derivative: Double) {
    let difference = chosen - rejected - margin
    return (softplus(-difference), -sigmoid(-difference))
  }

  /// The mean over prompts of the mean over all pairs of a prompt's K responses of −log σ(better −
  /// worse − margin): all K (K−1)/2 comparisons of one prompt at once (Ouyang et al. 2022, equation
  /// 1; pairs alone Bradley & Terry 1952; with margins Touvron et al. 2023, Llama 2).
  ///
  /// Ties are dropped, and a prompt where all are tied is skipped.
  ///
  /// - Parameters:
  ///   - scores: of all responses, prompt after prompt.
  ///   - ranks: one list a prompt; 0 is the best, equal ranks are ties.
  ///   - margins: one a prompt.
  public static func kWise(
    scores: [Double], ranks: [[Int]], margins: [Double]? = nil
  ) -> Loss {
    kWise(scores: scores, ranks: ranks) { prompt, _ in margins?[prompt] ?? 0 }
  }

  /// The same with a margin of each comparison's own.
  static func kWise(
    scores: [Double], ranks: [[Int]], margin: (_ prompt: Int, Comparison) -> Double
  ) -> Loss {
    var total = 0.0
    var gradient = [Double](repeating: 0, count: scores.count)
    let prompts = Double(max(1, ranks.count { !Comparison.all(of: $0).isEmpty }))
    var start = 0
    for (prompt, ranks) in ranks.enumerated() {
      let comparisons = Comparison.all(of: ranks)
      let weight = 1 / (prompts * Double(max(1, comparisons.count)))
      for comparison in comparisons {
        let (better, worse) = (start + comparison.better, start + comparison.worse)
        let term = pair(
          chosen: scores[better], rejected: scores[worse], margin: margin(prompt, comparison))
        total += weight * term.value
        gradient[better] += weight * term.derivative
        gradient[worse] -= weight * term.derivative
      }
      start += ranks.count
    }
    return Loss(value: total, gradient: gradient)
  }

  /// Of the comparisons that are no ties, those whose better response has the higher score; a tie
  /// of scores is wrong. Zero where there is none to compare.
  public static func accuracy(scores: [Double], ranks: [[Int]]) -> Double {
    var (right, total, start) = (0, 0, 0)
    for ranks in ranks {
      let comparisons = Comparison.all(of: ranks)
      right += comparisons.count { scores[start + $0.better] > scores[start + $0.worse] }
      total += comparisons.count
      start += ranks.count
    }
    return Double(right) / Double(max(1, total))
  }

  /// The mean over prompts of −log softmax(scores)[best], where people chose one of K (Ziegler et
  /// al. 2019, equation 1).
  ///
  /// - Parameter best: the index of the best response among its prompt's.
  public static func pickBest(scores: [[Double]], best: [Int]) -> Loss {
    var total = 0.0
    var gradient: [Double] = []
    let weight = 1 / Double(max(1, scores.count))
    for (scores, best) in zip(scores, best) {
      let choice = Categorical(logits: scores)
      total -= weight * choice.logProbabilities[best]
      gradient += choice.probabilities.enumerated().map { weight * ($1 - ($0 == best ? 1 : 0)) }
    }
    return Loss(value: total, gradient: gradient)
  }

  /// The mean over prompts of −log P(ranking), where a ranking is made by choosing the best of
  /// those left again and again (Plackett 1975; Luce 1959).
  ///
  /// - Parameter scores: of each prompt's responses, the best first.
  public static func plackettLuce(scores: [[Double]]) -> Loss {
    var total = 0.0
    var gradient: [Double] = []
    let weight = 1 / Double(max(1, scores.count))
    for scores in scores {
      var slopes = [Double](repeating: 0, count: scores.count)
      for first in scores.indices {
        let choice = Categorical(logits: Array(scores[first...]))
        total -= weight * choice.logProbabilities[0]
        for (offset, probability) in choice.probabilities.enumerated() {
          slopes[first + offset] += weight * probability
        }
        slopes[first] -= weight
      }
      gradient += slopes
    }
    return Loss(value: total, gradient: gradient)
  }
}

/// Two responses to one prompt, of which one is better.
public struct Comparison: Hashable, Sendable {
  public let better: Int
  public let worse: Int

  public init(better: Int, worse: Int) {
    self.better = better
    self.worse = worse
  }

  /// All pairs of responses that are not tied; rank 0 is the best.
  static func all(of ranks: [Int]) -> [Comparison] {
    ranks.indices.flatMap { better in
      ranks.indices.lazy.filter { ranks[better] < ranks[$0] }
        .map { Comparison(better: better, worse: $0) }
    }
  }
}
