import OctavoBase
import OctavoResults

/// The bars of a panel with their whiskers and numbers, upright or lying.
package struct BarMarks {
  package var bars: Plot.Bars
  package var styles: SeriesStyles
  package var axis: Plot.Axis
  package var values: Scale
  package var bands: BandScale
  package var isLying: Bool
  package var saysValues: Bool
  package var layout: PlotLayout

  package func nodes() -> [HTMLNode] {
    bars.groups.enumerated().flatMap { slot, group -> [HTMLNode] in
      [
        bars.mark == .points
          ? dots(group, slot)
          : HTMLTag.g(
            .class("bar \(styles[group.name].className)")
          ) {
            for category in indices(of: group) {
              if let frame = frame(category, slot) {
                HTMLTag.rect(
                  .x(frame.left), .y(frame.top), .width(frame.width), .height(frame.height)
                ) {
                  if layout.hasTooltips { title(group, category) }
                }
              }
            }
          },
        whiskers(group, slot),
        saysValues ? numbers(group, slot) : .empty,
      ]
    }
  }

  private func dots(_ group: Plot.Bars.Group, _ slot: Int) -> HTMLNode {
    let style = styles[group.name]
    return HTMLTag.g(.class(style.dotClassName)) {
      for category in indices(of: group) {
        if let place = values.position(group.values[category]) {
          let middle = middle(category, slot)
          let point = isLying ? Point(place, middle) : Point(middle, place)
          HTMLTag.path(.d(SVGPath(mark: style.shape, at: point, radius: 4))) {
            if layout.hasTooltips { title(group, category) }
          }
        }
      }
    }
  }

  private func indices(of group: Plot.Bars.Group) -> Range<Int> {
    0..<min(group.values.count, bars.categories.count)
  }

  /// Where one bar stands; `nil` for a value that has no place.
  package func frame(_ category: Int, _ slot: Int) -> Frame? {
    guard let tip = values.clampedPosition(bars.groups[slot].values[category]) else { return nil }
    let (low, high) = (min(tip, root), max(tip, root))
    let (start, end) = edges(category, slot)
    return isLying
      ? Frame(left: low, top: start, right: high, bottom: end)
      : Frame(left: start, top: low, right: end, bottom: high)
  }

  /// A band is left free on both sides; its groups share the rest, a hair's breadth apart.
  private func edges(_ category: Int, _ slot: Int) -> (Double, Double) {
    let count = Double(max(bars.groups.count, 1))
    let widest = count == 1 ? 72.0 : 48.0
    let width = min(bands.step * 0.72 / count, widest)
    let start = bands.center(category) - width * count / 2 + Double(slot) * width
    return (start, start + max(width - (count > 1 ? 1.5 : 0), 1))
  }

  private func middle(_ category: Int, _ slot: Int) -> Double {
    let (start, end) = edges(category, slot)
    return (start + end) / 2
  }

  /// Where bars begin.
  private var root: Double { values.clampedPosition(0) ?? values.start }

  private func whiskers(_ group: Plot.Bars.Group, _ slot: Int) -> HTMLNode {
    guard let lower = group.lower, let upper = group.upper else { return .empty }
    var path = SVGPath()
    for category in indices(of: group)
    where lower.indices.contains(category) && upper.indices.contains(category) {
      guard let low = values.clampedEdge(lower[category]),
        let high = values.clampedPosition(upper[category])
      else { continue }
      let middle = middle(category, slot)
      path.addWhisker(
        from: isLying ? Point(low, middle) : Point(middle, low),
        to: isLying ? Point(high, middle) : Point(middle, high))
    }
    return path.isEmpty
      ? .empty
      : HTMLTag.path(
        .class(bars.mark == .points ? "whisker \(styles[group.name].className)" : "whisker ink"),
        .d(path))
  }

  private func numbers(_ group: Plot.Bars.Group, _ slot: Int) -> HTMLNode {
    guard isLying || numbersFit else { return .empty }
    return HTMLTag.g(.class(isLying ? "start" : "middle")) {
      for category in indices(of: group) {
        if frame(category, slot) == nil, group.isMeasured(category) {
          missing(number(group, category), category, slot)
        } else if let frame = frame(category, slot) {
          let isNegative = group.values[category] < 0
          if isLying {
            HTMLTag.textLabel(
              .class("note"), .x(frame.right + 6),
              .y((frame.top + frame.bottom) / 2 + layout.fontSize * 0.36)
            ) { number(group, category) }
          } else {
            HTMLTag.textLabel(
              .class("note"), .x((frame.left + frame.right) / 2),
              .y(isNegative ? frame.bottom + layout.fontSize + 2 : frame.top - 5)
            ) { number(group, category) }
          }
        }
      }
    }
  }

  private func number(_ group: Plot.Bars.Group, _ category: Int) -> String {
    NumberText.short(group.values[category], digits: 3)
  }

  /// Whether the numbers over the bars stand apart.
  private var numbersFit: Bool {
    let room = bars.groups.count > 1 ? edges(0, 1).0 - edges(0, 0).0 : bands.step
    return bars.groups.allSatisfy { group in
      indices(of: group).allSatisfy {
        layout.textWidth(number(group, $0)) + 3 <= room
      }
    }
  }

  /// Where the numbers of upright bars stand, so that no other label stands there.
  package var numberFrames: [Frame] {
    guard saysValues, !isLying, numbersFit else { return [] }
    return bars.groups.enumerated().flatMap { slot, group in
      indices(of: group).compactMap { category -> Frame? in
        let bar = frame(category, slot)
        let middle = middle(category, slot)
        let isBelow = group.values[category] < 0
        let half = layout.textWidth(number(group, category)) / 2 + 2
        let baseline =
          isBelow ? (bar?.bottom ?? root) + layout.fontSize + 2 : (bar?.top ?? root) - 5
        return Frame(
          left: middle - half, top: baseline - layout.fontSize, right: middle + half,
          bottom: baseline + 2)
      }
    }
  }

  /// Where upright bars and their whiskers stand.
  package var markFrames: [Frame] {
    guard !isLying else { return [] }
    return bars.groups.enumerated().flatMap { slot, group in
      indices(of: group).flatMap { category -> [Frame] in
        let middle = middle(category, slot)
        let ends = [group.lower, group.upper].compactMap { bound in
          bound.flatMap { $0.indices.contains(category) ? values.clampedEdge($0[category]) : nil }
        }
        let whisker = ends.count < 2 ? nil : ends
        let dot = bars.mark == .points ? values.clampedPosition(group.values[category]) : nil
        return [
          bars.mark == .points ? nil : frame(category, slot),
          whisker.map {
            Frame(
              left: middle - 5, top: min($0[0], $0[1]), right: middle + 5,
              bottom: max($0[0], $0[1]))
          },
          dot.map { Frame(left: middle - 5, top: $0 - 5, right: middle + 5, bottom: $0 + 5) },
        ].compactMap { $0 }
      }
    }
  }

  /// Where upright bars and whiskers end.
  package var tips: [Point] {
    markFrames.flatMap { frame in
      [frame.top, frame.bottom].map { Point((frame.left + frame.right) / 2, $0) }
    }
  }

  /// What has no bar says its number at the foot of where the bar would be.
  private func missing(_ text: String, _ category: Int, _ slot: Int) -> HTMLNode {
    let middle = middle(category, slot)
    return isLying
      ? HTMLTag.textLabel(.class("note"), .x(root + 6), .y(middle + layout.fontSize * 0.36)) {
        text
      }
      : HTMLTag.textLabel(.class("note"), .x(middle), .y(root - 5)) { text }
  }

  private func title(_ group: Plot.Bars.Group, _ category: Int) -> HTMLNode {
    MarkTitle(
      [bars.categories[category], group.name], axis.says(group.values[category]),
      MarkTitle.interval(group.lower, group.upper, category)
    ).node
  }
}

extension Plot.Bars.Group {
  /// Whether the table holds a value there, be it NaN.
  fileprivate func isMeasured(_ category: Int) -> Bool {
    !values[category].isNaN || notNumbers?.contains(category) == true
  }
}
