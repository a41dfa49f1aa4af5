import Foundation
import OctavoBase
import OctavoResults

/// The cells of a heatmap: single ones with their numbers where there is room, or merged ones, of
/// which blocks say their range.
struct HeatmapCells {
  var heatmap: Plot.Heatmap
  var colors: ColorScale
  var frame: Frame
  var cell: Size
  var layout: PlotLayout

  /// Beyond so many cells, single ones merge into one shape a color.
  private static let singleLimit = 400
  /// How many blocks of merged cells say their range.
  private static let blockLimit = 100
  private static let mostDigits = 5

  var nodes: [HTMLNode] {
    heatmap.values.reduce(0) { $0 + $1.count } > Self.singleLimit
      ? [merged, layout.hasTooltips ? blocks : .empty] : [single]
  }

  private func cellFrame(_ row: Int, _ column: Int) -> Frame {
    let left = frame.left + Double(column) * cell.width
    let top = frame.top + Double(row) * cell.height
    return Frame(left: left, top: top, right: left + cell.width, bottom: top + cell.height)
  }

  /// As many digits as tell all cells apart to a tenth of their range, or as there is room for;
  /// `nil` where there is none.
  private var digits: Int? {
    guard layout.lineHeight <= cell.height else { return nil }
    let numbers = Set(heatmap.values.joined().compactMap { $0 }.filter(\.isFinite))
    var best: Int?
    for digits in 2...Self.mostDigits {
      let texts = Set(numbers.map { colors.text($0, digits: digits) })
      guard (texts.map(layout.textWidth).max() ?? 0) + 6 <= cell.width else { break }
      best = digits
      if texts.count == numbers.count, !isCoarse(digits) { break }
    }
    return best
  }

  /// Whether the last of so many digits is more than a tenth of what the colors span.
  private func isCoarse(_ digits: Int) -> Bool {
    let greatest = max(abs(colors.lower), abs(colors.upper))
    guard greatest > 0, colors.upper > colors.lower else { return false }
    let last = Double.pow(10, floor(Double.log10(greatest)) + 1 - Double(digits))
    return last > (colors.upper / 10 - colors.lower / 10) * 1.000_001
  }

  private var single: HTMLNode {
    let digits = digits
    return HTMLTag.g(.class("cells middle")) {
      for (row, values) in heatmap.values.enumerated() {
        for (column, value) in values.enumerated() {
          if let value, value.isFinite {
            let place = cellFrame(row, column)
            HTMLTag.rect(
              .class(colors.className(value)), .x(place.left), .y(place.top), .width(place.width),
              .height(place.height)
            ) {
              if layout.hasTooltips { title(row, column, value).node }
            }
            if let digits {
              HTMLTag.textLabel(
                .class(colors.className(value)), .x(place.left + cell.width / 2),
                .y(place.top + cell.height / 2 + layout.fontSize * 0.36)
              ) { colors.text(value, digits: digits) }
            }
          }
        }
      }
    }
  }

  private var merged: HTMLNode {
    var paths = [SVGPath](repeating: SVGPath(), count: ColorScale.levelCount)
    for (row, values) in heatmap.values.enumerated() {
      let levels = values.map { $0.flatMap { $0.isFinite ? colors.level($0) : nil } }
      var start = 0
      while start < levels.count {
        var end = start + 1
        while end < levels.count && levels[end] == levels[start] { end += 1 }
        if let level = levels[start] {
          let (first, last) = (cellFrame(row, start), cellFrame(row, end - 1))
          paths[level].addRectangle(
            Frame(left: first.left, top: first.top, right: last.right, bottom: last.bottom))
        }
        start = end
      }
    }
    return HTMLTag.g(.class("cells")) {
      for (level, path) in paths.enumerated() where !path.isEmpty {
        HTMLTag.path(.class(colors.className(level: level)), .d(path))
      }
    }
  }

  /// Invisible squares over several cells each.
  private var blocks: HTMLNode {
    let width = heatmap.values.map(\.count).max() ?? 0
    var side = 2
    while blockCount(heatmap.values.count, side) * blockCount(width, side) > Self.blockLimit {
      side += 1
    }
    return HTMLTag.g(.class("target")) {
      for top in stride(from: 0, to: heatmap.values.count, by: side) {
        for left in stride(from: 0, to: width, by: side) {
          block(top..<min(top + side, heatmap.values.count), left..<min(left + side, width))
        }
      }
    }
  }

  private func blockCount(_ count: Int, _ side: Int) -> Int { (count + side - 1) / side }

  private func block(_ rows: Range<Int>, _ columns: Range<Int>) -> HTMLNode {
    let numbers = rows.flatMap { row in
      columns.compactMap {
        heatmap.values[row].indices.contains($0) ? heatmap.values[row][$0] : nil
      }
    }.filter(\.isFinite)
    guard let low = numbers.min(), let high = numbers.max() else { return .empty }
    let first = cellFrame(rows.lowerBound, columns.lowerBound)
    let last = cellFrame(rows.upperBound - 1, columns.upperBound - 1)
    let names = [
      span(heatmap.rows, rows.lowerBound, rows.upperBound - 1),
      span(heatmap.columns, columns.lowerBound, columns.upperBound - 1),
    ]
    return HTMLTag.rect(
      .x(first.left), .y(first.top), .width(last.right - first.left),
      .height(last.bottom - first.top)
    ) { MarkTitle(names, quantity.says(low, to: high)).node }
  }

  private func title(_ row: Int, _ column: Int, _ value: Double) -> MarkTitle {
    MarkTitle(
      [span(heatmap.rows, row, row), span(heatmap.columns, column, column)], quantity.says(value))
  }

  private var quantity: Plot.Axis { Plot.Axis(heatmap.quantity) }

  private func span(_ names: [String], _ first: Int, _ last: Int) -> String {
    guard names.indices.contains(first), names.indices.contains(last) else { return "" }
    return first == last ? names[first] : phrases.range(names[first], names[last])
  }
}
