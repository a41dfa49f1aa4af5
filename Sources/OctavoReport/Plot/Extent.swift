import OctavoBase
import OctavoResults

/// The smallest interval that holds every drawable number seen.
package struct Extent: Hashable, Sendable {
  package private(set) var lower = Double.infinity
  package private(set) var upper = -Double.infinity
  /// Whether every number seen was whole, as iterations are.
  package private(set) var isIntegral = true
  private let scale: Plot.Axis.Scale

  /// On a logarithmic axis only numbers above zero can be drawn.
  package init(scale: Plot.Axis.Scale) { self.scale = scale }

  package var isEmpty: Bool { lower > upper }

  package mutating func include(_ value: Double) {
    guard value.isFinite, scale == .linear || value > 0 else { return }
    let drawable =
      switch scale {
      case .linear: min(max(value, -Self.limit), Self.limit)
      case .logarithmic: min(max(value, 1 / Self.limit), Self.limit)
      }
    lower = min(lower, drawable)
    upper = max(upper, drawable)
    isIntegral = isIntegral && value == value.rounded()
  }

  package mutating func include(contentsOf values: [Double]) {
    for value in values { include(value) }
  }

  /// Beyond this, differences of two numbers overflow; what is smaller than its inverse counts as
  /// zero.
  fileprivate static let limit = 1e290
}

extension Extent {
  /// The ends of an axis over this data: what the author fixed, then what the data ask for.
  ///
  /// - Parameters:
  ///   - tickCount: About how many ticks the axis has room for.
  ///   - isNice: Whether the ends that are free move out to the next tick.
  ///   - isPadded: Whether they move out by a few hundredths, so that no mark sits on the edge.
  package func limits(
    for axis: Plot.Axis, tickCount: Int, isNice: Bool, isPadded: Bool
  ) -> ClosedRange<Double>? {
    let isAllowed = { (bound: Double) in bound.isFinite && (axis.scale == .linear || bound > 0) }
    let fixedLower = axis.lower.flatMap { isAllowed($0) ? $0 : nil }
    let fixedUpper = axis.upper.flatMap { isAllowed($0) ? $0 : nil }
    guard !isEmpty || (fixedLower != nil && fixedUpper != nil) else { return nil }
    var low = fixedLower ?? lower
    var high = fixedUpper ?? upper
    if isEmpty || low > high {
      (low, high) = (fixedLower ?? fixedUpper ?? low, fixedUpper ?? fixedLower ?? high)
      if low > high { (low, high) = (high, low) }
    }
    (low, high) = Self.widened(low, high, scale: axis.scale, isIntegral: isIntegral)
    switch axis.scale {
    case .linear:
      let pad = isPadded ? (high - low) * 0.04 : 0
      if fixedLower == nil { low -= low == 0 ? 0 : pad }
      if fixedUpper == nil { high += high == 0 ? 0 : pad }
      if isNice {
        (low, high) = Self.rounded(
          low, high, free: (fixedLower == nil, fixedUpper == nil), tickCount: tickCount,
          isIntegral: isIntegral)
      }
    case .logarithmic:
      let span = Double.log(high) - Double.log(low)
      let pad = isPadded || isNice ? min(Double.exp(0.04 * span), 10) : 1
      if fixedLower == nil { low /= pad }
      if fixedUpper == nil { high *= pad }
    }
    return low...high
  }

  /// The ends moved out to ticks.
  private static func rounded(
    _ lower: Double, _ upper: Double, free: (lower: Bool, upper: Bool), tickCount: Int,
    isIntegral: Bool
  ) -> (Double, Double) {
    let range = NiceStep.rounded(
      lower...upper, free: free, count: tickCount, isIntegral: isIntegral)
    return range.map { ($0.lowerBound, $0.upperBound) } ?? (lower, upper)
  }

  /// An interval of no width cannot be drawn: it grows on both sides of its only number.
  private static func widened(
    _ low: Double, _ high: Double, scale: Plot.Axis.Scale, isIntegral: Bool
  ) -> (Double, Double) {
    let magnitude = max(abs(low), abs(high))
    guard high - low <= max(magnitude * 1e-12, 1 / limit) else { return (low, high) }
    switch scale {
    case .logarithmic: return (low / 2, high * 2)
    case .linear where isIntegral && magnitude < 1e6: return (low - 1, high + 1)
    case .linear:
      return magnitude <= 1 / limit ? (-1, 1) : (low - magnitude / 10, high + magnitude / 10)
    }
  }
}
