import Foundation

extension Figure {
  /// One value of every point of a step: over a setting axis with numbers as lines, over one with names
  /// as dots, each the mean over the seeds with its interval; of seeds alone, every single value.
  ///
  /// - Parameters:
  ///   - values: One a point, in the order of `points`; `nil` for one that failed.
  ///   - label: What the value is called.
  /// - Returns: `nil` where there are not two numbers to draw.
  public init?(
    ofValues values: [Double?], label: String, unit: String? = nil, at points: PointSet
  ) {
    let given = zip(points.points, values).compactMap { point, value in
      value.map { (point: point, value: $0) }
    }
    guard given.count > 1, given.contains(where: { $0.value.isFinite }) else { return nil }
    let axes = SettingAxes(given.map(\.point)).varying
    let vertical = Plot.Axis(label, unit: unit)
    var notes: [String] = []
    let plot: Plot
    if axes.isEmpty {
      plot = Self.seeds(given, vertical)
      notes.append("The line is the mean, with its 95 % interval.")
    } else {
      let numeric = axes.first { axis in
        given.allSatisfy { $0.point[axis]?.double?.isFinite == true }
      }
      plot =
        numeric.map { Self.lines(given, over: $0, vertical, &notes) }
        ?? Self.dots(given, over: axes[0], vertical, &notes)
      if let seeds = given.map(\.point).seedCounts {
        notes.append("Mean over \(seeds) with its 95 % interval.")
      }
    }
    if let missing = points.sentence(lacking: given.map(\.point)) { notes.append(missing) }
    self.init(.plot(plot), note: notes.isEmpty ? nil : notes.joined(separator: " "))
  }

  private typealias Given = [(point: Point, value: Double)]

  private static let settingLimit = 12
  private static let panelLimit = 9

  private static func seeds(_ given: Given, _ vertical: Plot.Axis) -> Plot {
    let places = given.enumerated().map { index, one in
      one.point[Point.seedAxis]?.double ?? Double(index + 1)
    }
    let numbers = given.map(\.value)
    let mean = Estimate(overSeeds: numbers)
    let isMeasured = numbers.indices.filter { numbers[$0].isNaN }
    let ends = [places.min() ?? 0, places.max() ?? 0]
    return Plot(
      .series([
        Plot.Series(
          "mean", x: ends, y: [mean.value, mean.value], lower: [mean.lower, mean.lower],
          upper: [mean.upper, mean.upper]),
        Plot.Series(
          "one seed", mark: .points, x: places, y: numbers,
          notNumbers: isMeasured.isEmpty ? nil : isMeasured),
      ]), horizontal: Plot.Axis(Point.seedAxis), vertical: vertical)
  }

  private static func lines(
    _ given: Given, over axis: String, _ vertical: Plot.Axis, _ notes: inout [String]
  ) -> Plot {
    let grid = SettingGrid(
      given.map { ($0.point.without([axis]), $0) }, settingLimit: settingLimit,
      panelLimit: panelLimit)
    notes += grid.omissions
    let panels = grid.panels.map { panel in
      Plot.Panel(
        title: panel.title,
        .series(
          panel.settings.map { setting in
            let groups = Dictionary(grouping: setting.elements) { $0.point[axis]?.double ?? .nan }
            let places = groups.keys.sorted()
            let estimates = places.map { Estimate(overSeeds: groups[$0, default: []].map(\.value)) }
            return Plot.Series(
              setting.name.isEmpty ? vertical.label : setting.name, mark: .linesAndPoints,
              estimates, at: places, key: setting.key)
          }))
    }
    let places = given.compactMap { $0.point[axis]?.double }
    let scale: Plot.Axis.Scale = places.areGeometric ? .logarithmic : .linear
    return Plot(
      panels: panels, horizontal: Plot.Axis(axis.spaced, scale: scale), vertical: vertical)
  }

  private static func dots(
    _ given: Given, over axis: String, _ vertical: Plot.Axis, _ notes: inout [String]
  ) -> Plot {
    let grid = SettingGrid(
      given.map { ($0.point.without([axis]), $0) }, settingLimit: settingLimit,
      panelLimit: panelLimit)
    notes += grid.omissions
    let categories = given.compactMap { $0.point[axis]?.coordinate }.distinct
    let panels = grid.panels.map { panel in
      let groups = panel.settings.map { setting in
        let values = Dictionary(grouping: setting.elements) { $0.point[axis]?.coordinate }
        return Plot.Bars.Group(
          setting.name,
          categories.map { category in
            Estimate(overSeeds: (values[category] ?? []).map(\.value))
          }, key: setting.key)
      }
      return Plot.Panel(
        title: panel.title,
        .bars(
          Plot.Bars(categories: categories.map(\.axisText), groups: groups, mark: .points)))
    }
    return Plot(panels: panels, horizontal: Plot.Axis(axis.spaced), vertical: vertical)
  }
}

extension Plot.Series {
  /// A series of estimates. Where none is of several numbers there is no band.
  public init(
    _ name: String, mark: Mark = .line, _ estimates: [Estimate], at x: [Double],
    key: Plot.Key? = nil
  ) {
    let hasIntervals = estimates.contains { $0.count > 1 }
    let measured = estimates.indices.filter { estimates[$0].count > 0 && estimates[$0].value.isNaN }
    self.init(
      name, mark: mark, x: x, y: estimates.map(\.value),
      lower: hasIntervals ? estimates.map(\.lower) : nil,
      upper: hasIntervals ? estimates.map(\.upper) : nil,
      notNumbers: measured.isEmpty ? nil : measured, key: key)
  }
}

extension Plot.Bars.Group {
  /// A group of estimates. Where none is of several numbers there are no whiskers.
  public init(_ name: String, _ estimates: [Estimate], key: Plot.Key? = nil) {
    let hasIntervals = estimates.contains { $0.count > 1 }
    let measured = estimates.indices.filter { estimates[$0].count > 0 && estimates[$0].value.isNaN }
    self.init(
      name, values: estimates.map(\.value),
      lower: hasIntervals ? estimates.map(\.lower) : nil,
      upper: hasIntervals ? estimates.map(\.upper) : nil,
      notNumbers: measured.isEmpty ? nil : measured, key: key)
  }
}

extension [Double] {
  /// Whether the numbers are spread by factors rather than by differences: all above zero, over a wide
  /// range, and more even on a logarithmic axis than on a linear one.
  var areGeometric: Bool {
    let places = Set(self).sorted()
    guard let low = places.first, let high = places.last, low > 0, high / low >= 8 else {
      return false
    }
    guard places.count > 2 else { return high / low >= 10 }
    return places.map { log($0) }.unevenness < places.unevenness
  }

  /// How much the gaps between sorted numbers differ, by their standard deviation over their mean.
  private var unevenness: Double {
    let gaps = zip(dropFirst(), self).map { $0 - $1 }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let squares = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
    return squares.squareRoot() / mean
  }
}
