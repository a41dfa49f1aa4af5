import OctavoBase
import OctavoResults

/// Bars of named categories: upright, or lying where the names are too long to stand below them.
package struct BarPanel: PanelDrawing {
  package var panel: Plot.Panel
  package var bars: Plot.Bars
  package var space: PlotSpace
  package var layout: PlotLayout
  package var styles: SeriesStyles
  package var height: Double
  package var isLying: Bool

  private static let labelShare = 0.36
  private static let labelLines = 2
  /// How many lines of names of rules stand above bars that lie.
  private static let ruleRows = 6

  /// Whether some name does not fit below an upright bar, in a frame of that width.
  package static func mustLie(_ bars: Plot.Bars, width: Double, layout: PlotLayout) -> Bool {
    let room = width / Double(max(bars.categories.count, 1)) - 6
    return bars.categories.contains { wrapped($0, to: room, layout) == nil }
  }

  private static func wrapped(_ name: String, to room: Double, _ layout: PlotLayout) -> [String]? {
    TextMetrics.wrap(name, to: room, lines: labelLines, fontSize: layout.fontSize)
  }

  package var leftGutter: Double {
    let labels =
      isLying
      ? bars.categories.flatMap(sideLabel)
      : space.verticalTicks(height: height, layout: layout).major.map(\.label)
    return (labels.map(layout.textWidth).max() ?? 0) + 10
  }

  package var rightGutter: Double {
    guard isLying, let limits = space.verticalLimits else { return 16 }
    let ticks = Axes.horizontalTicks(
      space.vertical.scale, over: limits, width: layout.width / 2, layout: layout,
      isIntegral: false)
    let half = (ticks.major.map { layout.textWidth($0.label) }.max() ?? 0) / 2
    let numbers =
      saysValues ? (allValues.map { layout.textWidth(NumberText.short($0)) }.max() ?? 0) + 8 : 0
    return max(16, half, numbers)
  }

  package func bottomGutter(width: Double) -> Double {
    guard !isLying else { return layout.lineHeight + 6 }
    let room = width / Double(max(bars.categories.count, 1)) - 6
    let lines = bars.categories.map { Self.wrapped($0, to: room, layout)?.count ?? 1 }.max() ?? 1
    return Double(lines) * layout.lineHeight + 4 + numbersBelow
  }

  /// The room that numbers under bars below zero need over the names of the categories.
  private var numbersBelow: Double {
    saysValues && !isLying && allValues.contains { $0 < 0 } ? layout.lineHeight : 0
  }

  package var topGutter: Double {
    guard isLying else {
      return saysValues || !panel.rules.isEmpty ? layout.lineHeight : 0
    }
    return Double(min(panel.rules.count, Self.ruleRows)) * layout.lineHeight
  }

  package func frameSize(width: Double) -> Size {
    guard isLying else { return Size(width: width, height: height) }
    let lines = bars.categories.map { sideLabel($0).count }.max() ?? 1
    let band = max(
      Double(bars.groups.count) * 16 + 10, Double(lines) * layout.lineHeight + 8)
    return Size(width: width, height: Double(max(bars.categories.count, 1)) * band)
  }

  private func sideLabel(_ name: String) -> [String] {
    let room = layout.width * Self.labelShare
    return Self.wrapped(name, to: room, layout)
      ?? [TextMetrics.truncate(name, to: room, fontSize: layout.fontSize)]
  }

  package func nodes(in frame: Frame, edges: PanelEdges) -> [HTMLNode] {
    guard let limits = space.verticalLimits, !allValues.isEmpty else {
      return [EmptyNotice.node(in: frame)]
    }
    let axes = Axes(frame: frame, layout: layout)
    let scale =
      isLying
      ? Scale(space.vertical.scale, domain: limits, start: frame.left, end: frame.right)
      : Scale(space.vertical.scale, domain: limits, start: frame.bottom, end: frame.top)
    let bands =
      isLying
      ? BandScale(count: bars.categories.count, start: frame.top, end: frame.bottom)
      : BandScale(count: bars.categories.count, start: frame.left, end: frame.right)
    let marks = BarMarks(
      bars: bars, styles: styles, axis: space.vertical, values: scale, bands: bands,
      isLying: isLying, saysValues: saysValues, layout: layout)
    var nodes: [HTMLNode] = []
    if isLying {
      let ticks = Axes.horizontalTicks(
        scale.kind, over: limits, width: frame.width, layout: layout, isIntegral: false)
      nodes += axes.horizontal(scale, ticks: ticks, isLabeled: edges.bottom, hasGrid: true)
    } else {
      let ticks = space.verticalTicks(height: height, layout: layout)
      nodes += axes.vertical(scale, ticks: ticks, isLabeled: edges.left)
    }
    nodes += marks.nodes()
    nodes.append(baseline(frame, scale))
    nodes.append(isLying ? sideLabels(frame, bands) : bottomLabels(frame, bands))
    nodes +=
      isLying
      ? uprightRules(frame, scale)
      : axes.rules(
        panel.rules, scale: scale, besides: marks.tips, taken: marks.numberFrames,
        avoiding: marks.markFrames, above: layout.lineHeight)
    return nodes
  }

  /// Few bars say their numbers themselves.
  private var saysValues: Bool {
    allValues.count <= 12 && bars.mark != .points
      && bars.groups.allSatisfy { $0.lower == nil && $0.upper == nil }
  }

  private var allValues: [Double] { bars.groups.flatMap(\.values).filter(\.isFinite) }

  private func baseline(_ frame: Frame, _ scale: Scale) -> HTMLNode {
    let zero = scale.clampedPosition(0) ?? scale.start
    let path =
      isLying
      ? SVGPath(from: Point(zero, frame.top), to: Point(zero, frame.bottom))
      : SVGPath(from: Point(frame.left, zero), to: Point(frame.right, zero))
    return HTMLTag.path(.class("axis"), .d(path))
  }

  private func bottomLabels(_ frame: Frame, _ bands: BandScale) -> HTMLNode {
    HTMLTag.g(.class("middle")) {
      for (index, name) in bars.categories.enumerated() {
        let room = bands.step - 6
        let lines =
          Self.wrapped(name, to: room, layout)
          ?? [TextMetrics.truncate(name, to: room, fontSize: layout.fontSize)]
        for (line, text) in lines.enumerated() {
          HTMLTag.textLabel(
            .x(bands.center(index)),
            .y(frame.bottom + numbersBelow + 4 + layout.fontSize + Double(line) * layout.lineHeight)
          ) { text }
        }
      }
    }
  }

  private func sideLabels(_ frame: Frame, _ bands: BandScale) -> HTMLNode {
    HTMLTag.g(.class("end")) {
      for (index, name) in bars.categories.enumerated() {
        let lines = sideLabel(name)
        for (line, text) in lines.enumerated() {
          let offset = (Double(line) - Double(lines.count - 1) / 2) * layout.lineHeight
          HTMLTag.textLabel(
            .x(frame.left - 8), .y(bands.center(index) + offset + layout.fontSize * 0.36)
          ) { text }
        }
      }
    }
  }

  /// Each rule has its name in a line of its own; beyond some, rules have none.
  private func uprightRules(_ frame: Frame, _ scale: Scale) -> [HTMLNode] {
    panel.rules.enumerated().flatMap { row, rule -> [HTMLNode] in
      guard let x = scale.position(rule.y), (frame.left...frame.right).contains(x) else {
        return []
      }
      let label = TextMetrics.truncate(
        rule.label, to: max(frame.right - x, x - frame.left), fontSize: layout.fontSize)
      let isRoomRight = x + layout.textWidth(label) < frame.right + 6
      return [
        HTMLTag.path(
          .class("rule"), .d(SVGPath(from: Point(x, frame.top), to: Point(x, frame.bottom)))
        ) {
          if layout.hasTooltips { MarkTitle([rule.label], NumberText.short(rule.y)).node }
        },
        row >= Self.ruleRows
          ? .empty
          : HTMLTag.g(.class(isRoomRight ? "start" : "end")) {
            HTMLTag.textLabel(
              .class("note"), .x(isRoomRight ? x - 2 : x + 2),
              .y(frame.top - 5 - Double(row) * layout.lineHeight)
            ) { label }
          },
      ]
    }
  }
}
