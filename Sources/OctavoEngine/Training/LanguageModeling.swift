/// Language modeling: the mean cross-entropy of the next token, in nats, on crops of a corpus, as
/// nanoGPT trains. Without a dropout of the recipe's, the model's own holds.
package struct LanguageModeling: RoutedObjective {
  package struct Settings: Codable, Hashable, Sendable {
    /// Its batch is sequences of the model's whole context.
    package var recipe: TrainingRecipe
    /// Forward passes whose gradients are averaged into one update.
    package var accumulation: Int
    /// Batches in one estimate of the validation loss, the same ones each time.
    package var evaluationBatches: Int
    /// What counts beside the cross-entropy; the reported losses are without it.
    package var repetition: RepetitionPenalty?

    package init(
      recipe: TrainingRecipe = .nanoGPT, accumulation: Int = 1,
      evaluationBatches: Int = 20, repetition: RepetitionPenalty? = nil
    ) {
      self.recipe = recipe
      self.accumulation = accumulation
      self.evaluationBatches = evaluationBatches
      self.repetition = repetition
    }

    func check() throws(TrainingError) {
      try recipe.check()
      for (name, value) in [
        ("accumulation", accumulation), ("evaluationBatches", evaluationBatches),
      ] where value < 1 {
        throw .setting(name, "must be at least 1, but is \(value)")
      }
    }
  }

  package let settings: Settings
  /// What the routers of a sparse model did; its archived state.
  package var state = RoutingHistory()
  private let corpus: TokenCorpus
  private let context: Int

  package init(
    _ model: GPT, _ corpus: TokenCorpus, _ settings: Settings
  ) throws(TrainingError) {
    try settings.check()
    try corpus.check(for: model.configuration)
    self.settings = settings
    self.corpus = corpus
    context = model.configuration.context
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { corpus.checksum }

  package func batches(at index: Int, _ stream: RandomStream) -> [Crops] {
    var stream = stream.derived(for: "batches", index: index)
    return (0..<settings.accumulation).map { _ in crops(corpus.training, &stream) }
  }

  package func pass(
    over crops: Crops, _ model: GPT, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<RoutingMeasures?> {
    let weights = Weights(model.parameters, on: tape)
    let routing = recipe.experts.routing(stream)
    let dropout = (recipe.dropout ?? model.configuration.dropout).drawn(from: stream)
    let logits = model.logits(crops.inputs, weights, dropout: dropout, routing: routing)
    let loss = logits.crossEntropy(crops.targets)
    var total = recipe.experts.total(loss, routing)
    if let penalty = settings.repetition {
      total = total + penalty.loss(crops, logits, model, weights, dropout)
    }
    return TrainingPass(
      loss: total, leaves: weights.variables, reportedLoss: Double(loss.value.scalar),
      measures: routing.summary)
  }

  /// The mean loss on batches that are the same each time.
  package func validation(of model: GPT, _ stream: RandomStream) -> TrainingValidation? {
    if corpus.validation.isEmpty { return nil }
    let weights = Weights(model.parameters)
    var stream = stream.derived(for: "evaluation")
    var total = 0.0
    for _ in 0..<settings.evaluationBatches {
      let crops = crops(corpus.validation, &stream)
      total += Double(
        model.logits(crops.inputs, weights).crossEntropy(crops.targets).value.scalar)
    }
    return TrainingValidation(loss: total / Double(settings.evaluationBatches))
  }

  private func crops(_ tokens: [Int32], _ stream: inout RandomStream) -> Crops {
    Crops(from: tokens, rows: recipe.batch, columns: context, stream: &stream)
  }
}
