/// Finds places for labels along lines across a frame: at either end, above or below the line, or
/// else between the ends, wherever no other label stands and the points are farthest.
struct LabelPlaces {
  var frame: Frame
  var layout: PlotLayout
  var points: [Point]
  /// Where labels stand.
  var taken: [Frame]
  /// What labels cover only where there is no place beside.
  var marks: [Frame] = []
  /// How far above the frame labels may stand.
  var roomAbove = 0.0

  private static let inset = 6.0
  /// How far beside a label a point still counts as near.
  private static let reach = 14.0
  /// How many places between the ends are tried.
  private static let steps = 6

  /// Where the label's baseline begins; `nil` where there is no room.
  mutating func take(_ label: String, along y: Double) -> Point? {
    let width = layout.textWidth(label)
    let (left, right) = (frame.left + Self.inset, frame.right - Self.inset - width)
    let inner = (1..<Self.steps).map { left + (right - left) * Double($0) / Double(Self.steps) }
    let above = y - 5
    let below = y + layout.fontSize + 2
    let baselines = [above, below].filter {
      $0 - layout.fontSize > frame.top - 2 - roomAbove && $0 < frame.bottom - 2
    }
    for (obstacles, ends) in [marks, []].flatMap({ marks in
      [[left, right], inner].map { (taken + marks, $0) }
    }) {
      for baseline in baselines {
        let free = ends.map { Point($0, baseline) }.filter { place in
          !obstacles.contains { $0.overlaps(box(at: place, width)) }
        }
        let best = free.max { clearance($0, width) < clearance($1, width) }
        guard let best else { continue }
        // Of two that are equally good the first is the one at the left.
        let chosen = free.first { clearance($0, width) >= clearance(best, width) } ?? best
        taken.append(box(at: chosen, width))
        return chosen
      }
    }
    return nil
  }

  private func box(at place: Point, _ width: Double) -> Frame {
    Frame(
      left: place.x - 2, top: place.y - layout.fontSize, right: place.x + width + 2,
      bottom: place.y + 2)
  }

  /// How far the nearest of the points is from where a label would be.
  private func clearance(_ place: Point, _ width: Double) -> Double {
    let range = place.x - Self.reach...place.x + width + Self.reach
    return points.filter { range.contains($0.x) }.map { abs($0.y - place.y + 4) }.min() ?? .infinity
  }
}

extension Frame {
  func overlaps(_ other: Frame) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
