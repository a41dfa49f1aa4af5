import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// A training that a step carries through, and that can be taken up again between any two iterations.
protocol Training {
  associatedtype Iteration: IterationNote

  /// Of the iterations made.
  var history: [Iteration] { get }

  /// Makes one iteration, or throws and leaves everything as it was.
  @discardableResult
  mutating func advance() throws -> Iteration

  /// Everything that the rest of the training depends on, except its data.
  func archive() throws -> Data
}

/// What the terminal shows of an iteration during a training.
protocol IterationNote {
  /// For the line on the terminal, such as the loss.
  var quantities: [(name: String, value: Double)] { get }
  /// Whether the iteration did nothing besides, such as evaluating, and so counts for the time that
  /// an iteration takes.
  var isTimed: Bool { get }
}

extension StepContext {
  /// Makes all iterations of a training, tells how far it is, takes their times, and keeps its state,
  /// so that a run that was stopped resumes.
  ///
  /// - Parameters:
  ///   - start: the training before its first iteration.
  ///   - restore: the training as it was archived.
  ///   - outputs: what the training has made.
  /// - Throws: `PartialResult` with the last good state where an iteration fails.
  func train<Loop: Training, Outputs: OutputGroup>(
    iterations: Int, start: () throws -> Loop, restore: (Data) throws -> Loop,
    outputs: (Loop) throws -> Outputs
  ) throws -> Outputs {
    let clock = ContinuousClock()
    var training = try resumed(restore) ?? start()
    while training.history.count < iterations {
      let start = clock.now
      let iteration: Loop.Iteration
      do { iteration = try training.advance() } catch {
        guard !training.history.isEmpty else { throw error }
        throw PartialResult(error, try outputs(training))
      }
      if iteration.isTimed {
        recordIteration(milliseconds: start.duration(to: clock.now) / .milliseconds(1))
      }
      let progress = StepProgress(
        training.history.count, of: iterations, unit: "iterations",
        quantities: iteration.quantities)
      try report(progress, keeping: training.archive)
    }
    return try outputs(training)
  }
}

extension TrainingLoop: Training {}
extension ProximalPolicyOptimization: Training {}

extension TrainingIteration: IterationNote {
  var quantities: [(name: String, value: Double)] {
    [("loss", loss)] + (accuracy.map { [("accuracy", $0)] } ?? [])
  }
  var isTimed: Bool { validationLoss == nil }
}

extension ProximalPolicyOptimization.Iteration: IterationNote {
  var quantities: [(name: String, value: Double)] {
    [("score", self.score)] + (self.goldScore.map { [("gold", $0)] } ?? []) + [("KL", self.kl)]
  }
  var isTimed: Bool { true }
}
