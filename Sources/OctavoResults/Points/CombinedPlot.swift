import OctavoBase

/// One plot from one a point, all of one kind and with the same axes.
struct CombinedPlot {
  typealias Part = (point: Point, plot: Plot)

  private(set) var plot: Plot
  private(set) var notes: [String] = []

  /// What has one name in every point's plot: a series, a group of bars, a matrix.
  private struct Track: Hashable {
    var panel: String?
    var name: String
  }

  private static let panelLimit = 12
  private static let trackLimit = 8
  private static let settingLimit = 12
  /// Of all lines together, so that a page stays small.
  private static let pointLimit = 3_600
  private static let cellLimit = 20_000

  private let parts: [Part]

  init(_ parts: [Part], like first: Plot) {
    self.parts = parts
    plot = first
    plot.panels = []
    switch first.panels.first?.content {
    case .series?: combineSeries()
    case .bars?: combineBars()
    case .histogram?: combineHistograms()
    case .heatmap?: combineHeatmaps()
    case nil: break
    }
  }

  private mutating func combineSeries() {
    var lackingCount = 0
    var unmeantCount = 0
    combine(
      items: { panel -> [(name: String, item: Plot.Series)] in
        guard case .series(let series) = panel.content else { return [] }
        return series.map { ($0.name, $0) }
      },
      merge: { name, key, runs, total in
        let limit = max(40, min(300, Self.pointLimit / max(total, 1)))
        let mean = SeriesMean(name, of: runs, key: key, limit: limit)
        lackingCount += mean.lackingCount
        if !mean.isMean, runs.count > 1 { unmeantCount += 1 }
        return mean.series
      },
      content: { .series($0) })
    let seeds = seedCounts
    if unmeantCount > 0, let seeds {
      notes.append("The lines or points of \(seeds) are drawn one by one.")
    } else {
      noteMean(interval: true)
    }
    if lackingCount > 0 { notes.append("Places that not every seed has are left out.") }
  }

  private mutating func combineBars() {
    let categories = parts.flatMap(\.plot.panels).flatMap { panel -> [String] in
      if case .bars(let bars) = panel.content { bars.categories } else { [] }
    }.distinct
    let mark = parts[0].plot.barMark
    combine(
      items: { panel -> [(name: String, item: Plot.Bars.Group)] in
        guard case .bars(let bars) = panel.content else { return [] }
        return bars.groups.map { ($0.name, bars.aligned($0, to: categories)) }
      },
      merge: { name, key, groups, _ in Plot.Bars.Group(name, meanOf: groups, key: key) },
      content: { .bars(Plot.Bars(categories: categories, groups: $0, mark: mark)) })
    noteMean(interval: true)
  }

  private mutating func combineHistograms() {
    let all = parts.flatMap(\.plot.panels).compactMap { panel -> Plot.Histogram? in
      if case .histogram(let histogram) = panel.content { histogram } else { nil }
    }
    let edges = Plot.Histogram.commonEdges(all)
    if all.contains(where: { $0.edges != edges }) {
      notes.append(
        "The points have different intervals; counts are shared out to common ones by their width.")
    }
    combine(
      items: { panel -> [(name: String, item: Plot.Histogram.Group)] in
        guard case .histogram(let histogram) = panel.content else { return [] }
        return histogram.groups.map { ($0.name, histogram.shared($0, between: edges)) }
      },
      merge: { name, key, groups, _ in Plot.Histogram.Group(name, sumOf: groups, key: key) },
      content: { .histogram(Plot.Histogram(edges: edges, groups: $0)) })
    if let seeds = seedCounts { notes.append("Counts of \(seeds) together.") }
  }

  private mutating func combineHeatmaps() {
    var cellCount = 0
    combine(
      hasColors: false,
      items: { panel -> [(name: String, item: Plot.Heatmap)] in
        guard case .heatmap(let heatmap) = panel.content else { return [] }
        return [("", heatmap)]
      },
      merge: { _, _, heatmaps, _ in
        let mean = Plot.Heatmap(meanOf: heatmaps)
        cellCount += mean.values.reduce(0) { $0 + $1.count }
        return mean
      },
      content: { heatmaps in
        .heatmap(heatmaps.first ?? Plot.Heatmap(rows: [], columns: [], values: [], quantity: ""))
      })
    let affordable = max(1, plot.panels.count * Self.cellLimit / max(cellCount, Self.cellLimit))
    if affordable < plot.panels.count {
      notes.append("The first \(affordable) of \(plot.panels.count) settings are drawn.")
      plot.panels = Array(plot.panels.prefix(affordable))
    }
    noteMean(interval: false)
  }

  /// - Parameters:
  ///   - items: What a panel shows, each with its name.
  ///   - merge: One item for the seeds of a setting; is also told how many items there will be.
  private mutating func combine<Item>(
    hasColors: Bool = true, items: (Plot.Panel) -> [(name: String, item: Item)],
    merge: (String, Plot.Key?, [Item], Int) -> Item, content: ([Item]) -> Plot.Content
  ) {
    var tracks: [Track] = []
    var members: [Track: [(point: Point, element: Item)]] = [:]
    for (point, plot) in parts {
      for panel in plot.panels {
        for (name, item) in items(panel) {
          let track = Track(panel: panel.title, name: name)
          if members[track] == nil { tracks.append(track) }
          members[track, default: []].append((point, item))
        }
      }
    }
    let axes = SettingAxes(parts.map(\.point))
    if axes.varying.isEmpty {
      // Seeds alone: the plot keeps its form.
      for panel in tracks.map(\.panel).distinct {
        let own = tracks.filter { $0.panel == panel }
        let merged = own.map { track in
          merge(track.name, nil, (members[track] ?? []).map(\.element), tracks.count)
        }
        plot.panels.append(Plot.Panel(title: panel, content(merged), rules: rules(panel, nil)))
      }
      return
    }
    if tracks.count > Self.trackLimit {
      notes.append("\(Self.trackLimit) of \(tracks.count) panels are drawn: the first ones.")
    }
    let drawn = tracks.prefix(Self.trackLimit)
    var lineCount = 1
    for track in drawn {
      let grid = SettingGrid(
        members[track] ?? [], hasColors: hasColors, settingLimit: Self.settingLimit,
        panelLimit: max(1, Self.panelLimit / drawn.count))
      if track == drawn.first {
        notes += grid.omissions
        lineCount = drawn.count * grid.panels.reduce(0) { $0 + $1.settings.count }
      }
      // Each series has a row of its own.
      if drawn.count > 1, grid.panels.count > 1 { plot.columns = grid.panels.count }
      for panel in grid.panels {
        let names = [track.panel, tracks.count > 1 ? track.name : nil, panel.title]
        let title = names.compactMap { $0 }.filter { !$0.isEmpty }.distinct
        plot.panels.append(
          Plot.Panel(
            title: title.isEmpty ? nil : title.joined(separator: ", "),
            content(
              panel.settings.map { merge($0.name, $0.key, $0.elements, lineCount) }),
            rules: rules(track.panel, panel.title)))
      }
    }
    if tracks.count == 1, !tracks[0].name.isEmpty { name(tracks[0].name) }
  }

  /// What the only series was called is said by the axis, now that lines are named by their settings.
  private mutating func name(_ series: String) {
    let label = plot.vertical.label
    guard series != label else { return }
    if series.hasSuffix(" " + label) || label == "value" || label.isEmpty {
      plot.vertical.label = series
    } else {
      for index in plot.panels.indices {
        plot.panels[index].title = [series, plot.panels[index].title].compactMap { $0 }
          .joined(separator: ", ")
      }
    }
  }

  /// The lines across the panels of a title; one that lies elsewhere in another setting says where it
  /// is from.
  private func rules(_ panel: String?, _ title: String?) -> [Plot.Rule] {
    let limit = 6
    let axes = SettingAxes(parts.map(\.point)).panels
    let own = parts.filter { title == nil || $0.point.on(axes).label == title }
    let found = own.flatMap { point, plot in
      plot.panels.filter { $0.title == panel }.flatMap(\.rules).map { (point, $0) }
    }
    let heights = Dictionary(grouping: found) { $0.1.label }.mapValues { Set($0.map(\.1.y)).count }
    var seen: Set<Plot.Rule> = []
    return found.compactMap { point, rule in
      guard seen.insert(rule).inserted else { return nil }
      guard heights[rule.label, default: 1] > 1 else { return rule }
      return Plot.Rule("\(rule.label), \(point.label)", y: rule.y)
    }.prefix(limit).map { $0 }
  }

  private mutating func noteMean(interval: Bool) {
    guard let seeds = seedCounts else { return }
    notes.append("Mean over \(seeds)\(interval ? " with its 95 % interval" : "").")
  }

  /// `5 seeds`, `3 to 5 seeds`; `nil` where no setting has several.
  private var seedCounts: String? { parts.map(\.point).seedCounts }
}

extension [Point] {
  /// How many points each setting has: `5 seeds`, `3 to 5 seeds`; `nil` where none has several.
  var seedCounts: String? {
    let counts = Dictionary(grouping: self) { $0.without([Point.seedAxis]).place }.values.map(
      \.count)
    guard let least = counts.min(), let most = counts.max(), most > 1 else { return nil }
    return least == most ? "\(most) seeds" : "\(least) to \(most) seeds"
  }
}

extension Plot {
  fileprivate var barMark: Bars.Mark? {
    if case .bars(let bars)? = panels.first?.content { bars.mark } else { nil }
  }
}
