import OctavoResults
import Testing

@Suite struct EstimateTests {
  /// Intervals by `scipy.stats.t.interval`.
  @Test(arguments: [
    ([1, 2], -4.853102368087347, 7.853102368087347),
    ([2.71, 2.76, 2.74], 2.674150571872909, 2.7991827614604246),
    ([0.1, -3.5, 7.25, 2.0], -5.669474771425749, 8.594474771425748),
    ([5, 5.5, 4.75, 5.25, 6.0, 4.5, 5.125], 4.704526612031441, 5.61690195939713),
    (
      (0..<60).map { (Double($0) * 0.37).truncatingRemainder(dividingBy: 1) },
      0.42246621856046945, 0.5742004481061971
    ),
  ])
  func seedsHaveTheIntervalOfStudentsT(numbers: [Double], lower: Double, upper: Double) {
    let estimate = Estimate(overSeeds: numbers)
    #expect(abs(estimate.lower - lower) < 1e-11)
    #expect(abs(estimate.upper - upper) < 1e-11)
    #expect(estimate.count == numbers.count)
  }

  @Test func oneSeedHasNoInterval() {
    let estimate = Estimate(overSeeds: [3])
    #expect(estimate.value == 3)
    #expect(estimate.lower.isNaN && estimate.upper.isNaN)
    #expect(Estimate(overSeeds: []).value.isNaN)
  }

  @Test(arguments: [
    (2.7653, 2.7533, 2.7773, "2.765 ± 0.012"), (0.86, 0.81, 0.90, "0.86 (0.81 to 0.90)"),
    (57_213, 56_013, 58_413, "57,200 ± 1,200"), (-0.5, -1.75, 0.75, "−0.5 ± 1.2"),
    (1.5, .nan, .nan, "1.5"), (0.1234567, .nan, .nan, "0.1235"), (3, 3, 3, "3"),
    (1.5e-7, 1.4e-7, 1.6e-7, "(1.50 ± 0.10)×10⁻⁷"), (9.9999, 9.0004, 10.9994, "10.0 ± 1.0"),
    (2e9, 1.99e9, 2.01e9, "(2.000 ± 0.010)×10⁹"), (.nan, .nan, .nan, "NaN"),
  ])
  func textsHaveTheDigitsThatTheIntervalSupports(
    value: Double, lower: Double, upper: Double, text: String
  ) {
    #expect(
      EstimateText.text(value, lower: lower, upper: upper).replacing("\u{A0}", with: " ") == text)
  }

  @Test func textsHaveTheDecimalsThatAreAskedFor() {
    let estimate = Estimate(
      value: 0.8637, lower: 0.8427, upper: 0.8847, method: .studentT, count: 5)
    let text = { (decimals: Int?, isPercent: Bool) in
      EstimateText.text(estimate, decimals: decimals, isPercent: isPercent)
        .replacing("\u{A0}", with: " ")
    }
    #expect(text(2, false) == "0.86 ± 0.02")
    #expect(text(nil, true) == "86.4 ± 2.1 %")
    #expect(text(0, true) == "86 ± 2 %")
  }

  /// A sign that is written before every number has no meaning before half an interval.
  @Test func halfAnIntervalIsWrittenInItsOwnWay() {
    let text = EstimateText.text(
      2, lower: 1, upper: 3, write: { "+\($0)" }, writeWidth: { "\($0)" })
    #expect(text == "+2.0\u{A0}±\u{A0}1.0")
  }

  /// Rounding must not make the share of none greater than zero.
  @Test(arguments: 1...300) func noneAndAllHaveExactEnds(count: Int) {
    #expect(Estimate(share: 0, of: count).lower == 0)
    #expect(Estimate(share: count, of: count).upper == 1)
  }
}
