import OctavoBase
import OctavoResults

extension Estimate {
  /// The 97.5 % quantile of the standard normal distribution.
  private static let quantile = 1.959964

  /// The mean of numbers that were drawn independently; NaN of none, and with NaN ends of one.
  init(meanOf numbers: [Double]) {
    let mean = numbers.mean
    let half = Self.quantile * numbers.standardError
    self.init(
      value: mean, lower: mean - half, upper: mean + half, method: .normal, count: numbers.count)
  }

  /// The share of successes among cases that were drawn independently.
  ///
  /// - Parameter successes: not whole where some count half, such as ties.
  init(share successes: Double, of count: Int) {
    let n = Double(max(count, 1))
    let share = successes / n
    let z = Self.quantile
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    self.init(
      value: share, lower: max(0, center - half), upper: min(1, center + half), method: .wilson,
      count: count)
  }

  /// The share of successes among cases that were drawn independently.
  init(share successes: Int, of count: Int) {
    self.init(share: Double(successes), of: count)
  }
}

extension [Estimate] {
  /// Three columns: the values under `name`, and the ends of their intervals.
  func columns(_ name: String) -> [Table.Column] {
    [
      Table.Column(name, numbers: map(\.value)),
      Table.Column("\(name)-lower", numbers: map(\.lower)),
      Table.Column("\(name)-upper", numbers: map(\.upper)),
    ]
  }
}
