import Foundation

extension CombinedReward {
  private struct State: Codable {
    let combination: RewardCombination
    let normalization: RewardNormalization
    let models: [RewardModel.Description]
  }

  /// All models and how they are combined, as bytes.
  package func archive() throws -> Data {
    try Archive.data(
      of: State(
        combination: combination, normalization: normalization, models: models.map(\.description)),
      models.flatMap(\.archivedTensors))
  }

  /// Reads what `archive()` made.
  ///
  /// - Throws: where the bytes are damaged.
  package init(archive data: Data) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    let models = try state.models.map { try RewardModel($0, from: &queue) }
    try queue.finish()
    guard !models.isEmpty, models.count == state.combination.count else {
      throw Archive.Failure.damaged("it holds \(models.count) reward models")
    }
    try self.init(models, state.combination)
    normalization = state.normalization
  }
}
