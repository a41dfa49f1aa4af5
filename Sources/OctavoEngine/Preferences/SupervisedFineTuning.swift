import Foundation

/// Supervised fine-tuning on prompts and responses, as a value that can be saved between
/// iterations. The loss is the cross-entropy of the responses' tokens alone, each weighing the same
/// (Ouyang et al. 2022, section 3.5). Without a dropout of the recipe's, the model's own holds.
public struct SupervisedFineTuning: Sendable {
  private var loop: FineTuningLoop<TunableModel>
  private let examples: [PromptResponse]
  private let validation: [PromptResponse]
  /// The held-out loss before training; nil without held-out examples.
  public let initialValidationLoss: Double?

  /// - Throws: where an example or the recipe does not suit.
  public init(
    model: TunableModel, examples: [PromptResponse], validation: [PromptResponse] = [],
    recipe: TrainingRecipe, stream: RandomStream
  ) throws(TrainingError) {
    try recipe.check()
    try examples.check(for: model.configuration, "examples")
    if !validation.isEmpty { try validation.check(for: model.configuration, "held-out examples") }
    self.examples = examples
    self.validation = validation
    loop = FineTuningLoop(model, examples: examples.count, recipe, stream: stream)
    initialValidationLoss = model.merged.loss(on: validation)
  }

  public var recipe: TrainingRecipe { loop.recipe }
  public var model: TunableModel { loop.model }
  public var history: [FineTuningIteration] { loop.history }
  public var isFinished: Bool { loop.isFinished }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was.
  @discardableResult
  public mutating func advance() throws(TrainingError) -> FineTuningIteration {
    let examples = examples
    let rates = recipe.dropout ?? model.configuration.dropout
    try loop.advance { model, rows, dropout, tape in
      let (weights, leaves) = model.weights(on: tape)
      let loss = model.base.responseLoss(
        rows.map { examples[$0] }, weights, dropout: rates.drawn(from: dropout))
      return .init(loss: loss, leaves: leaves)
    }
    let last = loop.history.count - 1
    if loop.isEvaluated {
      loop.history[last].validationLoss = loop.model.merged.loss(on: validation)
    }
    return loop.history[last]
  }
}

extension GPT {
  /// The mean cross-entropy of the responses' tokens.
  func responseLoss(
    _ examples: [PromptResponse], _ weights: Weights, dropout: NetworkDropout? = nil
  ) -> Variable {
    let batch = ResponseBatch(
      prompts: examples.map(\.prompt), responses: examples.map(\.response))
    return responseLogits(batch, weights, dropout: dropout).crossEntropy(batch.labels)
  }

  /// The mean cross-entropy of the responses' tokens, in nats; nil where there are none.
  public func loss(on examples: [PromptResponse]) -> Double? {
    if examples.isEmpty { return nil }
    let weights = Weights(parameters)
    var (total, tokens) = (0.0, 0)
    for first in stride(from: 0, to: examples.count, by: 32) {
      let part = Array(examples[first..<min(examples.count, first + 32)])
      let count = part.reduce(0) { $0 + $1.response.count }
      total += Double(responseLoss(part, weights).value.scalar) * Double(count)
      tokens += count
    }
    return total / Double(max(1, tokens))
  }
}

extension SupervisedFineTuning {
  private struct State: Codable {
    let loop: FineTuningLoop<TunableModel>.State
    let model: TunableModel.Description
    let initialValidationLoss: Double?
  }

  private static func checksum(_ parts: [PromptResponse]...) -> UInt64 {
    parts.joined().flatMap { [$0.prompt, $0.response] }.checksum
  }

  /// Everything but the examples, as bytes.
  public func archive() throws -> Data {
    let state = State(
      loop: loop.state(checksum: Self.checksum(examples, validation)),
      model: model.description, initialValidationLoss: initialValidationLoss)
    return try Archive.data(of: state, model.archivedTensors + loop.optimizer.moments)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the examples are others.
  public init(
    archive data: Data, examples: [PromptResponse], validation: [PromptResponse] = []
  ) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    loop = try FineTuningLoop(
      state.loop, queue.take(state.model), examples: examples.count,
      checksum: Self.checksum(examples, validation), &queue)
    try queue.finish()
    self.examples = examples
    self.validation = validation
    initialValidationLoss = state.initialValidationLoss
  }
}
