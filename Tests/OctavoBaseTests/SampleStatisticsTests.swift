import OctavoBase
import Testing

/// Expected values are NumPy's.
@Suite struct SampleStatisticsTests {
  let numbers = [3.5, -1, 4.25, 0, 2]

  @Test func meanAndDeviation() {
    #expect(numbers.mean == 1.75)
    #expect(abs(numbers.standardDeviation - 2.236_067_977_499_79) < 1e-15)
    #expect(abs(numbers.standardError - 1) < 1e-15)
    #expect([Double]().mean.isNaN && [1.0].standardDeviation.isNaN)
  }

  @Test(arguments: [(0.0, -1.0), (0.1, -0.6), (0.25, 0), (0.5, 2), (0.9, 3.95), (1, 4.25)])
  func quantiles(share: Double, expected: Double) {
    #expect(abs(numbers.quantile(share) - expected) < 1e-15)
  }

  @Test func whatIsUnknownIsNaN() {
    #expect([1, .nan].quantile(0.5).isNaN && [Double]().quantile(0.5).isNaN)
  }
}
