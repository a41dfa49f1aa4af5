/// A share of successes, with its uncertainty.
struct Share {
  let value: Double
  /// 95 % (Wilson 1927).
  let interval: ClosedRange<Double>

  init(_ successes: Int, of count: Int) {
    self.init(Double(successes), of: count)
  }

  /// - Parameter successes: not whole where some count half, such as ties.
  init(_ successes: Double, of count: Int) {
    let n = Double(max(count, 1))
    let share = successes / n
    let z = 1.959964
    let center = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    value = share
    interval = max(0, center - half)...min(1, center + half)
  }
}
