import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

extension OptionGroup {
  /// Reports a number of samples, under the option `n`, that is given twice.
  func checkNumbersOfSamples(_ n: [Int], _ findings: inout Findings) {
    if Set(n).count < n.count { findings.report(at: "n", "a number is given twice") }
  }
}

/// Responses to one prompt with both of their scores.
struct JudgedCandidates {
  let candidates: Candidates
  let gold: [Double]

  /// The index of the highest score among the first n responses, the first of equals.
  func best(among n: Int) -> Int {
    GroupAdvantages.best(Array(candidates.scores.prefix(n))) ?? 0
  }
}

/// What choosing the best of n comes to.
struct BestOfNRow {
  let n: Int
  let kl: Double
  /// An estimate for each prompt.
  let score: [Double]
  let gold: [Double]

  init(n: Int, of drawn: [JudgedCandidates]) {
    self.n = n
    kl = BestOfN.klBound(n)
    score = drawn.map {
      BestOfN.estimate(proxy: $0.candidates.scores, values: $0.candidates.scores, n: n)
    }
    gold = drawn.map { BestOfN.estimate(proxy: $0.candidates.scores, values: $0.gold, n: n) }
  }
}

extension [BestOfNRow] {
  var table: Table {
    Table([
      .init("n", integers: map(\.n)),
      .init("kl", unit: "nats", numbers: map(\.kl)),
      .init("distance", unit: "√nats", numbers: map { $0.kl.squareRoot() }),
      .init("score", numbers: map(\.score.mean)),
      .init("score-error", numbers: map(\.score.standardError)),
      .init("gold-score", numbers: map(\.gold.mean)),
      .init("gold-error", numbers: map(\.gold.standardError)),
      .init("gold-lower", numbers: map(\.gold.meanInterval.lower)),
      .init("gold-upper", numbers: map(\.gold.meanInterval.upper)),
    ])
  }

  func plot(isChosenByJudge: Bool) -> Plot {
    let distances = map { $0.kl.squareRoot() }
    func series(_ name: String, _ values: KeyPath<BestOfNRow, [Double]>) -> Plot.Series {
      let intervals = map { $0[keyPath: values].meanInterval }
      return Plot.Series(
        name, mark: .linesAndPoints, x: distances, y: map { $0[keyPath: values].mean },
        lower: intervals.map(\.lower), upper: intervals.map(\.upper))
    }
    return Plot(
      .series(
        (isChosenByJudge ? [] : [series("reward model", \.score)]) + [series("judge", \.gold)]),
      horizontal: Plot.Axis("√KL", unit: "√nats"), vertical: Plot.Axis("score"))
  }
}
