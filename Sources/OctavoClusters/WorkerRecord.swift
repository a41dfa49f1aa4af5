import OctavoResults

/// What came of a point on a node.
public struct WorkerRecord: Codable, Hashable, Sendable {
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
  /// The key of the result in the store; `nil` where there is none.
  public var key: String?
  /// Of a point that failed: with what the step had made before.
  public var record: StepRecord?

  public init(
    batch: Int, status: Status, reason: String? = nil, node: String, isNew: Bool,
    record: StepRecord? = nil
  ) {
    self.batch = batch
    self.status = status
    self.reason = reason
    self.node = node
    self.isNew = isNew
    self.record = record
  }
}
