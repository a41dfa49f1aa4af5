import Foundation
import OctavoEngine
import Testing

/// Closed-form gradients against finite differences, in float64.
@Suite struct LossTests {
  static let mask = TokenMask(lengths: [4, 0, 2, 3], columns: 5)

  static func numbers(_ seed: UInt64, scale: Double = 1) -> TokenValues {
    let tensor = randomTensor([4, 5], seed: seed, scale: scale)
    return TokenValues(rows: 4, columns: 5, values: tensor.values.map(Double.init))
  }

  /// Checks a loss of numbers by token.
  func expectGradient(
    at point: TokenValues, sourceLocation: SourceLocation = #_sourceLocation,
    _ loss: (TokenValues) -> Loss
  ) {
    let gradient = loss(point).gradient
    for index in point.values.indices {
      func moved(_ step: Double) -> Double {
        var point = point
        point.values[index] += step
        return loss(point).value
      }
      let expected = (moved(1e-6) - moved(-1e-6)) / 2e-6
      #expect(abs(gradient[index] - expected) < 1e-8, sourceLocation: sourceLocation)
      if !Self.mask.isReal[index] {
        #expect(gradient[index] == 0, sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: Aggregation.allCases, RatioLevel.allCases)
  func clippedPolicyLoss(aggregation: Aggregation, ratio: RatioLevel) {
    let old = Self.numbers(1)
    for (dualClip, length) in [(nil, nil), (2.0, 7)] as [(Double?, Int?)] {
      expectGradient(at: old.combined(with: Self.numbers(2, scale: 0.6), +)) {
        ClippedPolicyLoss(
          dualClip: dualClip, ratio: ratio, aggregation: aggregation, constantLength: length)(
            $0, old: old, advantages: Self.numbers(3), mask: Self.mask)
      }
    }
  }

  @Test(arguments: [0.3, nil])
  func clippedValueLoss(clip: Double?) {
    expectGradient(at: Self.numbers(1)) {
      ClippedValueLoss(clip: clip)(
        $0, old: Self.numbers(2), returns: Self.numbers(3), mask: Self.mask)
    }
  }

  @Test(arguments: KLEstimator.allCases, Aggregation.allCases)
  func estimators(estimator: KLEstimator, aggregation: Aggregation) {
    expectGradient(at: Self.numbers(1)) {
      estimator.loss($0, reference: Self.numbers(2), mask: Self.mask, aggregation)
    }
  }

  @Test(arguments: Aggregation.allCases)
  func groupRelativeLoss(aggregation: Aggregation) {
    let old = Self.numbers(1)
    let loss = GroupRelativeLoss(
      surrogate: ClippedPolicyLoss(aggregation: aggregation), coefficient: 0.3)
    expectGradient(at: old.combined(with: Self.numbers(2, scale: 0.6), +)) {
      loss(
        $0, old: old, reference: Self.numbers(4), advantages: Self.numbers(3), mask: Self.mask)
    }
  }

  @Test func policyGradientLosses() {
    expectGradient(at: Self.numbers(1)) {
      PolicyGradient.tokenLoss($0, advantages: Self.numbers(2), mask: Self.mask)
    }
    expectGradient(at: Self.numbers(1)) {
      PolicyGradient.sequenceLoss($0, advantages: Self.numbers(2), mask: Self.mask)
    }
  }

  @Test func onTheTapeItIsScaledByWhatFollows() {
    expectGradients(of: [randomTensor([4, 5], seed: 7)]) { inputs in
      (inputs[0] * 2).loss { values in
        ClippedValueLoss(clip: nil)(
          TokenValues(rows: 4, columns: 5, values: values), old: Self.numbers(2),
          returns: Self.numbers(3), mask: Self.mask)
      } * 3
    }
  }
}
