import OctavoResults

/// A step at one of its points: what a run works on at a time.
public struct RunTask: Hashable, Sendable {
  public let step: String
  public let operation: String
  public let point: Point
  /// Its place among those that this run works on, counted from 1, and how many these are; 0 for a
  /// task that the run only skips.
  public let number: Int
  public let count: Int

  public init(step: String, operation: String, point: Point, number: Int, count: Int) {
    self.step = step
    self.operation = operation
    self.point = point
    self.number = number
    self.count = count
  }

  /// `learn`, or `learn (rate 0.001, seed 2)`.
  public var name: String {
    point.coordinates.isEmpty ? step : "\(step) (\(point.phrase))"
  }

  /// What tells one task of a run from another.
  struct Place: Hashable {
    let step: String
    let point: Point
  }

  var place: Place { Place(step: step, point: point) }
}
