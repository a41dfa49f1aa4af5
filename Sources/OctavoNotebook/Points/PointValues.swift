import OctavoResults

/// A value at each point of a step.
public struct PointValues: Hashable, Sendable {
  public var points: PointSet
  public var type: ScalarType
  /// One for each point, `nil` of a point that failed; `nil` as a whole before the run.
  public var values: [Value?]?

  public init(_ points: PointSet, of type: ScalarType, values: [Value?]? = nil) {
    self.points = points
    self.type = type
    self.values = values
  }

  /// The value at a point that may have further axes; `nil` where there is none.
  public func value(at point: Point) -> Value? {
    guard let place = points.points.firstIndex(where: { $0.agrees(with: point) }) else {
      return nil
    }
    return values?[place]
  }

  /// Those that are there.
  var known: [Value] { values?.compactMap(\.self) ?? [] }

  /// How many points have no value although the run is over for them.
  public var missingCount: Int { values?.count { $0 == nil } ?? 0 }

  /// The value of each setting of the axes other than the seed: an estimate where it has several
  /// seeds and is a number.
  public var settings: [(setting: Point, value: ExpressionValue)] {
    points.on(points.settingAxes).points.map { setting in
      let part = filtered { $0.agrees(with: setting) }
      guard part.points.axes.contains(Point.seedAxis), part.points.points.count > 1,
        type.isNumeric, part.values != nil
      else {
        return (setting, part.dropping(points.axes).simplified)
      }
      return (setting, .estimate(Estimate(overSeeds: part.known.compactMap(\.double))))
    }
  }

  /// The points at which `isKept` holds.
  func filtered(_ isKept: (Point) -> Bool) -> PointValues {
    let kept = points.points.indices.filter { isKept(points.points[$0]) }
    return PointValues(
      PointSet(axes: points.axes, points: kept.map { points.points[$0] }), of: type,
      values: values.map { values in kept.map { values[$0] } })
  }

  /// The same points without some axes, which have one value each.
  func dropping(_ axes: some Sequence<String>) -> PointValues {
    let dropped = Set(axes)
    return PointValues(
      PointSet(
        axes: points.axes.filter { !dropped.contains($0) },
        points: points.points.map { $0.without(dropped) }), of: type, values: values)
  }

  /// The single value of points without axes; `self` otherwise.
  var simplified: ExpressionValue {
    guard points.axes.isEmpty, points.points.count == 1 else { return .points(self) }
    return values?[0].map(ExpressionValue.known) ?? .unknown(.scalar(type))
  }
}

extension PointSet {
  /// The axes and some of their values, for messages: `rate: 0.0003, 0.001; seed: 1, 2, 3`.
  package var summary: String {
    axes.map { axis in
      let values = values(of: axis).map { ValueFormat.plain($0) }
      let listed = values.prefix(6).joined(separator: ", ") + (values.count > 6 ? ", …" : "")
      return "\(axis): \(listed)"
    }.joined(separator: "; ")
  }

  /// A choice of its first point, as a notebook writes it: `[rate=0.0003, seed=1]`.
  package var exampleChoice: String {
    "["
      + (points.first?.coordinates ?? []).map { "\($0.axis)=\(ValueFormat.plain($0.value))" }
      .joined(separator: ", ") + "]"
  }
}
