/// Learning which item comes next in histories (SASRec, Kang and McAuley 2018): the loss of every place
/// of a history but the first. Of a history that is longer than the model's context, the latest items
/// are used.
package struct SequentialRecommendation: TrainingObjective {
  /// What the scores of a place are compared with.
  package enum Criterion: String, Codable, Hashable, Sendable, CaseIterable {
    /// One item that is not in the history, drawn at random: the binary cross-entropy (the paper's).
    case binary
    /// All items: the cross-entropy (Klenitskiy and Vasilev 2023).
    case softmax
  }

  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    package var criterion: Criterion
    /// The most histories that a validation loss is measured on.
    package var evaluationHistories: Int

    package init(
      recipe: TrainingRecipe, criterion: Criterion = .softmax, evaluationHistories: Int = 512
    ) {
      self.recipe = recipe
      self.criterion = criterion
      self.evaluationHistories = evaluationHistories
    }
  }

  /// Histories of at least two items, with an item that is not in each for every place but the first.
  package struct Batch {
    let histories: [[Int32]]
    let negatives: [Int32]
  }

  package let settings: Settings
  private let examples: TrainingExamples<[[Int32]]>
  private let items: Int

  /// - Parameter examples: histories; those with fewer than two items are left out.
  package init(
    _ model: SequentialRecommender, _ examples: TrainingExamples<[[Int32]]>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try requireSetting("evaluationHistories", atLeast: 1, settings.evaluationHistories)
    let items = model.configuration.items
    for item in (examples.training + examples.validation).joined()
    where !(0..<Int32(items) ~= item) {
      throw .unknownToken(item, vocabularySize: items)
    }
    let context = model.configuration.context
    func usable(_ histories: [[Int32]]) -> [[Int32]] {
      histories.filter { $0.count > 1 }.map { Array($0.suffix(context + 1)) }
    }
    self.settings = settings
    self.items = items
    self.examples = TrainingExamples(
      training: usable(examples.training), validation: usable(examples.validation))
    if self.examples.training.isEmpty {
      throw .setting("histories", "of two items or more are none")
    }
    if settings.criterion == .binary,
      let full = (self.examples.training + self.examples.validation)
        .first(where: { Set($0).count == items })
    {
      throw .setting("histories", "include one with all \(full.count) items")
    }
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [Batch] {
    let rows = recipe.rows(of: examples.training.count, at: index, stream)
    return [
      batch(
        rows.map { examples.training[$0] }, stream.derived(for: "negatives", index: index))
    ]
  }

  package func pass(
    over batch: Batch, _ model: SequentialRecommender, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let weights = model.weights(on: tape)
    let dropout = (recipe.dropout ?? model.configuration.dropout).drawn(from: stream)
    return TrainingPass(
      loss: loss(of: batch, model, weights, dropout), leaves: weights.variables)
  }

  package func validation(
    of model: SequentialRecommender, _ stream: RandomStream
  ) -> TrainingValidation? {
    let histories = examples.validation.prefix(settings.evaluationHistories)
    if histories.isEmpty { return nil }
    let stream = stream.derived(for: "evaluation")
    let weights = model.constantWeights
    var (total, count) = (0.0, 0)
    for first in stride(from: 0, to: histories.count, by: 64) {
      let batch = batch(
        Array(histories[first..<min(histories.count, first + 64)]),
        stream.derived(for: "batch", index: first))
      let places = batch.negatives.count
      total += Double(loss(of: batch, model, weights).value.scalar) * Double(places)
      count += places
    }
    return TrainingValidation(loss: total / Double(count))
  }

  private func loss(
    of batch: Batch, _ model: SequentialRecommender, _ weights: Weights,
    _ dropout: NetworkDropout? = nil
  ) -> Variable {
    let scores = model.scores(
      afterEachOf: batch.histories.map { Array($0.dropLast()) }, weights, dropout: dropout)
    let chosen = batch.histories.flatMap { $0.dropFirst() }
    return switch settings.criterion {
    case .binary: scores.binaryCrossEntropy(positives: chosen, negatives: batch.negatives)
    case .softmax: scores.crossEntropy(chosen)
    }
  }

  /// What a history gets does not depend on the others of its batch.
  private func batch(_ histories: [[Int32]], _ stream: RandomStream) -> Batch {
    let negatives = histories.enumerated().flatMap { row, history in
      if settings.criterion == .softmax { return history.dropFirst().map { _ in Int32(0) } }
      var stream = stream.derived(for: "history", index: row)
      let seen = Set(history)
      let others = (0..<Int32(items)).filter { !seen.contains($0) }
      return history.dropFirst().map { _ in others[stream.integer(below: others.count)] }
    }
    return Batch(histories: histories, negatives: negatives)
  }
}
