import OctavoNotebook
import OctavoResults

/// Computes points of a run elsewhere, such as on the nodes of a cluster, into the store that the run
/// reads. What it does not take on is computed here.
public protocol PointExecutor: AnyObject, Sendable {
  /// Whether it takes on the points of a step.
  func takes(_ step: PlannedStep) -> Bool

  /// Starts work on points, which it begins as soon as what they need is there.
  ///
  /// - Parameter onChange: called from any thread whenever a point's state changes; `.ended` and
  ///   `.failed` are the last.
  func begin(
    _ points: [PointReference],
    onChange: @escaping @Sendable (PointReference, PointState) -> Void)
}

/// How far a point is that is computed elsewhere.
public enum PointState: Hashable, Sendable {
  /// On a node, or whatever runs it, of this name.
  case running(on: String)
  /// The store has its result.
  ///
  /// - Parameter isNew: whether it was computed for this run.
  case ended(isNew: Bool)
  /// Nothing more comes of it.
  case failed(PointFailure)
}

/// Why a point has no result that was computed elsewhere.
public struct PointFailure: Error, Hashable, CustomStringConvertible {
  public let description: String
  /// What was recorded there, with what the step had made before it failed.
  public let record: StepRecord?

  public init(_ description: String, record: StepRecord? = nil) {
    self.description = description
    self.record = record
  }
}

extension PointState {
  /// Why there is no result, where the store has none.
  var failure: PointFailure {
    switch self {
    case .failed(let failure): failure
    case .running, .ended:
      PointFailure(
        "its result, which was computed elsewhere, is not in the store: something that it depends on, "
          + "such as a file, may have changed since it was submitted; run the notebook again")
    }
  }
}
