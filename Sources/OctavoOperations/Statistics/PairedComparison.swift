import OctavoResults

/// Two lists of scores, of the same cases in the same order.
struct PairedComparison {
  let scores: [Double]
  let baseline: [Double]

  private var differences: [Double] { zip(scores, baseline).map { $0 - $1 } }

  var ties: Int { differences.count { $0 == 0 } }

  /// The share of cases in which the score is the higher one, where a tie counts half.
  var winRate: Share {
    let wins = differences.count { $0 > 0 }
    return Share(Double(wins) + Double(ties) / 2, of: differences.count)
  }

  /// Under the names that operations offer them by.
  var values: [String: Value] {
    let (winRate, difference) = (winRate, differences.meanInterval)
    let (gold, others) = (scores.meanInterval, baseline.meanInterval)
    let numbers = [
      "win-rate": winRate.value, "win-lower": winRate.interval.lowerBound,
      "win-upper": winRate.interval.upperBound,
      "tie-rate": Double(ties) / Double(max(1, differences.count)), "gold-score": scores.mean,
      "gold-lower": gold.lower, "gold-upper": gold.upper, "baseline-gold-score": baseline.mean,
      "baseline-gold-lower": others.lower, "baseline-gold-upper": others.upper,
      "difference": differences.mean, "difference-lower": difference.lower,
      "difference-upper": difference.upper,
    ]
    return numbers.mapValues(Value.number)
  }
}
