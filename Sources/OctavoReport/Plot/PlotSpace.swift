import OctavoResults

/// The two axes that all panels of a plot share, with limits that hold all their data.
package struct PlotSpace: Hashable, Sendable {
  package struct Scales: Hashable, Sendable {
    package var horizontal: Scale
    package var vertical: Scale
  }

  package let horizontal: Plot.Axis
  package let vertical: Plot.Axis
  package let horizontalLimits: ClosedRange<Double>?
  package let verticalLimits: ClosedRange<Double>?
  /// Whether limits that the author fixed leave some data outside.
  package let isClipping: Bool
  private let isHorizontalIntegral: Bool
  private let isVerticalIntegral: Bool

  /// - Parameters:
  ///   - width: Of one panel's frame, about, which decides how many ticks it has.
  ///   - height: The same.
  package init(_ plot: Plot, width: Double, height: Double, layout: PlotLayout) {
    (horizontal, vertical) = (plot.horizontal, plot.vertical)
    var x = Extent(scale: horizontal.scale)
    var y = Extent(scale: vertical.scale)
    var isCloud = false
    for panel in plot.panels {
      y.include(contentsOf: panel.rules.map(\.y))
      switch panel.content {
      case .series(let series):
        for one in series {
          x.include(contentsOf: one.placed(vertical.scale).map { one.x[$0] })
          y.include(contentsOf: one.y)
          y.include(contentsOf: one.lower ?? [])
          y.include(contentsOf: one.upper ?? [])
          for run in one.runs ?? [] { y.include(contentsOf: run) }
          isCloud = isCloud || one.mark == .points
        }
      case .histogram(let histogram):
        x.include(contentsOf: histogram.edges)
        y.include(0)
        y.include(contentsOf: histogram.groups.flatMap(\.counts))
      case .bars(let bars):
        if bars.mark != .points { y.include(0) }
        for group in bars.groups {
          y.include(contentsOf: group.values)
          y.include(contentsOf: group.lower ?? [])
          y.include(contentsOf: group.upper ?? [])
        }
      case .heatmap: break
      }
    }
    let count = Self.tickCount(height: height, layout: layout)
    let places = x.limits(for: horizontal, tickCount: 6, isNice: false, isPadded: isCloud)
    horizontalLimits = places.map { [horizontal] limits in
      guard horizontal.scale == .linear else { return limits }
      return AxisReach.reaching(limits, free: (horizontal.lower == nil, horizontal.upper == nil)) {
        Axes.horizontalTicks(
          horizontal.scale, over: $0, width: width, layout: layout, isIntegral: x.isIntegral)
      }
    }
    verticalLimits = y.limits(for: vertical, tickCount: count, isNice: true, isPadded: false)
    (isHorizontalIntegral, isVerticalIntegral) = (x.isIntegral, y.isIntegral)
    isClipping = !x.fits(horizontalLimits) || !y.fits(verticalLimits)
  }

  /// `nil` where there is no number to place.
  package func scales(in frame: Frame) -> Scales? {
    guard let horizontalLimits, let verticalLimits else { return nil }
    return Scales(
      horizontal: Scale(
        horizontal.scale, domain: horizontalLimits, start: frame.left, end: frame.right),
      vertical: Scale(
        vertical.scale, domain: verticalLimits, start: frame.bottom, end: frame.top))
  }

  package func verticalTicks(height: Double, layout: PlotLayout) -> Ticks {
    guard let verticalLimits else { return .none }
    return Ticks(
      vertical.scale, over: verticalLimits, count: Self.tickCount(height: height, layout: layout),
      isIntegral: isVerticalIntegral)
  }

  package func horizontalTicks(width: Double, layout: PlotLayout) -> Ticks {
    guard let horizontalLimits else { return .none }
    return Axes.horizontalTicks(
      horizontal.scale, over: horizontalLimits, width: width, layout: layout,
      isIntegral: isHorizontalIntegral)
  }

  private static func tickCount(height: Double, layout: PlotLayout) -> Int {
    max(3, Int(height / layout.verticalTickSpacing))
  }
}

extension Extent {
  fileprivate func fits(_ limits: ClosedRange<Double>?) -> Bool {
    guard let limits, !isEmpty else { return true }
    return limits.lowerBound <= lower && upper <= limits.upperBound
  }
}

extension Plot.Series {
  /// The indices of the points that are drawn, or marked at the edge.
  fileprivate func placed(_ verticalScale: Plot.Axis.Scale) -> [Int] {
    drawable(verticalScale)
      + (0..<min(x.count, y.count)).filter { y[$0].isInfinite && x[$0].isFinite }
      + (notNumbers ?? []).filter { x.indices.contains($0) && x[$0].isFinite }
  }

  /// The indices of the points that have a place where both numbers are finite.
  package func drawable(_ verticalScale: Plot.Axis.Scale) -> [Int] {
    (0..<min(x.count, y.count)).filter {
      x[$0].isFinite && y[$0].isFinite && (verticalScale == .linear || y[$0] > 0)
    }
  }
}
