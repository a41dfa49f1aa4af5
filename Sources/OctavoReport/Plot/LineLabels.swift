import OctavoResults

/// The names of lines, written beside their ends so that no legend has to be looked up.
package struct LineLabels {
  package struct Entry: Hashable, Sendable {
    package var name: String
    package var style: SeriesStyle
    fileprivate var x: Double
    fileprivate var y: Double
  }

  private let entries: [Entry]
  private let layout: PlotLayout

  /// `nil` where names at the ends would not serve: too many or too long, or lines that end in the
  /// middle of the plot.
  package init?(
    _ series: [Plot.Series], space: PlotSpace, styles: SeriesStyles, height: Double,
    layout: PlotLayout
  ) {
    guard let limits = space.horizontalLimits, !space.isClipping else { return nil }
    var entries: [Entry] = []
    for one in series where one.mark != .points {
      guard let last = one.drawable(space.vertical.scale).last else { continue }
      entries.append(
        Entry(name: one.name, style: styles[one.name], x: one.x[last], y: one.y[last]))
    }
    let scale = Scale(space.horizontal.scale, domain: limits, start: 0, end: 1)
    let endsAtEdge = entries.allSatisfy { (scale.position($0.x) ?? 0) > 0.85 }
    let isSpeaking = entries.count > 1 || entries.contains { $0.name != space.vertical.label }
    guard endsAtEdge, isSpeaking, entries.count == series.count, entries.count <= Self.limit,
      Double(entries.count) * layout.lineHeight <= height,
      entries.allSatisfy({ layout.textWidth($0.name) <= layout.lineLabelLimit })
    else { return nil }
    self.entries = entries
    self.layout = layout
  }

  /// Beyond so many, a name is found sooner in a legend than beside its line.
  private static let limit = 8
  private static let leaderLength = 22.0

  package var width: Double {
    (entries.map { layout.textWidth($0.name) }.max() ?? 0) + Self.leaderLength + 4
  }

  package func nodes(frame: Frame, scales: PlotSpace.Scales) -> [HTMLNode] {
    let ends = entries.map {
      Point(
        scales.horizontal.clampedPosition($0.x) ?? frame.right,
        scales.vertical.clampedPosition($0.y) ?? frame.bottom)
    }
    let heights = Self.spread(
      ends.map(\.y), distance: layout.lineHeight, within: frame.top...frame.bottom)
    return zip(entries, zip(ends, heights)).flatMap { entry, place -> [HTMLNode] in
      let (end, height) = place
      var leader = SVGPath(from: end, to: Point(max(end.x, frame.right) + 4, end.y))
      leader.line(to: Point(frame.right + Self.leaderLength - 4, height))
      return [
        HTMLTag.path(.class("leader \(entry.style.className)"), .d(leader)),
        HTMLTag.g(.class(entry.style.dotClassName)) {
          HTMLTag.path(.d(SVGPath(mark: entry.style.shape, at: end, radius: 3.5)))
        },
        HTMLTag.textLabel(
          .class("name"), .x(frame.right + Self.leaderLength), .y(height + layout.fontSize * 0.36)
        ) { entry.name },
      ]
    }
  }

  /// The nearest heights to the given ones that keep a distance and their order: neighbors that
  /// would overlap form a block around the mean of what they asked for.
  package static func spread(
    _ wanted: [Double], distance: Double, within bounds: ClosedRange<Double>
  ) -> [Double] {
    struct Block {
      var members: [Int]
      var center: Double
    }
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var blocks: [Block] = []
    for index in order {
      var block = Block(members: [index], center: wanted[index])
      func settle() {
        let half = Double(block.members.count - 1) * distance / 2
        let mean = block.members.map { wanted[$0] }.reduce(0, +) / Double(block.members.count)
        block.center = max(min(mean, bounds.upperBound - half), bounds.lowerBound + half)
      }
      settle()
      while let last = blocks.last {
        let reach = Double(last.members.count + block.members.count) * distance / 2
        guard block.center - last.center < reach else { break }
        blocks.removeLast()
        block.members = last.members + block.members
        settle()
      }
      blocks.append(block)
    }
    var result = wanted
    for block in blocks {
      let top = block.center - Double(block.members.count - 1) * distance / 2
      for (offset, index) in block.members.enumerated() {
        result[index] = top + Double(offset) * distance
      }
    }
    return result
  }
}
