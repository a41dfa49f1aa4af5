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

  /// The same settings of all other axes, with other values on some. Of points that are not all
  /// combinations, each setting of the other axes gets all the values.
  public func replacing(_ values: [String: [Value]]) -> PointSet {
    axes.reduce(self) { set, axis in
      guard let values = values[axis] else { return set }
      var seen: Set<[Value?]> = []
      let others = axes.filter { $0 != axis }
      let settings = set.points.filter { seen.insert($0.place(on: others)).inserted }
      return PointSet(
        axes: axes,
        points: settings.flatMap { point in
          values.map { value in
            Point(point.coordinates.map { $0.axis == axis ? .init(axis, value) : $0 })
          }
        })
    }
  }

  /// The axes other than the seed.
  public var settingAxes: [String] { axes.filter { $0 != Point.seedAxis } }

  /// Those of them that have more than one value.
  public var varyingSettingAxes: [String] { settingAxes.filter { values(of: $0).count > 1 } }

  /// The settings of some of the axes, each once.
  public func on(_ axes: some Collection<String>) -> PointSet {
    let kept = self.axes.filter(axes.contains)
    var seen: Set<[Value?]> = []
    return PointSet(
      axes: kept,
      points: points.map { $0.on(kept) }.filter { seen.insert($0.place(on: kept)).inserted })
  }

  /// How many points `joined(with:)` would make.
  public func joinedCount(with other: PointSet) -> Int {
    let shared = axes.filter(other.axes.contains)
    let matches = Dictionary(grouping: other.points) { $0.place(on: shared) }.mapValues(\.count)
    return points.reduce(0) { $0 + (matches[$1.place(on: shared)] ?? 0) }
  }

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
  package func place(on axes: [String]) -> [Value?] { axes.map { self[$0]?.coordinate } }
}
