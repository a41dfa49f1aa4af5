/// Learning to respond to prompts with images: the mean cross-entropy of the responses' tokens
/// alone, in nats.
package struct MultimodalTuning: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// At most so many held-out prompts are evaluated.
    package var evaluationPrompts: Int

    package init(recipe: TrainingRecipe = TrainingRecipe(), evaluationPrompts: Int = 256) {
      self.recipe = recipe
      self.evaluationPrompts = evaluationPrompts
    }
  }

  package let settings: Settings
  private let examples: TrainingExamples<ImagePrompts>

  package init(
    _ model: MultimodalModel, _ examples: TrainingExamples<ImagePrompts>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    if examples.training.prompts.isEmpty { throw .setting("prompts", "are none") }
    try examples.training.check(for: model.configuration)
    try examples.validation.check(for: model.configuration)
    self.settings = settings
    self.examples = examples
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[Int]] {
    [recipe.rows(of: examples.training.prompts.count, at: index, stream)]
  }

  package func pass(
    over rows: [Int], _ model: MultimodalModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let pass = MultimodalModel.Pass(model, on: tape)
    let rates = model.learned == .all ? model.configuration.language.dropout : .zero
    let (logits, batch) = pass.logits(
      rows, of: examples.training, model.configuration, dropout: rates.drawn(from: stream))
    let accuracy = batch.accuracy(logits.value)
    return TrainingPass(
      loss: logits.crossEntropy(batch.labels), leaves: pass.leaves, accuracy: accuracy)
  }

  package func validation(
    of model: MultimodalModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    let pass = MultimodalModel.Pass(model)
    let count = min(examples.validation.prompts.count, settings.evaluationPrompts)
    guard count > 0 else { return nil }
    var (loss, accuracy, tokens) = (0.0, 0.0, 0)
    for first in stride(from: 0, to: count, by: 64) {
      let rows = Array(first..<min(count, first + 64))
      let (logits, batch) = pass.logits(rows, of: examples.validation, model.configuration)
      accuracy += batch.accuracy(logits.value) * Double(rows.count)
      loss += Double(logits.crossEntropy(batch.labels).value.scalar) * Double(batch.labels.count)
      tokens += batch.labels.count
    }
    return TrainingValidation(loss: loss / Double(tokens), accuracy: accuracy / Double(count))
  }
}

extension MultimodalModel.Pass {
  /// The scores of the responses' tokens of some examples.
  fileprivate func logits(
    _ rows: [Int], of examples: ImagePrompts, _ configuration: MultimodalModel.Configuration,
    dropout: NetworkDropout? = nil
  ) -> (Variable, ResponseBatch) {
    let batch = ImagePromptBatch(
      rows.map { examples.prompts[$0] }, images: Array(rows.indices),
      imageTokens: configuration.imageTokens)
    let images = tokens(of: examples.images.batchRows(rows))
    return (logits(batch, images: images, dropout: dropout), batch.responses)
  }
}

extension ResponseBatch {
  /// The share of responses of which every token is the most likely one after those before it.
  ///
  /// - Parameter logits: of the responses' tokens, end to end, (tokens, V).
  fileprivate func accuracy(_ logits: Tensor) -> Double {
    let largest = logits.indicesOfLargest()
    var (start, right) = (0, 0)
    for response in responses {
      let isRight = response.indices.allSatisfy { largest[start + $0] == Int(response[$0]) }
      right += isRight ? 1 : 0
      start += response.count
    }
    return Double(right) / Double(max(1, responses.count))
  }
}

extension ImagePrompts {
  fileprivate func check(for model: MultimodalModel.Configuration) throws(TrainingError) {
    let shape = [model.image.imageHeight, model.image.imageWidth, model.image.channels]
    guard prompts.isEmpty || Array(images.shape.dropFirst()) == shape else {
      throw .setting("images", "must be (N, \(shape)), but are \(images.shape)")
    }
    for (index, prompt) in prompts.enumerated() {
      if let problem = prompt.problem(for: model) {
        throw .setting("prompts", "cannot be learned from: \(problem) in number \(index + 1)")
      }
    }
  }
}
