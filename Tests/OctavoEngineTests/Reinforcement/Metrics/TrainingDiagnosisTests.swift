import OctavoEngine
import Testing

@Suite struct TrainingDiagnosisTests {
  typealias Iteration = ProximalPolicyOptimization.Iteration

  /// A training as it should be, changed at some iterations.
  func warnings(
    iterations: Int = 30, control: KLControl = .fixed(0.1),
    _ change: (Int, inout Iteration) -> Void = { _, _ in }
  ) -> [TrainingWarning] {
    let history = (1...iterations).map { index in
      var iteration = Iteration()
      iteration.iteration = index
      iteration.score = 0.01 * Double(index)
      iteration.goldScore = 0.01 * Double(index)
      iteration.kl = 0.1 * Double(index)
      iteration.entropy = 2
      iteration.valueLoss = 1 / Double(index)
      iteration.clipFraction = 0.1
      iteration.explainedVariance = 0.5
      change(index, &iteration)
      return iteration
    }
    return TrainingDiagnosis(history: history, control: control).warnings
  }

  @Test func aGoodTrainingHasNone() {
    #expect(warnings().isEmpty)
  }

  @Test func eachSignIsNamedWithItsIteration() {
    let cases: [(TrainingWarning.Kind, Int, (Int, inout Iteration) -> Void)] = [
      (.negativeKL, 12, { if $0 >= 8 { $1.kl = -0.2 } }),
      (.klExplosion, 20, { if $0 >= 20 { $1.kl = 26 } }),
      (.entropyCollapse, 15, { if $0 >= 15 { $1.entropy = 0.19 } }),
      (.clippedEverywhere, 3, { if $0 == 3 { $1.clipFraction = 0.9 } }),
      (
        .valueLossNeverFalls, 30,
        {
          $1.valueLoss = 1 + Double($0) / 100
          $1.explainedVariance = 0
        }
      ),
      (.rewardUpGoldDown, 30, { if $0 > 20 { $1.goldScore = 0.2 - 0.01 * Double($0) } }),
    ]
    for (kind, iteration, change) in cases {
      let found = warnings(change)
      #expect(found.map(\.kind) == [kind])
      #expect(found.first?.iteration == iteration, "\(kind)")
      #expect(found.first?.finding.contains { $0.isNumber } == true)
      #expect(found.first?.usualCauses.isEmpty == false)
    }
    #expect(Set(cases.map(\.0)) == Set(TrainingWarning.Kind.allCases))
  }

  @Test func chanceIsNoSign() {
    #expect(warnings { if $0 == 2 { $1.kl = -0.3 } }.isEmpty)
    #expect(warnings { $1.goldScore = $0.isMultiple(of: 2) ? 1 : -1 }.isEmpty)
    #expect(warnings { $1.goldScore = nil }.isEmpty)
    let adaptive = KLControl.adaptive(initial: 0.1, target: 10, horizon: 100)
    #expect(warnings(control: adaptive) { if $0 >= 20 { $1.kl = 40 } }.isEmpty)
  }
}
