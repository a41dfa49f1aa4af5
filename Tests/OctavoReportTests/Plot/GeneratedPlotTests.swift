import OctavoReport
import OctavoResults
import Testing

/// What holds of every plot, shown on hundreds that a generator makes.
@Suite struct GeneratedPlotTests {
  private func svg(_ plot: Plot, _ layout: PlotLayout) -> HTMLNode {
    PlotDrawing(plot, layout: layout).svg(identifier: "f", title: "t", description: "d")
  }

  /// By the widths that text is reckoned to have, no two labels of a plot share a place.
  @Test(arguments: 0..<300)
  func labelsStandApart(seed: Int) {
    let plot = PlotGenerator(seed: seed).plot
    for layout in [PlotLayout.wide, .narrow] {
      let boxes = TextBox.all(in: svg(plot, layout), fontSize: layout.fontSize)
      for (index, box) in boxes.enumerated() {
        for other in boxes[..<index] {
          #expect(!box.overlaps(other), "“\(box.text)” and “\(other.text)”, \(layout.name)")
        }
        #expect(box.left >= -1, "“\(box.text)” is cut off at the left")
        #expect(box.right <= layout.width + 6, "“\(box.text)” is cut off at the right")
      }
    }
  }

  /// The labels of a linear vertical axis leave no more than a fifth of the data without, those of
  /// a horizontal one no more than a quarter.
  @Test(arguments: 0..<300)
  func ticksReachTheData(seed: Int) throws {
    let plot = PlotGenerator(seed: seed).plot
    guard case .series(let series)? = plot.panels.first?.content else { return }
    let ys = plot.panels.flatMap { panel -> [Double] in
      if case .series(let series) = panel.content { series.flatMap(\.y) } else { [] }
    }.filter(\.isFinite)
    for layout in [PlotLayout.wide, .narrow] {
      let columns = layout.columns(forPanels: plot.panels.count)
      let width = (layout.width - 90) / Double(columns)
      let height = plot.panels.count == 1 ? layout.frameHeight : layout.panelHeight
      let space = PlotSpace(plot, width: width, height: height, layout: layout)
      if plot.vertical.scale == .linear, let low = ys.min(), let high = ys.max(), low < high {
        let ticks = space.verticalTicks(height: height, layout: layout).major.map(\.value)
        let slack = (high - low) * 0.2
        #expect(try #require(ticks.first) <= low + slack)
        #expect(try #require(ticks.last) >= high - slack)
        #expect(ticks.count >= 3)
      }
      let xs = series.flatMap(\.x)
      guard plot.horizontal.scale == .linear, let low = xs.min(), let high = xs.max(), low < high
      else { continue }
      let ticks = space.horizontalTicks(width: width, layout: layout).major.map(\.value)
      #expect(try #require(ticks.first) - low <= (high - low) * 0.25)
      #expect(high - (try #require(ticks.last)) <= (high - low) * 0.25)
    }
  }

  /// A pointer that rests on a bar, a dot, a cell or the place of a line's point is told its
  /// numbers.
  @Test(arguments: 0..<300)
  func everyMarkHasATitle(seed: Int) {
    let plot = PlotGenerator(seed: seed).plot
    let node = svg(plot, .wide)
    let marks = node.marks(in: ["bar", "target", "cells", "edge"])
    for mark in marks {
      let title = mark.plainTextOfTitle
      #expect(title?.isEmpty == false)
      // No number is written by its many binary digits.
      #expect(title?.contains(/\d\.\d{8}/) != true)
    }
    for panel in plot.panels {
      switch panel.content {
      case .series(let series):
        let points = series.map { one in
          one.drawable(plot.vertical.scale).count { plot.horizontal.scale.shows(one.x[$0]) }
        }
        if points.contains(where: { $0 > 0 }) {
          #expect(!marks.isEmpty || !node.marks(in: ["dot"]).isEmpty)
        }
      case .bars(let bars) where bars.groups.contains { $0.values.contains(where: \.isFinite) }:
        #expect(!marks.isEmpty || bars.mark == .points)
      case .histogram(let histogram)
      where histogram.groups.contains { $0.counts.contains { $0 > 0 } }:
        #expect(!marks.isEmpty)
      case .heatmap(let heatmap) where heatmap.values.joined().contains { $0?.isFinite == true }:
        #expect(!marks.isEmpty)
      default: break
      }
    }
  }
}

extension HTMLNode {
  fileprivate var children: [HTMLNode] {
    switch self {
    case .element(_, _, let children): children
    case .fragment(let nodes): nodes
    case .text: []
    }
  }

  private var classes: [String] {
    guard case .element(_, let attributes, _) = self else { return [] }
    return (attributes.first { $0.name == "class" }?.value ?? "").split(separator: " ")
      .map(String.init)
  }

  /// The shapes directly within groups of these classes, but for labels.
  fileprivate func marks(in names: Set<String>) -> [HTMLNode] {
    let isGroup = if case .element(.g, _, _) = self { true } else { false }
    if isGroup, !names.isDisjoint(with: classes), !classes.contains("key") {
      let shapes = children.filter {
        if case .element(let tag, _, _) = $0 { tag == .rect || tag == .path } else { false }
      }
      // Merged cells have one path a color, and blocks over them.
      return classes.contains("cells") ? shapes.filter { !$0.isPath } : shapes
    }
    return children.flatMap { $0.marks(in: names) }
  }

  private var isPath: Bool { if case .element(.path, _, _) = self { true } else { false } }

  fileprivate var plainTextOfTitle: String? {
    children.first { if case .element(.title, _, _) = $0 { true } else { false } }?.plainText
  }
}
