import OctavoEngine
import OctavoRunner

/// What is said of an iteration while a training goes on.
struct IterationNote {
  /// For the line on the terminal, such as the loss.
  var quantities: [(name: String, value: Double)]
  /// Whether the iteration did nothing besides, such as evaluating, and so counts for the time that
  /// an iteration takes.
  var isTimed = true
}

extension StepContext {
  /// Makes all iterations of a training, tells how far it is and takes their times.
  ///
  /// - Parameters:
  ///   - advance: makes one iteration, or throws and leaves the training as it was.
  ///   - result: what the training has come to so far.
  /// - Throws: `PartialResult` with the last good state where an iteration fails.
  func train(
    iterations: Int, advance: () throws -> IterationNote, result: () throws -> StepResult
  ) throws -> StepResult {
    let clock = ContinuousClock()
    var milliseconds: [Double] = []
    for iteration in 1...iterations {
      let start = clock.now
      let note: IterationNote
      do { note = try advance() } catch {
        guard iteration > 1 else { throw error }
        throw PartialResult(error, try result())
      }
      if note.isTimed { milliseconds.append(start.duration(to: clock.now) / .milliseconds(1)) }
      try report(
        StepProgress(
          iteration, of: iterations, unit: "iterations", quantities: note.quantities))
    }
    var result = try result()
    result.iterationMilliseconds = milliseconds
    return result
  }
}

/// A training on examples, such as those of `FineTuningOptions`.
protocol Tuning {
  mutating func advance() throws(TrainingError) -> FineTuningIteration
}

extension SupervisedFineTuning: Tuning {}
extension RewardModelTraining: Tuning {}
extension DirectPreferenceOptimization: Tuning {}

extension StepContext {
  /// Makes all iterations of a training on examples.
  ///
  /// - Parameter result: what the training has come to.
  func tune<Training: Tuning>(
    _ training: Training, iterations: Int, result: (Training) throws -> StepResult
  ) throws -> StepResult {
    var training = training
    return try train(
      iterations: iterations,
      advance: {
        let iteration = try training.advance()
        return IterationNote(
          quantities: [("loss", iteration.loss)]
            + (iteration.accuracy.map { [("accuracy", $0)] } ?? []),
          isTimed: iteration.validationLoss == nil)
      },
      result: { try result(training) })
  }
}
