import Foundation
import OctavoBase
import Testing

@Suite struct DistributionTests {
  /// From the tables of Abramowitz and Stegun (1964).
  @Test(arguments: [
    (1, 0.975, 12.706), (2, 0.975, 4.303), (4, 0.975, 2.776), (9, 0.995, 3.250), (30, 0.95, 1.697),
    (120, 0.975, 1.980),
  ])
  func studentsTOfTheTables(freedom: Int, share: Double, expected: Double) {
    let quantile = StudentT(degreesOfFreedom: freedom).quantile(share)
    #expect(abs(quantile - expected) < 0.0005)
  }

  /// With one and two degrees of freedom the quantile has a closed form.
  @Test(arguments: [1e-50, 1e-9, 0.01, 0.2, 0.4999, 0.500001, 0.7, 0.975, 0.999999])
  func studentsTInClosedForm(share: Double) {
    let one = StudentT(degreesOfFreedom: 1).quantile(share)
    let nearest = min(share, 1 - share)
    let sign = share < 0.5 ? -1.0 : 1
    let exact = nearest < 0.25 ? sign / tan(.pi * nearest) : tan(.pi * (share - 0.5))
    #expect(abs(one / exact - 1) < 1e-12)
    let two = StudentT(degreesOfFreedom: 2).quantile(share)
    let closed = (share - 0.5) * (2 / (share * (1 - share))).squareRoot()
    #expect(abs(two / closed - 1) < 1e-12)
  }

  /// Expected values are SciPy's.
  @Test(arguments: [
    (0.975, 1.959_963_984_540_054), (0.5, 0), (0.1, -1.281_551_565_544_6),
    (1e-20, -9.262_340_089_798_408), (0.500_001, 2.506_628_274_705_7e-6),
  ])
  func normalQuantiles(share: Double, expected: Double) {
    #expect(abs(NormalDistribution().quantile(share) - expected) <= 1e-12 * max(1, abs(expected)))
  }

  @Test func manyDegreesOfFreedomAreNormal() {
    let quantile = StudentT(degreesOfFreedom: 1e9).quantile(0.975)
    #expect(abs(quantile - NormalDistribution().quantile(0.975)) < 1e-8)
  }

  @Test func quantilesAtTheEndsAreInfinite() {
    let distribution = StudentT(degreesOfFreedom: 3)
    #expect(distribution.quantile(0) == -.infinity && distribution.quantile(1) == .infinity)
    #expect(distribution.quantile(-0.1).isNaN && distribution.quantile(.nan).isNaN)
  }

  @Test func cumulativeSharesAreTheInverse() {
    let distribution = StudentT(degreesOfFreedom: 7)
    for share in [0.001, 0.3, 0.5, 0.8, 0.9999] {
      #expect(abs(distribution.cumulative(distribution.quantile(share)) - share) < 1e-14)
    }
  }

  /// I_x(a, b) for whole a and b is the chance of at least a successes in a + b − 1 trials.
  @Test(arguments: [(0.3, 2, 3), (0.9, 5, 1), (0.05, 1, 8), (0.5, 4, 4)])
  func incompleteBetaCountsTrials(x: Double, a: Int, b: Int) {
    let trials = a + b - 1
    let chance = (a...trials).reduce(0.0) { sum, successes in
      let ways = (0..<successes).reduce(1.0) { $0 * Double(trials - $1) / Double($1 + 1) }
      return sum + ways * pow(x, Double(successes)) * pow(1 - x, Double(trials - successes))
    }
    let found = IncompleteBeta.regularized(x, complement: 1 - x, Double(a), Double(b))
    #expect(abs(found - chance) < 1e-14)
  }

  @Test func drawnIndicesAreUniform() {
    var generator = SplitMix64(seed: 3)
    var counts = [0, 0, 0, 0, 0]
    for _ in 0..<10_000 { counts[generator.index(below: 5)] += 1 }
    // Five standard deviations.
    #expect(counts.allSatisfy { abs($0 - 2000) < 200 }, "\(counts)")
  }
}
