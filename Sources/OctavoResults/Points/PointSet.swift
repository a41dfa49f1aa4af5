/// The points of a step, all with the same axes.
public struct PointSet: Hashable, Codable, Sendable {
  public let axes: [String]
  /// In the order in which they were written.
  public let points: [Point]

  /// That of a step without axes.
  public static let single = PointSet(axes: [], points: [Point()])

  /// - Precondition: every point has exactly these axes, in this order.
  public init(axes: [String], points: [Point]) {
    self.axes = axes
    self.points = points
  }

  /// Every combination of the values of some axes; the last axis varies fastest.
  public init(crossing axes: [(name: String, values: [Value])]) {
    self.axes = axes.map(\.name)
    points = axes.reduce([Point()]) { points, axis in
      points.flatMap { point in
        axis.values.map { Point(point.coordinates + [.init(axis.name, $0)]) }
      }
    }
  }

  public var hasAxes: Bool { !axes.isEmpty }

  /// The values that an axis takes, each once, in the order of first appearance.
  public func values(of axis: String) -> [Value] {
    var seen: Set<Value> = []
    return points.compactMap { $0[axis] }.filter { seen.insert($0.coordinate).inserted }
  }

  /// The axes other than the seed.
  public var settingAxes: [String] { axes.filter { $0 != Point.seedAxis } }

  /// Every pair of points that agree on the axes which both have: inputs that share an axis meet at
  /// equal values, and axes of one alone are crossed.
  public func joined(with other: PointSet) -> PointSet {
    let shared = axes.filter(other.axes.contains)
    let matches = Dictionary(grouping: other.points) { $0.place(on: shared) }
    return PointSet(
      axes: axes + other.axes.filter { !shared.contains($0) },
      points: points.flatMap { point in
        (matches[point.place(on: shared)] ?? []).map(point.joined)
      })
  }
}

extension Point {
  /// Where the point stands on some of its axes.
  fileprivate func place(on axes: [String]) -> [Value?] { axes.map { self[$0]?.coordinate } }
}
