import Foundation
import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

extension Problems {
  /// Reports a number of samples that is given twice.
  mutating func requireDistinct(_ n: [Int], at option: FieldReference) {
    if Set(n).count < n.count { report(at: option, "a number is given twice") }
  }

  /// Reports fewer samples than the best is chosen of.
  mutating func requireSamples(_ samples: Int?, for n: [Int], at option: FieldReference) {
    guard let samples, let largest = n.max(), samples < largest else { return }
    report(
      at: option,
      "the best of \(largest.forReading) cannot be chosen from \(samples.forReading) samples",
      remedy: "give at least \(largest) `samples`, or a smaller `n`")
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
    let gold = map { Estimate(meanOf: $0.gold) }
    return Table(
      [
        .init("n", integers: map(\.n)),
        .init("kl", unit: "nats", numbers: map(\.kl)),
        .init("distance", unit: "√nats", numbers: map { $0.kl.squareRoot() }),
        .init("score", numbers: map(\.score.mean)),
        .init("score-error", numbers: map(\.score.standardError)),
      ] + gold.columns("gold-score") + [
        .init("gold-error", numbers: map(\.gold.standardError))
      ])
  }

  func plot(isChosenByJudge: Bool) -> Plot {
    let distances = map { $0.kl.squareRoot() }
    func series(_ name: String, _ values: KeyPath<BestOfNRow, [Double]>) -> Plot.Series {
      let estimates = map { Estimate(meanOf: $0[keyPath: values]) }
      return Plot.Series(
        name, mark: .linesAndPoints, x: distances, y: estimates.map(\.value),
        lower: estimates.map(\.lower), upper: estimates.map(\.upper))
    }
    return Plot(
      .series(
        (isChosenByJudge ? [] : [series("reward model", \.score)]) + [series("judge", \.gold)]),
      horizontal: Plot.Axis("√KL", unit: "√nats"), vertical: Plot.Axis("score"))
  }
}
