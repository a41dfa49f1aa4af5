/// Points of a step that were submitted together.
public struct Batch: Codable, Hashable, Sendable {
  public var step: String
  /// The points of each task, by their places among the step's points.
  public var tasks: [[Int]]
  /// How often the points have been tried, this time included.
  public var attempt: Int

  public init(step: String, tasks: [[Int]], attempt: Int) {
    self.step = step
    self.tasks = tasks
    self.attempt = attempt
  }

  /// That of the first job, which shows that the nodes see the folder.
  static let probe = Batch(step: "", tasks: [[]], attempt: 1)
  static let probeNumber = 0

  public var isProbe: Bool { step.isEmpty }
}
