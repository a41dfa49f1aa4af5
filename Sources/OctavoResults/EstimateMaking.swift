import OctavoBase

extension Estimate {
  /// The 97.5 % quantile of the standard normal distribution.
  private static let quantile = 1.959964

  /// From how many numbers on the normal distribution stands for Student's t, whose interval is
  /// then wider by less than a twentieth.
  private static let leastForNormal = 30

  /// The mean of numbers that were drawn independently; NaN of none, and with NaN ends of one. The
  /// interval is Student's t, or the normal distribution's from 30 numbers on.
  public init(meanOf numbers: [Double]) {
    guard numbers.count >= Self.leastForNormal else {
      self.init(overSeeds: numbers)
      return
    }
    self.init(meanOf: numbers, quantile: Self.quantile, method: .normal)
  }

  /// The mean of what a few independent repetitions gave, such as seeds; NaN of none, and with NaN
  /// ends of one. The interval assumes that the numbers are roughly normal.
  public init(overSeeds numbers: [Double]) {
    let quantile =
      numbers.count < 2 ? .nan : StudentT(degreesOfFreedom: numbers.count - 1).quantile(0.975)
    self.init(meanOf: numbers, quantile: quantile, method: .studentT)
  }

  private init(meanOf numbers: [Double], quantile: Double, method: Method) {
    let mean = numbers.mean
    let half = quantile * numbers.standardError
    self.init(
      value: mean, lower: mean - half, upper: mean + half, method: method, count: numbers.count)
  }

  /// The mean of numbers that were drawn independently, whatever their distribution; NaN of none,
  /// and with NaN ends of one. Equal numbers in equal order give equal intervals. With fewer than
  /// about ten numbers the interval is too narrow.
  public init(bootstrapping numbers: [Double]) {
    let interval = ResampledMeans(of: numbers)?.interval(from: 0.025, to: 0.975)
    self.init(
      value: numbers.mean, lower: interval?.lower ?? .nan, upper: interval?.upper ?? .nan,
      method: .bootstrap, count: numbers.count)
  }

  /// The share of successes among cases that were drawn independently.
  ///
  /// - Parameter successes: not whole where some count half, such as ties.
  public init(share successes: Double, of count: Int) {
    let n = Double(max(count, 1))
    let share = successes / n
    let z = Self.quantile
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    // Of none and of all, an end is the share itself, which rounding would miss.
    let lower = share == 0 ? 0 : max(0, center - half)
    let upper = share == 1 ? 1 : min(1, center + half)
    self.init(value: share, lower: lower, upper: upper, method: .wilson, count: count)
  }

  /// The share of successes among cases that were drawn independently.
  public init(share successes: Int, of count: Int) {
    self.init(share: Double(successes), of: count)
  }
}

extension [Estimate] {
  /// Three columns: the values under `name`, and the ends of their intervals. A value of no number
  /// is empty, and so are the ends of one number.
  public func columns(
    _ name: String, unit: String? = nil, presentation: Table.Column.Presentation? = nil
  ) -> [Table.Column] {
    let cells = [
      map { $0.count > 0 ? Value.number($0.value) : nil },
      map { $0.count > 1 ? Value.number($0.lower) : nil },
      map { $0.count > 1 ? Value.number($0.upper) : nil },
    ]
    return zip(Estimate.names(of: name), cells).map { column, cells in
      Table.Column(
        column, unit: unit, cells, presentation: column == name ? presentation : nil)
    }
  }
}
