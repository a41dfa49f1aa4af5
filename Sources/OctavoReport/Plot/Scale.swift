import OctavoBase
import OctavoResults

/// A map from numbers to positions in a drawing.
package struct Scale: Hashable, Sendable {
  package var kind: Plot.Axis.Scale
  /// The numbers at the two ends.
  package var domain: ClosedRange<Double>
  /// The position of the domain's lower end; for a vertical axis it lies below, so is the greater.
  package var start: Double
  package var end: Double

  /// - Precondition: the domain has a width and, if logarithmic, is above zero.
  package init(
    _ kind: Plot.Axis.Scale, domain: ClosedRange<Double>, start: Double, end: Double
  ) {
    precondition(domain.lowerBound < domain.upperBound, "a scale needs two different ends")
    precondition(kind == .linear || domain.lowerBound > 0, "a logarithmic scale is above zero")
    self.kind = kind
    self.domain = domain
    self.start = start
    self.end = end
  }

  /// Where a number is drawn; `nil` for one that has no place on this scale. A number outside the
  /// domain has a place outside the axis.
  package func position(_ value: Double) -> Double? {
    guard value.isFinite, kind == .linear || value > 0 else { return nil }
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let fraction =
      switch kind {
      // Halves, so that the difference of two huge numbers does not overflow.
      case .linear: (value / 2 - low / 2) / (high / 2 - low / 2)
      case .logarithmic:
        (Double.log(value) - Double.log(low)) / (Double.log(high) - Double.log(low))
      }
    return start + fraction * (end - start)
  }

  /// As `position`, held within the axis.
  package func clampedPosition(_ value: Double) -> Double? {
    position(value).map { min(max($0, min(start, end)), max(start, end)) }
  }

  /// As `clampedPosition`, for the lower edge of something that begins at 0 or below, where a
  /// logarithmic axis has no place for it.
  package func clampedEdge(_ value: Double) -> Double? {
    value.isFinite && value <= 0 && kind == .logarithmic ? start : clampedPosition(value)
  }
}

/// A row of equal places for things that have names rather than numbers.
package struct BandScale: Hashable, Sendable {
  package var count: Int
  package var start: Double
  package var end: Double

  package init(count: Int, start: Double, end: Double) {
    self.count = count
    self.start = start
    self.end = end
  }

  package var step: Double { count == 0 ? end - start : (end - start) / Double(count) }

  package func center(_ index: Int) -> Double { start + (Double(index) + 0.5) * step }
}
