import OctavoBase
import OctavoResults

/// What a plot's data hold that its axes cannot show, in words.
package struct PlotOmissions: Hashable, Sendable {
  private var notPositive = 0
  private var cutIntervals = 0
  private var notNumbers = 0
  private var infinite = 0
  private var notCounted = 0
  private var placeless = 0
  private var outside = 0
  /// What becomes of values that are not finite.
  private var fate = PlotFate.leftOut

  package init(_ plot: Plot) {
    for panel in plot.panels {
      switch panel.content {
      case .series(let series):
        fate = .atTheEdge
        for one in series { count(one, plot.horizontal, plot.vertical) }
      case .bars(let bars):
        fate = .noBar
        for group in bars.groups { count(group, plot.vertical) }
      case .histogram(let histogram):
        count(histogram, plot.horizontal)
      case .heatmap(let heatmap):
        fate = .noColor
        for value in heatmap.values.joined() { if let value { countIfNotFinite(value) } }
      }
    }
  }

  /// One sentence for each kind; empty where everything is shown.
  package var sentences: [String] {
    var sentences: [String] = []
    if notPositive > 0 { sentences.append(phrases.notPositive(notPositive)) }
    if cutIntervals > 0 { sentences.append(phrases.cutIntervals(cutIntervals)) }
    if notNumbers + infinite > 0 {
      sentences.append(phrases.notFinite(nan: notNumbers, infinite: infinite, fate))
    }
    if notCounted > 0 { sentences.append(phrases.notCounted(notCounted)) }
    if placeless > 0 { sentences.append(phrases.withoutPlace(placeless)) }
    if outside > 0 { sentences.append(phrases.outsideLimits(outside)) }
    return sentences
  }
}

// Counting.
extension PlotOmissions {
  private mutating func count(
    _ series: Plot.Series, _ horizontal: Plot.Axis, _ vertical: Plot.Axis
  ) {
    let measured = Set(series.notNumbers ?? [])
    for index in 0..<min(series.x.count, series.y.count) {
      let (x, y) = (series.x[index], series.y[index])
      if y.isNaN, !measured.contains(index) { continue }
      if !x.isFinite {
        placeless += 1
      } else if !horizontal.scale.shows(x) {
        notPositive += 1
      } else {
        count(y, vertical)
      }
    }
    count(series.lower, series.upper, vertical)
  }

  private mutating func count(_ group: Plot.Bars.Group, _ axis: Plot.Axis) {
    let measured = Set(group.notNumbers ?? [])
    for (index, value) in group.values.enumerated()
    where !value.isNaN || measured.contains(index) {
      count(value, axis)
    }
    count(group.lower, group.upper, axis)
  }

  private mutating func count(_ histogram: Plot.Histogram, _ axis: Plot.Axis) {
    for group in histogram.groups {
      let lost = group.notCounted ?? 0
      notCounted = notCounted.addingAtMost(lost)
      guard axis.scale == .logarithmic else { continue }
      for (bin, count) in group.counts.enumerated()
      where histogram.edges.indices.contains(bin + 1) && histogram.edges[bin + 1] <= 0 {
        notPositive = notPositive.addingAtMost(Int(exactly: count) ?? 0)
      }
    }
  }

  private mutating func count(_ value: Double, _ axis: Plot.Axis) {
    guard value.isFinite else { return countIfNotFinite(value) }
    if !axis.scale.shows(value) {
      notPositive += 1
    } else if value < axis.lower ?? value || value > axis.upper ?? value {
      outside += 1
    }
  }

  private mutating func count(_ lower: [Double]?, _ upper: [Double]?, _ axis: Plot.Axis) {
    guard let lower, let upper else { return }
    cutIntervals += zip(lower, upper).count {
      $0.isFinite && $1.isFinite && !axis.scale.shows($0) && axis.scale.shows($1)
    }
  }

  private mutating func countIfNotFinite(_ value: Double) {
    if value.isNaN { notNumbers += 1 }
    if value.isInfinite { infinite += 1 }
  }
}

extension Plot.Axis.Scale {
  /// Whether a finite number has a place on the axis.
  package func shows(_ value: Double) -> Bool { self == .linear || value > 0 }
}

extension Int {
  /// The sum, or the greatest integer where it is larger: what a record counts is not to be
  /// trusted.
  fileprivate func addingAtMost(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(Swift.max(other, 0))
    return overflows ? .max : sum
  }
}
