import OctavoResults

/// A matrix as colored cells with the names of its rows and columns.
package struct HeatmapPanel: PanelDrawing {
  package var heatmap: Plot.Heatmap
  package var colors: ColorScale?
  package var layout: PlotLayout
  package var tallest: Double

  private static let labelShare = 0.35

  package init(_ heatmap: Plot.Heatmap, colors: ColorScale?, layout: PlotLayout) {
    self.heatmap = heatmap.pooled(limit: 128)
    self.colors = colors
    self.layout = layout
    tallest = layout.width > 500 ? 480 : 320
  }

  package var leftGutter: Double {
    let widest = heatmap.rows.map(layout.textWidth).max() ?? 0
    return min(widest, layout.width * Self.labelShare) + 10
  }

  package var rightGutter: Double { 6 }

  package func bottomGutter(width: Double) -> Double {
    heatmap.columns.isEmpty ? 0 : layout.lineHeight + 4
  }

  package func frameSize(width: Double) -> Size {
    let cell = cell(width: width)
    return Size(
      width: cell.width * Double(max(columnCount, 1)),
      height: cell.height * Double(max(heatmap.values.count, 1)))
  }

  private var columnCount: Int { heatmap.values.map(\.count).max() ?? 0 }

  /// Many rows make square cells; few rows may be wider than they are high.
  private func cell(width: Double) -> Size {
    let rows = Double(max(heatmap.values.count, 1))
    let room = width / Double(max(columnCount, 1))
    let height = min(room, 34, max(tallest / rows, 1))
    return Size(width: rows > 12 ? height : min(room, 76), height: height)
  }

  package func nodes(in frame: Frame, edges: PanelEdges) -> [HTMLNode] {
    let cell = Size(
      width: frame.width / Double(max(columnCount, 1)),
      height: frame.height / Double(max(heatmap.values.count, 1)))
    var nodes: [HTMLNode] = []
    if colors == nil { nodes.append(EmptyNotice.node(in: frame, isCentered: false)) }
    if let colors {
      nodes +=
        HeatmapCells(heatmap: heatmap, colors: colors, frame: frame, cell: cell, layout: layout)
        .nodes
    }
    if edges.left { nodes.append(rowLabels(frame, cell)) }
    if edges.bottom { nodes.append(columnLabels(frame, cell)) }
    return nodes
  }

  private func rowLabels(
    _ frame: Frame, _ cell: Size
  ) -> HTMLNode {
    let stride = max(1, Int((layout.lineHeight / cell.height).rounded(.up)))
    return HTMLTag.g(.class("end")) {
      for (row, label) in heatmap.rows.enumerated() where row.isMultiple(of: stride) {
        HTMLTag.textLabel(
          .x(frame.left - 8),
          .y(frame.top + (Double(row) + 0.5) * cell.height + layout.fontSize * 0.36)
        ) {
          TextMetrics.truncate(
            label, to: layout.width * Self.labelShare, fontSize: layout.fontSize)
        }
      }
    }
  }

  private func columnLabels(
    _ frame: Frame, _ cell: Size
  ) -> HTMLNode {
    // A label that fits stands under each column; longer ones stand under every second, third and
    // so on.
    let widest = min(heatmap.columns.map(layout.textWidth).max() ?? 0, 90) + 8
    let stride = max(1, Int((widest / cell.width).rounded(.up)))
    return HTMLTag.g(.class("middle")) {
      for (column, label) in heatmap.columns.enumerated() where column.isMultiple(of: stride) {
        HTMLTag.textLabel(
          .x(frame.left + (Double(column) + 0.5) * cell.width),
          .y(frame.bottom + 3 + layout.fontSize)
        ) {
          TextMetrics.truncate(
            label, to: cell.width * Double(stride), fontSize: layout.fontSize)
        }
      }
    }
  }
}

extension Plot.Heatmap {
  /// A matrix too large for single cells to be seen, as means of square blocks.
  package func pooled(limit: Int) -> Self {
    let columnCount = values.map(\.count).max() ?? 0
    let block = (max(values.count, columnCount) + limit - 1) / limit
    guard block > 1 else { return self }
    let blocks = { (count: Int) in stride(from: 0, to: count, by: block) }
    var result = self
    result.rows = blocks(rows.count).map { rows[$0] }
    result.columns = blocks(columns.count).map { columns[$0] }
    result.values = blocks(values.count).map { top in
      blocks(columnCount).map { left in
        let members = values[top..<min(top + block, values.count)].flatMap { row in
          row[min(left, row.count)..<min(left + block, row.count)].compactMap { $0 }
        }.filter(\.isFinite)
        return members.isEmpty ? nil : members.reduce(0) { $0 + $1 / Double(members.count) }
      }
    }
    return result
  }
}
