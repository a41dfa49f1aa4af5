/// What came of a step at one of its points.
public struct PointRecord: Hashable, Codable, Sendable {
  public var point: Point
  public var status: StepRecord.Status
  public var values: [String: Value]
  public var tables: [String: Table]
  public var warnings: [StepWarning]

  public init(
    point: Point, status: StepRecord.Status, values: [String: Value] = [:],
    tables: [String: Table] = [:], warnings: [StepWarning] = []
  ) {
    self.point = point
    self.status = status
    self.values = values
    self.tables = tables
    self.warnings = warnings
  }
}

extension StepRecord {
  /// Where the step was to run.
  public var pointSet: PointSet {
    points.isEmpty
      ? .single : PointSet(axes: points.first?.point.axes ?? [], points: points.map(\.point))
  }

  /// The points at which the step is done.
  public var donePoints: [PointRecord] { points.filter { $0.status == .done } }

  /// The table of this name: of a step with axes, that of all points together, after a column for
  /// each axis.
  public func table(_ name: String) -> Table? {
    guard !points.isEmpty else { return tables[name] }
    let parts = donePoints.compactMap { point in
      point.tables[name].map { (point: point.point, table: $0) }
    }
    return parts.isEmpty ? nil : Table(joining: parts)
  }

  /// What notebooks call the table with a row for each point.
  public static let pointsTableName = "points"

  /// A row for each point: its coordinates, then its values.
  public var pointsTable: Table {
    let names = Set(points.flatMap(\.values.keys)).sorted()
    return Table(
      pointSet.axes.map { axis in Table.Column(axis, donePoints.map { $0.point[axis] }) }
        + names.map { name in Table.Column(name, donePoints.map { $0.values[name] }) })
  }
}
