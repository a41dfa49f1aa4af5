import OctavoResults

/// What the values and tables of a step are called, and what is known of them.
public struct StepOutline: Hashable, Sendable {
  public var points: PointSet
  /// Of a step with axes, the values at its points.
  public var values: [String: ExpressionValue]
  /// The columns of each table; of a step with axes, those of all points together, after a column
  /// for each axis.
  public var tables: [String: [String: ExpressionValue]]
  /// Named results that are no values, to tell `${step.model}` why it cannot be.
  public var artifacts: [String]

  public init(
    points: PointSet = .single, values: [String: ExpressionValue] = [:],
    tables: [String: [String: ExpressionValue]] = [:],
    artifacts: [String] = []
  ) {
    self.points = points
    self.values = values
    self.tables = tables
    self.artifacts = artifacts
  }
}
