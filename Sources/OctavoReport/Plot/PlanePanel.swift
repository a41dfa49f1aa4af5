import OctavoResults

/// A panel whose two axes both carry numbers: lines, points, or a histogram.
package struct PlanePanel: PanelDrawing {
  package var panel: Plot.Panel
  package var space: PlotSpace
  package var layout: PlotLayout
  package var styles: SeriesStyles
  package var height: Double
  /// The names at the ends of the lines; `nil` where a legend says them.
  package var lineLabels: LineLabels?

  package var leftGutter: Double {
    let ticks = space.verticalTicks(height: height, layout: layout)
    return (ticks.major.map { layout.textWidth($0.label) }.max() ?? 0) + 10
  }

  /// Without names there, half of the last tick's label may stand out over the frame.
  package var rightGutter: Double {
    let ticks = space.horizontalTicks(width: layout.width / 2, layout: layout)
    let half = (ticks.major.map { layout.textWidth($0.label) }.max() ?? 0) / 2
    return max(lineLabels?.width ?? 16, half)
  }

  package func bottomGutter(width: Double) -> Double { layout.lineHeight + 6 }
  package func frameSize(width: Double) -> Size { Size(width: width, height: height) }

  package func nodes(in frame: Frame, edges: PanelEdges) -> [HTMLNode] {
    guard let scales = space.scales(in: frame), hasNumbers else {
      return [EmptyNotice.node(in: frame)]
    }
    let axes = Axes(frame: frame, layout: layout)
    let verticalTicks = space.verticalTicks(height: height, layout: layout)
    let horizontalTicks = space.horizontalTicks(width: frame.width, layout: layout)
    let hasCrossGrid = scales.horizontal.kind == .logarithmic || isCloud
    var nodes = axes.vertical(scales.vertical, ticks: verticalTicks, isLabeled: edges.left)
    nodes += axes.horizontal(
      scales.horizontal, ticks: horizontalTicks, isLabeled: edges.bottom, hasGrid: hasCrossGrid)
    nodes.append(axes.zeroLine(scales.vertical))
    let marks = marks(scales)
    nodes += space.isClipping ? [clipped(marks, to: frame)] : marks
    nodes += axes.rules(
      panel.rules, scale: scales.vertical, besides: seriesMarks(scales)?.allPoints ?? [])
    if let lineLabels { nodes += lineLabels.nodes(frame: frame, scales: scales) }
    return nodes
  }

  private var hasNumbers: Bool {
    guard case .histogram(let histogram) = panel.content else { return true }
    return histogram.groups.contains { $0.counts.contains { $0 > 0 } }
  }

  private var isCloud: Bool {
    guard case .series(let series) = panel.content else { return false }
    return !series.isEmpty && series.allSatisfy { $0.mark == .points }
  }

  private func marks(_ scales: PlotSpace.Scales) -> [HTMLNode] {
    switch panel.content {
    case .series:
      seriesMarks(scales)?.nodes() ?? []
    case .histogram(let histogram):
      HistogramMarks(
        histogram: histogram, styles: styles, scales: scales,
        axes: (space.horizontal, space.vertical), layout: layout
      ).nodes()
    case .bars, .heatmap: []
    }
  }

  private func seriesMarks(_ scales: PlotSpace.Scales) -> SeriesMarks? {
    guard case .series(let series) = panel.content else { return nil }
    return SeriesMarks(
      series: series, styles: styles, scales: scales, axes: (space.horizontal, space.vertical),
      layout: layout)
  }

  /// A drawing of its own within the drawing cuts off what lies outside.
  private func clipped(_ marks: [HTMLNode], to frame: Frame) -> HTMLNode {
    HTMLTag.svg(
      .x(frame.left), .y(frame.top), .width(frame.width), .height(frame.height),
      .viewBox(x: frame.left, y: frame.top, width: frame.width, height: frame.height)
    ) { marks }
  }
}
