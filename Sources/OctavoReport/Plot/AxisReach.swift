import OctavoResults

/// How far an axis along which the data lie reaches: to the next tick where that is near, or where the
/// labels would end long before the data do.
enum AxisReach {
  /// Shares of what the data span.
  private static let near = 0.08
  private static let longest = 0.2

  /// - Parameters:
  ///   - free: Which ends the author has left to the data.
  ///   - ticks: Those of an axis with such limits.
  static func reaching(
    _ limits: ClosedRange<Double>, free: (lower: Bool, upper: Bool),
    ticks: (ClosedRange<Double>) -> Ticks
  ) -> ClosedRange<Double> {
    let marked = ticks(limits)
    let values = marked.major.map(\.value)
    guard let first = values.first, let last = values.last, values.count > 1 else { return limits }
    let step = values[1] - values[0]
    // On a logarithmic axis the steps grow, and its fine ticks mark what has no label.
    guard marked.minor.isEmpty, step > 0, step.isFinite else { return limits }
    let span = limits.upperBound - limits.lowerBound
    guard span.isFinite else { return limits }
    func moves(_ end: Double, _ tick: Double) -> Bool {
      let rest = abs(end - tick)
      return rest > 0 && (step - rest <= near * span || rest > longest * span)
    }
    let low =
      free.lower && moves(limits.lowerBound, first) ? first - step : limits.lowerBound
    let high =
      free.upper && moves(limits.upperBound, last) ? last + step : limits.upperBound
    guard low < high, low.isFinite, high.isFinite else { return limits }
    let reached = min(low, limits.lowerBound)...max(high, limits.upperBound)
    // Labels of other ticks may be so wide that there are fewer of them.
    if ticks(reached).major.count >= values.count { return reached }
    let candidates = (1...values.count + 1).reversed().map { count in
      Self.rounded(limits, free: free, step: Ticks.step(over: limits, count: count))
    }
    return candidates.first { wider in
      let values = ticks(wider).major.map(\.value)
      guard let first = values.first, let last = values.last else { return false }
      return first - limits.lowerBound <= longest * span
        && limits.upperBound - last <= longest * span
    } ?? limits
  }

  private static func rounded(
    _ limits: ClosedRange<Double>, free: (lower: Bool, upper: Bool), step: Double
  ) -> ClosedRange<Double> {
    let low = (limits.lowerBound / step).rounded(.down) * step
    let high = (limits.upperBound / step).rounded(.up) * step
    return min(
      free.lower ? low : limits.lowerBound, limits.lowerBound)...max(
        free.upper ? high : limits.upperBound, limits.upperBound)
  }
}
