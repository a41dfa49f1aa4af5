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

/// What came of a point on a node.
public struct PointRecord: Codable, Hashable, Sendable {
  public enum Status: String, Codable, Sendable {
    case done, failed
    /// Something that it needs was not there.
    case skipped
  }

  /// In which it was submitted.
  public var batch: Int
  public var status: Status
  /// Why there is no result.
  public var reason: String?
  /// The node's name.
  public var node: String
  /// Whether it was computed then, and not before.
  public var isNew: Bool

  public init(batch: Int, status: Status, reason: String? = nil, node: String, isNew: Bool) {
    self.batch = batch
    self.status = status
    self.reason = reason
    self.node = node
    self.isNew = isNew
  }
}
