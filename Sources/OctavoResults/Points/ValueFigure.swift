import OctavoBase

extension Figure {
  /// One value of every point of a step: over a setting axis with numbers as lines, over one with names
  /// as dots, each the mean over the seeds with its interval.
  ///
  /// - Parameters:
  ///   - values: One a point, in the order of `points`; `nil` for one that failed.
  ///   - label: What the value is called.
  /// - Returns: `nil` where the points do not differ in a setting, or have no number.
  public init?(
    ofValues values: [Double?], label: String, unit: String? = nil, at points: PointSet
  ) {
    let given = zip(points.points, values).compactMap { point, value in
      value.map { (point: point, value: $0) }
    }
    let axes = SettingAxes(given.map(\.point)).varying
    guard let first = axes.first, given.contains(where: { $0.value.isFinite }) else { return nil }
    let vertical = Plot.Axis(label, unit: unit)
    var notes: [String] = []
    let numeric = axes.first { axis in
      given.allSatisfy { $0.point[axis]?.double?.isFinite == true }
    }
    let plot =
      numeric.map { Self.lines(given, over: $0, vertical, &notes) }
      ?? Self.dots(given, over: first, vertical, &notes)
    if let seeds = given.map(\.point).seedCounts {
      notes.append("Mean over \(seeds) with its 95 % interval.")
    }
    if let missing = points.sentence(lacking: given.map(\.point)) { notes.append(missing) }
    self.init(.plot(plot), note: notes.isEmpty ? nil : notes.joined(separator: " "))
  }

  private typealias Given = [(point: Point, value: Double)]

  private static let settingLimit = 12
  private static let panelLimit = 9

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
    return places.map { Double.log($0) }.unevenness < places.unevenness
  }

  /// How much the gaps between sorted numbers differ, by their standard deviation over their mean.
  private var unevenness: Double {
    let gaps = zip(dropFirst(), self).map { $0 - $1 }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let squares = gaps.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(gaps.count)
    return squares.squareRoot() / mean
  }
}
