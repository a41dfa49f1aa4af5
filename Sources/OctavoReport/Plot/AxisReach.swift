import OctavoResults

/// How far a linear axis along which the data lie reaches: to the next tick where that is near, or
/// where the labels would end long before the data do.
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
    let values = ticks(limits).major.map(\.value)
    let span = limits.upperBound - limits.lowerBound
    guard span > 0, span.isFinite else { return limits }
    var candidates: [ClosedRange<Double>] = []
    if let reached = reaching(limits, to: values, span, free),
      ticks(reached).major.count >= values.count
    {
      if empty(reached, limits) <= near * span { return reached }
      candidates.append(reached)
    }
    // Labels of other ticks may be so wide that there are fewer of them.
    candidates += (1...values.count + 2).reversed().map { count in
      NiceStep.outward(limits, free: free, step: Ticks.step(over: limits, count: count))
    }
    let labeled = candidates.filter { wider in
      let values = ticks(wider).major.map(\.value)
      guard let first = values.first, let last = values.last, values.count > 1 else { return false }
      return first - limits.lowerBound <= longest * span
        && limits.upperBound - last <= longest * span
    }
    return labeled.min { empty($0, limits) < empty($1, limits) } ?? limits
  }

  /// The room that no data reach.
  private static func empty(
    _ wider: ClosedRange<Double>, _ limits: ClosedRange<Double>
  ) -> Double {
    (limits.lowerBound - wider.lowerBound) + (wider.upperBound - limits.upperBound)
  }

  /// `nil` where the labels do not say how far the next tick is.
  private static func reaching(
    _ limits: ClosedRange<Double>, to values: [Double], _ span: Double,
    _ free: (lower: Bool, upper: Bool)
  ) -> ClosedRange<Double>? {
    guard let first = values.first, let last = values.last, values.count > 1 else { return nil }
    let step = values[1] - values[0]
    guard step > 0, step.isFinite else { return nil }
    func moves(_ end: Double, _ tick: Double) -> Bool {
      let rest = abs(end - tick)
      return rest > 0 && (step - rest <= near * span || rest > longest * span)
    }
    let low =
      free.lower && moves(limits.lowerBound, first) ? first - step : limits.lowerBound
    let high =
      free.upper && moves(limits.upperBound, last) ? last + step : limits.upperBound
    guard low < high, low.isFinite, high.isFinite else { return nil }
    return min(low, limits.lowerBound)...max(high, limits.upperBound)
  }
}
