import OctavoResults

/// Two lists of scores, of the same cases in the same order.
struct PairedComparison {
  let scores: [Double]
  let baseline: [Double]

  private var differences: [Double] { zip(scores, baseline).map { $0 - $1 } }

  var ties: Int { differences.count { $0 == 0 } }

  /// The share of cases in which the score is the higher one, where a tie counts half.
  var winRate: Estimate {
    let wins = differences.count { $0 > 0 }
    return Estimate(share: Double(wins) + Double(ties) / 2, of: differences.count)
  }

  var tieRate: Double { Double(ties) / Double(max(1, differences.count)) }

  /// Of the scores less the baseline's.
  var difference: Estimate { Estimate(meanOf: differences) }
}
