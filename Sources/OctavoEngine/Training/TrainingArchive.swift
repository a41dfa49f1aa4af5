import Foundation

extension TrainingLoop {
  private struct State: Codable {
    let settings: Objective.Settings
    let model: Objective.Model.Description
    let objective: Objective.State
    let stream: RandomStream
    let step: Int
    let history: PackedRecords<TrainingIteration>
    let initialValidation: TrainingValidation?
    let keptBytes: Int
    /// Of the examples.
    let checksum: UInt64
  }

  /// Everything but the examples, as bytes.
  package func archive() throws -> Data {
    let state = State(
      settings: objective.settings, model: updated.description, objective: objective.state,
      stream: stream, step: optimizer.step, history: PackedRecords(history),
      initialValidation: initialValidation, keptBytes: keptBytes, checksum: objective.checksum)
    return try Archive.data(
      of: state, updated.archivedTensors + optimizer.moments + objective.archivedTensors)
  }

  /// Resumes from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the examples differ.
  package init(archive data: Data, _ examples: Objective.Examples) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    let model = try Objective.Model(state.model, from: &queue)
    var objective = try Objective(model, examples, state.settings)
    guard state.checksum == objective.checksum else { throw TrainingError.differentCorpus }
    let optimizer = try queue.takeOptimizer(
      for: model, objective.recipe.optimizer, step: state.step)
    let history = state.history.values
    try objective.restore(state.objective, iterations: history.count, from: &queue)
    try queue.finish()
    self.init(
      objective, model, optimizer, history: history, initialValidation: state.initialValidation,
      keptBytes: state.keptBytes, stream: state.stream)
  }
}
