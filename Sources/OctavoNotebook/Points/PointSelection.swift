import OctavoResults

/// Some of a step's points: those that a choice keeps, and those that stand where another step's
/// point does.
public struct PointSelection: Sendable {
  /// All of the step's points.
  public let all: PointSet
  /// The places in `all` of those that are kept.
  public private(set) var indices: [Int]
  /// Axes of which a single value is left, so that they tell the points apart no longer.
  public private(set) var fixedAxes: Set<String> = []
  /// Whether a choice waits for a result of the run: until then, all points that it may keep are.
  public private(set) var isPending = false

  public init(of points: PointSet) {
    all = points
    indices = Array(points.points.indices)
  }

  /// The points that are kept, without the axes that are fixed.
  public var points: PointSet {
    guard !fixedAxes.isEmpty else {
      return PointSet(axes: all.axes, points: indices.map { all.points[$0] })
    }
    var seen: Set<[Value?]> = []
    let axes = all.axes.filter { !fixedAxes.contains($0) }
    return PointSet(
      axes: axes,
      points: indices.map { all.points[$0].on(axes) }.filter {
        seen.insert($0.place(on: axes)).inserted
      })
  }

  /// Keeps the points at which an axis has one of these values.
  ///
  /// - Parameter values: `nil` where they are not known yet.
  mutating func keep(_ axis: String, _ values: [Value]?, step: String) throws(LookupFailure) {
    guard let values else {
      isPending = true
      fixedAxes.insert(axis)
      return
    }
    let kept = Set(values.map(\.coordinate))
    for value in values
    where !all.values(of: axis).contains(where: { $0.coordinate == value.coordinate }) {
      throw LookupFailure(
        .emptyChoice, at: 0,
        "`\(step)` has no point with \(axis) \(ValueFormat.plain(value)) (\(all.summary))")
    }
    indices.removeAll { !kept.contains(all.points[$0][axis]?.coordinate ?? .text("")) }
    if kept.count == 1 { fixedAxes.insert(axis) }
    guard !indices.isEmpty else {
      throw LookupFailure(
        .emptyChoice, at: 0, "`\(step)` has no point with all that is chosen (\(all.summary))")
    }
  }

  /// Keeps the points that agree with a point on the axes which both have.
  package mutating func align(with point: Point, step: String) throws(LookupFailure) {
    let shared = point.coordinates.filter {
      all.axes.contains($0.axis) && !fixedAxes.contains($0.axis)
    }
    guard !shared.isEmpty else { return }
    let place = Point(shared)
    indices.removeAll { !all.points[$0].agrees(with: place) }
    fixedAxes.formUnion(shared.map(\.axis))
    guard !indices.isEmpty else {
      throw LookupFailure(
        .disjointPoints, at: 0, "`\(step)` has no point at \(place.phrase) (\(all.summary))",
        remedy: "give both steps the same values of `\(shared[0].axis)`, or choose a point")
    }
  }
}

extension ExpressionValue {
  /// What is left of a step's value or column when some of its points are taken.
  func selected(_ selection: PointSelection) -> ExpressionValue {
    guard selection.all.hasAxes, case .points(let values) = self else { return self }
    if selection.isPending {
      return PointValues(selection.points, of: values.type).simplified
    }
    let kept = Set(selection.indices)
    return PointValues(
      PointSet(
        axes: values.points.axes, points: selection.indices.map { values.points.points[$0] }),
      of: values.type,
      values: values.values.map { all in all.indices.filter(kept.contains).map { all[$0] } }
    ).dropping(selection.fixedAxes).simplified
  }

  /// What is left of a column of a step's tables, which have a column for each axis.
  func selected(
    _ selection: PointSelection, rowsOf table: [String: ExpressionValue]
  ) -> ExpressionValue {
    let all = selection.all
    guard selection.indices.count < all.points.count, case .column(let cells, let type) = self
    else { return self }
    let coordinates = all.axes.map { axis -> [Value?] in
      if case .column(let cells, _)? = table[axis] { cells } else { [] }
    }
    guard coordinates.allSatisfy({ $0.count == cells.count }) else { return self }
    let kept = Set(selection.indices.map { all.points[$0].place(on: all.axes) })
    let rows = cells.indices.filter { row in
      kept.contains(coordinates.map { $0[row]?.coordinate })
    }
    return .column(rows.map { cells[$0] }, of: type)
  }
}
