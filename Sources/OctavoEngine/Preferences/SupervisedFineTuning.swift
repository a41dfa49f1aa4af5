/// Supervised fine-tuning on prompts and responses: the cross-entropy of the responses' tokens alone,
/// inserted ones left out, each weighing the same, in nats (Ouyang et al. 2022, section 3.5). Without a dropout of the
/// recipe's, the model's own holds.
package struct SupervisedFineTuning: RoutedObjective {
  package let recipe: TrainingRecipe
  /// What the routers of a sparse model did; its archived state.
  package var state = RoutingHistory()
  private let examples: TrainingExamples<[PromptResponse]>

  package init(
    _ model: TunableModel, _ examples: TrainingExamples<[PromptResponse]>, _ recipe: TrainingRecipe
  ) throws(TrainingError) {
    try recipe.check()
    try examples.training.check(for: model.configuration, "examples")
    if !examples.validation.isEmpty {
      try examples.validation.check(for: model.configuration, "validation examples")
    }
    self.recipe = recipe
    self.examples = examples
  }

  package var settings: TrainingRecipe { recipe }

  package var checksum: UInt64 {
    (examples.training + examples.validation).flatMap {
      [$0.prompt, $0.response] + $0.inserted.map { [Int32($0.lowerBound), Int32($0.upperBound)] }
    }.checksum
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [[PromptResponse]] {
    [recipe.rows(of: examples.training.count, at: index, stream).map { examples.training[$0] }]
  }

  package func pass(
    over batch: [PromptResponse], _ model: TunableModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<RoutingMeasures?> {
    let pass = model.pass(on: tape)
    let rates = recipe.dropout ?? model.configuration.dropout
    let routing = recipe.experts.routing(stream)
    let loss = pass.model.responseLoss(
      batch, pass.weights, dropout: rates.drawn(from: stream), routing: routing)
    return TrainingPass(
      loss: recipe.experts.total(loss, routing), leaves: pass.leaves,
      reportedLoss: Double(loss.value.scalar), measures: routing.summary)
  }

  package func validation(
    of model: TunableModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    model.merged.loss(on: examples.validation).map { TrainingValidation(loss: $0) }
  }
}

extension GPT {
  /// The mean cross-entropy of the responses' tokens.
  func responseLoss(
    _ examples: [PromptResponse], _ weights: Weights, dropout: NetworkDropout? = nil,
    routing: Routing? = nil
  ) -> Variable {
    let batch = ResponseBatch(examples)
    return responseLogits(batch, weights, dropout: dropout, routing: routing).crossEntropy(
      batch.labels)
  }

  /// The mean cross-entropy of the responses' tokens, in nats; nil where there are none.
  public func loss(on examples: [PromptResponse]) -> Double? {
    if examples.isEmpty { return nil }
    let weights = Weights(parameters)
    var (total, tokens) = (0.0, 0)
    for first in stride(from: 0, to: examples.count, by: 32) {
      let part = Array(examples[first..<min(examples.count, first + 32)])
      let count = part.reduce(0) { $0 + $1.writtenCount }
      total += Double(responseLoss(part, weights).value.scalar) * Double(count)
      tokens += count
    }
    return total / Double(max(1, tokens))
  }
}
