/// Language modeling with neighbors, RETRO's objective (Borgeaud et al. 2022): the mean cross-entropy
/// of the next token, in nats, on crops of a text. Every batch draws where the chunks of its crops
/// begin, so that the model learns to read neighbors at any place in a sentence.
package struct RetroLearning: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// The number of batches in an estimate of the validation loss, the same ones each time.
    package var evaluationBatches: Int

    package init(recipe: TrainingRecipe = .nanoGPT, evaluationBatches: Int = 8) {
      self.recipe = recipe
      self.evaluationBatches = evaluationBatches
    }
  }

  package let settings: Settings
  private let examples: TrainingExamples<RetrievedText?>
  private let context: Int

  /// - Parameter examples: without a text for validation, no validation loss is measured.
  package init(
    _ model: RetroModel, _ examples: TrainingExamples<RetrievedText?>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    if settings.evaluationBatches < 1 {
      throw .setting(
        "evaluationBatches", "must be at least 1, but is \(settings.evaluationBatches)")
    }
    let configuration = model.configuration
    try TokenCorpus(
      training: examples.training?.tokens ?? [], validation: examples.validation?.tokens ?? [],
      vocabularySize: configuration.language.vocabularySize
    ).check(for: configuration.language)
    for text in [examples.training, examples.validation].compactMap({ $0 })
    where text.chunk != configuration.retrieval.chunk {
      throw .setting(
        "chunk",
        "is \(text.chunk) in the text, but \(configuration.retrieval.chunk) in the model")
    }
    self.settings = settings
    self.examples = examples
    context = configuration.language.context
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 {
    (examples.training?.checksum ?? 0) ^ (examples.validation?.checksum ?? 0) &* 31
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [RetrievedCrops] {
    var stream = stream.derived(for: "batches", index: index)
    return [crops(of: examples.training!, &stream)]
  }

  package func pass(
    over crops: RetrievedCrops, _ model: RetroModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let pass = RetroModel.Pass(model, on: tape)
    let rates =
      model.learned == .all ? recipe.dropout ?? model.configuration.language.dropout : .zero
    let loss = pass.logits(crops.inputs, dropout: rates.drawn(from: stream))
      .crossEntropy(crops.targets)
    return TrainingPass(loss: loss, leaves: pass.leaves)
  }

  package func validation(
    of model: RetroModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    guard let text = examples.validation else { return nil }
    let pass = RetroModel.Pass(model)
    var stream = stream.derived(for: "evaluation")
    let losses = (0..<settings.evaluationBatches).map { _ in
      let crops = crops(of: text, &stream)
      return Double(pass.logits(crops.inputs).crossEntropy(crops.targets).value.scalar)
    }
    return TrainingValidation(loss: losses.reduce(0, +) / Double(losses.count))
  }

  private func crops(of text: RetrievedText, _ stream: inout RandomStream) -> RetrievedCrops {
    let firstChunk = text.stride * (1 + stream.integer(below: text.chunk / text.stride))
    let places = (text.tokens.count - 1 - context) / text.stride + 1
    let starts = (0..<recipe.batch).map { _ in text.stride * stream.integer(below: places) }
    return RetrievedCrops(
      inputs: text.batch(at: starts, columns: context, firstChunk: firstChunk),
      targets: starts.flatMap { text.tokens[$0 + 1..<$0 + 1 + context] })
  }
}

/// Sequences of a text with their neighbors, and for each position the token that follows.
package struct RetrievedCrops {
  package let inputs: RetrievedBatch
  package let targets: [Int32]
}
