import OctavoResults

/// A plot as SVG, in one layout: a key or legend on top, then the panels in a grid, then the name
/// of the horizontal axis.
package struct PlotDrawing {
  private let plot: Plot
  private let layout: PlotLayout
  private let colors: ColorScale?
  private let panels: [any PanelDrawing]
  private let sharesLeftLabels: Bool
  private let sharesBottomLabels: Bool
  private let isLying: Bool
  /// The room beside every frame that labels take.
  private let gutters: (left: Double, right: Double)
  /// As many panels in a row as have room beside their labels.
  private let columnCount: Int
  private let legend: Legend?

  /// - Parameter keys: The styles of the whole report; without them, those of the plot alone.
  package init(_ plot: Plot, layout: PlotLayout, keys: KeyStyles? = nil) {
    self.plot = plot
    self.layout = layout
    let styles = SeriesStyles(plot, keys: keys ?? KeyStyles([plot]))
    let isSingle = plot.panels.count <= 1
    let height = isSingle ? layout.frameHeight : layout.panelHeight
    let roughWidth =
      (layout.width - 60)
      / Double(layout.columns(forPanels: plot.panels.count, wanted: plot.columns))
    let space = PlotSpace(
      plot, width: roughWidth - (isSingle ? plot.roomForNames(layout) : 16), height: height,
      layout: layout)
    let isLying = plot.panels.contains { panel in
      guard case .bars(let bars) = panel.content else { return false }
      return BarPanel.mustLie(bars, width: roughWidth - 16, layout: layout)
    }
    let colors = ColorScale(heatmaps: plot.heatmaps)
    var lineLabels: LineLabels?
    if isSingle, case .series(let series)? = plot.panels.first?.content {
      lineLabels = LineLabels(
        series, space: space, styles: styles, height: height, layout: layout)
    }
    panels = plot.panels.map { panel -> any PanelDrawing in
      switch panel.content {
      case .series, .histogram:
        PlanePanel(
          panel: panel, space: space, layout: layout, styles: styles, height: height,
          lineLabels: lineLabels)
      case .bars(let bars):
        BarPanel(
          panel: panel, bars: bars, space: space, layout: layout, styles: styles, height: height,
          isLying: isLying)
      case .heatmap(let heatmap):
        HeatmapPanel(heatmap, colors: colors, layout: layout)
      }
    }
    self.colors = colors
    self.isLying = isLying
    let gutters = (
      left: panels.map(\.leftGutter).max() ?? 0, right: panels.map(\.rightGutter).max() ?? 0
    )
    self.gutters = gutters
    let wanted = layout.columns(forPanels: panels.count, wanted: plot.columns)
    let shared = plot.heatmaps.isEmpty && !isLying
    sharesLeftLabels = shared
    columnCount =
      (1...wanted).last {
        Self.frameWidth(columns: $0, gutters, shared: shared, layout) >= layout.leastFrameWidth
      } ?? 1
    sharesBottomLabels = panels.allSatisfy { $0 is PlanePanel }
    legend =
      styles.names.count > 1 && lineLabels == nil
      ? Legend(
        styles: styles, samples: styles.names.map(plot.legendSample), layout: layout,
        width: layout.width) : nil
  }

  /// - Parameters:
  ///   - identifier: Unique in the page.
  ///   - title: What the plot shows, in a few words.
  ///   - description: What can be seen in it.
  package func svg(identifier: String, title: String, description: String) -> HTMLNode {
    let (nodes, height) = content()
    return HTMLTag.svg(
      .class(layout.name), .viewBox(width: layout.width, height: height), .role("img"),
      .ariaLabeledBy("\(identifier)-t \(identifier)-d")
    ) {
      HTMLTag.title(.id("\(identifier)-t")) { title }
      HTMLTag.desc(.id("\(identifier)-d")) { description }
      nodes
    }
  }

  /// A file of its own, with the colors of the page.
  package func file(title: String, description: String) -> String {
    let (nodes, height) = content()
    let size: [HTMLAttribute] = [
      .viewBox(width: layout.width, height: height), .width(layout.width), .height(height),
    ]
    return HTMLWriter.fragment(
      .element(
        .svg,
        [
          HTMLAttribute("xmlns", "http://www.w3.org/2000/svg"), .class("plot"), .role("img"),
          .ariaLabeledBy("t d"),
        ] + size,
        [
          HTMLTag.title(.id("t")) { title }, HTMLTag.desc(.id("d")) { description },
          HTMLTag.style { StyleSheet.plotFileRules },
          .element(.svg, [.class(layout.name)] + size, nodes),
        ])) + "\n"
  }

  private var topTitle: String { isLying ? plot.horizontal.title : plot.vertical.title }
  private var bottomTitle: String { isLying ? plot.vertical.title : plot.horizontal.title }

  private func content() -> (nodes: [HTMLNode], height: Double) {
    var nodes: [HTMLNode] = []
    var bottom = 0.0
    var offset = 0.0
    if let legend {
      nodes += legend.nodes()
      offset = legend.height
    } else if let colors, let quantity = plot.heatmaps.first?.quantity {
      let key = ColorKey(scale: colors, quantity: quantity, layout: layout)
      nodes += key.nodes()
      offset = key.height
    }
    if !topTitle.isEmpty {
      nodes.append(
        HTMLTag.textLabel(.class("title"), .x(0), .y(offset + layout.fontSize)) { topTitle })
      offset += layout.lineHeight + 6
    }
    let frames = frames(from: offset + 4, bottom: &bottom)
    for (index, panel) in panels.enumerated() {
      let frame = frames[index]
      let title = titleLines(of: index, width: frame.width)
      for (line, text) in title.enumerated() {
        let above = 8 + gutterAbove(index) + Double(title.count - 1 - line) * layout.lineHeight
        nodes.append(
          HTMLTag.textLabel(.class("panel"), .x(frame.left), .y(frame.top - above)) { text })
      }
      nodes += panel.nodes(in: frame, edges: edges(of: index))
    }
    if !bottomTitle.isEmpty, let first = frames.first, let last = frames.map(\.right).max() {
      nodes.append(
        HTMLTag.g(.class("middle")) {
          HTMLTag.textLabel(
            .class("title"), .x((first.left + last) / 2), .y(bottom + layout.fontSize)
          ) { bottomTitle }
        })
      bottom += layout.lineHeight + 2
    }
    return (nodes, bottom + 2)
  }

  private static func gutterBetween(
    _ gutters: (left: Double, right: Double), shared: Bool
  ) -> Double {
    shared ? 38 : gutters.left + gutters.right + 8
  }

  private static func frameWidth(
    columns: Int, _ gutters: (left: Double, right: Double), shared: Bool, _ layout: PlotLayout
  ) -> Double {
    let between = Double(columns - 1) * gutterBetween(gutters, shared: shared)
    return (layout.width - gutters.left - gutters.right - between) / Double(columns)
  }

  /// The room above the frames of a panel's row.
  private func gutterAbove(_ index: Int) -> Double {
    let start = index / columnCount * columnCount
    return panels[start..<min(start + columnCount, panels.count)].map(\.topGutter).max() ?? 0
  }

  /// A panel's title in one line or two; a longer one is cut off.
  private func titleLines(of index: Int, width: Double) -> [String] {
    guard let title = plot.panels[index].title else { return [] }
    // Bold letters are wider than those that are measured.
    let room = width * 0.93
    return TextMetrics.wrap(title, to: room, lines: 2, fontSize: layout.fontSize)
      ?? [TextMetrics.truncate(title, to: room, fontSize: layout.fontSize)]
  }

  private func edges(of index: Int) -> PanelEdges {
    PanelEdges(
      left: !sharesLeftLabels || index.isMultiple(of: columnCount),
      bottom: !sharesBottomLabels || index + columnCount >= panels.count)
  }

  /// Where each panel's frame lies, row by row.
  private func frames(from top: Double, bottom: inout Double) -> [Frame] {
    let left = gutters.left
    let between = Self.gutterBetween(gutters, shared: sharesLeftLabels)
    let width = max(
      Self.frameWidth(columns: columnCount, gutters, shared: sharesLeftLabels, layout), 20)
    var frames: [Frame] = []
    var y = top
    for start in stride(from: 0, to: panels.count, by: columnCount) {
      let row = start..<min(start + columnCount, panels.count)
      let lines = row.map { titleLines(of: $0, width: width).count }.max() ?? 0
      if lines > 0 { y += Double(lines) * layout.lineHeight + 6 }
      y += gutterAbove(start)
      let sizes = row.map { panels[$0].frameSize(width: width) }
      for (column, size) in sizes.enumerated() {
        let x = left + Double(column) * (width + between)
        frames.append(Frame(left: x, top: y, right: x + size.width, bottom: y + size.height))
      }
      let gutter = row.filter { edges(of: $0).bottom }.map {
        panels[$0].bottomGutter(width: width)
      }
      y += (sizes.map(\.height).max() ?? 0) + (gutter.max() ?? 0)
      bottom = y
      y += 14
    }
    return frames
  }
}

extension Plot {
  package var heatmaps: [Heatmap] {
    panels.compactMap { if case .heatmap(let heatmap) = $0.content { heatmap } else { nil } }
  }

  /// The room that names at the ends of lines may take beside the only panel.
  fileprivate func roomForNames(_ layout: PlotLayout) -> Double {
    guard case .series(let series)? = panels.first?.content, series.count > 1 else { return 0 }
    let widest = series.map { layout.textWidth($0.name) }.max() ?? 0
    return widest <= layout.lineLabelLimit ? widest : 0
  }

  private var hasPointsForBars: Bool {
    panels.contains { panel in
      if case .bars(let bars) = panel.content { bars.mark == .points } else { false }
    }
  }

  /// How the series of a name is drawn, in all panels.
  fileprivate func legendSample(of name: String) -> Legend.Sample {
    let marks = panels.flatMap { panel -> [Series.Mark] in
      guard case .series(let series) = panel.content else { return [] }
      return series.filter { $0.name == name }.map(\.mark)
    }
    if marks.isEmpty { return hasPointsForBars ? .marks : .area }
    if marks.allSatisfy({ $0 == .line }) { return .line }
    return marks.allSatisfy { $0 == .points } ? .marks : .lineAndMarks
  }
}

extension ColorScale {
  /// One scale for all, so that equal colors are equal numbers.
  fileprivate init?(heatmaps: [Plot.Heatmap]) {
    self.init(
      values: heatmaps.flatMap { $0.values.joined().compactMap { $0 } },
      isDiverging: heatmaps.contains(where: \.diverging))
  }
}
