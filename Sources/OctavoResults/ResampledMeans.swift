import OctavoBase

/// The means of samples that are drawn from a sample with replacement (Efron 1979).
///
/// The draws depend on the count of numbers alone, so that equal samples have equal intervals.
struct ResampledMeans {
  private static let resamples = 9_999

  private let mean: Double
  /// The numbers less their mean.
  private let deviations: [Double]
  /// The resamples' means less the numbers' mean, in ascending order.
  private let shifts: [Double]

  /// `nil` for fewer than two numbers, or where one is not finite.
  init?(of numbers: [Double]) {
    let mean = numbers.mean
    guard numbers.count > 1, mean.isFinite, numbers.allSatisfy(\.isFinite) else { return nil }
    let deviations = numbers.map { $0 - mean }
    var generator = SplitMix64(seed: UInt64(numbers.count))
    shifts = (0..<Self.resamples).map { _ in
      var sum = 0.0
      for _ in deviations { sum += deviations[generator.index(below: deviations.count)] }
      return sum / Double(deviations.count)
    }.sorted()
    self.mean = mean
    self.deviations = deviations
  }

  /// The bias-corrected and accelerated interval between two shares of the distribution (Efron 1987).
  func interval(from lower: Double, to upper: Double) -> (lower: Double, upper: Double) {
    (mean + shifts.quantile(adjusted(lower)), mean + shifts.quantile(adjusted(upper)))
  }

  private func adjusted(_ share: Double) -> Double {
    let normal = NormalDistribution()
    let bias = normal.quantile(shareBelowMean)
    guard bias.isFinite else { return share }
    let place = bias + normal.quantile(share)
    let contraction = 1 - acceleration * place
    // The transformation has its pole at 0, and nothing behind it.
    guard contraction > 0 else { return place > 0 ? 1 : 0 }
    return normal.cumulative(bias + place / contraction)
  }

  /// Of the resamples, where one at the mean counts half; rounding does not decide which are.
  private var shareBelowMean: Double {
    let rounding = 1e-12 * (deviations.map(\.magnitude).max() ?? 0)
    let below = shifts.count { $0 < -rounding }
    let level = shifts.count { abs($0) <= rounding }
    return (Double(below) + Double(level) / 2) / Double(shifts.count)
  }

  /// A sixth of the skewness of the numbers' mean, by the jackknife.
  private var acceleration: Double {
    let scale = deviations.map(\.magnitude).max() ?? 0
    guard scale > 0 else { return 0 }
    let scaled = deviations.map { $0 / scale }
    let squares = scaled.reduce(0) { $0 + $1 * $1 }
    return scaled.reduce(0) { $0 + $1 * $1 * $1 } / (6 * squares * squares.squareRoot())
  }
}
