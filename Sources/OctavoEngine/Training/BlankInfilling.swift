/// Autoregressive blank infilling (Du et al. 2022, section 2.1): the mean cross-entropy of the tokens
/// of missing spans and of their end marks, in nats. An example is a text; if it is longer than the
/// model's context, a part is drawn.
package struct BlankInfilling: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    package var spans: BlankSpans
    /// The most held-out texts that are evaluated, with the same blanks each time.
    package var evaluationTexts: Int

    package init(
      recipe: TrainingRecipe = .nanoGPT, spans: BlankSpans = BlankSpans(),
      evaluationTexts: Int = 256
    ) {
      self.recipe = recipe
      self.spans = spans
      self.evaluationTexts = evaluationTexts
    }
  }

  package let settings: Settings
  private let examples: TrainingExamples<[[Int32]]>
  private let context: Int
  private let marks: BlankMarks

  package init(
    _ model: GLM, _ examples: TrainingExamples<[[Int32]]>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try settings.spans.check()
    let vocabularySize = model.configuration.vocabularySize
    if examples.training.isEmpty { throw .setting("texts", "are none") }
    for text in examples.training + examples.validation {
      if text.isEmpty { throw .setting("texts", "must have tokens, but one has none") }
      if let token = text.first(where: { !(0..<Int32(vocabularySize) ~= $0) }) {
        throw .unknownToken(token, vocabularySize: vocabularySize)
      }
    }
    self.settings = settings
    self.examples = examples
    context = model.configuration.context
    marks = model.configuration.marks
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[BlankedText]] {
    let rows = recipe.rows(of: examples.training.count, at: index, stream)
    let stream = stream.derived(for: "blanks", index: index)
    return [blanked(rows.map { examples.training[$0] }, stream)]
  }

  package func pass(
    over texts: [BlankedText], _ model: GLM, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let weights = Weights(model.parameters, on: tape)
    let dropout = (recipe.dropout ?? model.configuration.dropout).drawn(from: stream)
    return TrainingPass(
      loss: model.logits(texts, weights, dropout: dropout)
        .crossEntropy(texts.flatMap(\.targets)),
      leaves: weights.variables)
  }

  package func validation(of model: GLM, _ stream: RandomStream) -> TrainingValidation? {
    let texts = examples.validation.prefix(settings.evaluationTexts)
    if texts.isEmpty { return nil }
    let weights = Weights(model.parameters)
    let stream = stream.derived(for: "evaluation")
    var (total, count) = (0.0, 0)
    for first in stride(from: 0, to: texts.count, by: 32) {
      let batch = blanked(
        Array(texts[first..<min(texts.count, first + 32)]),
        stream.derived(for: "batch", index: first))
      let targets = batch.flatMap(\.targets)
      let loss = model.logits(batch, weights).crossEntropy(targets).value.scalar
      total += Double(loss) * Double(targets.count)
      count += targets.count
    }
    return TrainingValidation(loss: total / Double(count))
  }

  private func blanked(_ texts: [[Int32]], _ stream: RandomStream) -> [BlankedText] {
    texts.enumerated().map { row, text in
      var stream = stream.derived(for: "text", index: row)
      let length = min(text.count, context)
      let first = stream.integer(below: text.count - length + 1)
      return settings.spans.blanked(Array(text[first..<first + length]), marks, stream: stream)
    }
  }
}
