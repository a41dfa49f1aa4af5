import Foundation
import OctavoResults

/// What a running step has at hand besides its options and inputs.
public struct StepContext {
  /// Derived from the notebook's seed, the step's name and its point's `seed`.
  public var seed: UInt64 {
    guard let ownSeed else {
      preconditionFailure("an operation that uses its seed declares `drawsRandomNumbers`")
    }
    return ownSeed
  }

  private let ownSeed: UInt64?
  private let onProgress: (StepProgress) -> Void
  private let onWarning: (StepWarning) -> Void
  private let onIteration: (Double) -> Void
  private let isCancelled: () -> Bool
  private let checkpoint: Checkpoint?

  public init(
    seed: UInt64, onProgress: @escaping (StepProgress) -> Void = { _ in },
    onWarning: @escaping (StepWarning) -> Void = { _ in },
    isCancelled: @escaping () -> Bool = { false }
  ) {
    self.init(
      seed: seed, checkpoint: nil, onProgress: onProgress, onWarning: onWarning,
      onIteration: { _ in }, isCancelled: isCancelled)
  }

  init(
    seed: UInt64?, checkpoint: Checkpoint?, onProgress: @escaping (StepProgress) -> Void,
    onWarning: @escaping (StepWarning) -> Void, onIteration: @escaping (Double) -> Void,
    isCancelled: @escaping () -> Bool
  ) {
    ownSeed = seed
    self.checkpoint = checkpoint
    self.onProgress = onProgress
    self.onWarning = onWarning
    self.onIteration = onIteration
    self.isCancelled = isCancelled
  }

  /// Tells how far the step is. Cheap; call it every iteration.
  /// - Throws: `Interruption` if the user has asked to stop.
  public func report(_ progress: StepProgress) throws {
    if isCancelled() { throw Interruption() }
    onProgress(progress)
  }

  /// Tells how far the step is, and keeps its state now and then, and when the user asks to stop,
  /// so that a later run can resume from there. Cheap; call it every iteration.
  ///
  /// - Parameter state: everything that the rest of the step depends on and that its options and
  ///   inputs do not say.
  /// - Throws: `Interruption` if the user has asked to stop.
  public func report(_ progress: StepProgress, keeping state: () throws -> Data) throws {
    checkpoint?.keep(state, atOnce: isCancelled())
    try report(progress)
  }

  /// Takes up the state that was kept when an earlier run of this very step was stopped; `nil` where
  /// there is none, or none that can be used, so that the step starts again.
  public func resumed<State>(_ restore: (Data) throws -> State) -> State? {
    checkpoint?.restored(restore)
  }

  /// Tells how long an iteration of a training took, for the report's account of the run.
  public func recordIteration(milliseconds: Double) { onIteration(milliseconds) }

  /// Tells the reader of the report of something that did not stop the step.
  public func warn(_ grade: StepWarning.Grade, _ text: String) {
    onWarning(StepWarning(grade, text))
  }

  public func warn(_ warning: StepWarning) { onWarning(warning) }
}

/// How far a step is.
public struct StepProgress: Sendable {
  public var completed: Int
  public var total: Int
  /// What is counted, such as `iterations`.
  public var unit: String
  /// Such as the loss, for the line on the terminal.
  public var quantities: [(name: String, value: Double)]

  public init(
    _ completed: Int, of total: Int, unit: String, quantities: [(name: String, value: Double)] = []
  ) {
    self.completed = completed
    self.total = total
    self.unit = unit
    self.quantities = quantities
  }

  /// As people read it: `120/300 iterations`, then each quantity.
  public var facts: [String] {
    ["\(completed)/\(total) \(unit)"]
      + quantities.map { "\($0.name) \(String(format: "%.3f", $0.value))" }
  }
}

/// The user has asked the run to stop.
public struct Interruption: Error, CustomStringConvertible {
  public init() {}

  public var description: String { "interrupted" }
}
