/// Implicit language Q-learning (Snell et al. 2023), as trlx has it: a language model learns from
/// scored responses of others which token leads to how much reward, and then writes by its
/// probabilities times exp(β (Q − V)).
///
/// Two heads of Q and one of V read the model's last hidden state. V is drawn to the upper expectile
/// of the lower target Q, Q to the reward and the next V; the target heads follow the heads of Q
/// slowly. The score of a response is the reward of its last token.
package struct ImplicitQLearning: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    package var loss: ImplicitQLoss
    /// How far the target heads go toward the heads in an iteration (Polyak averaging).
    package var targetRate: Double

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), loss: ImplicitQLoss = ImplicitQLoss(),
      targetRate: Double = 0.005
    ) {
      self.recipe = recipe
      self.loss = loss
      self.targetRate = targetRate
    }
  }

  package let settings: Settings
  /// The parts of each iteration's loss; its archived state.
  package private(set) var state = ImplicitQHistory()
  private var target: ExponentialMovingAverage
  private let examples: [ScoredResponse]

  package init(
    _ model: ActionValueModel, _ examples: [ScoredResponse], _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try requireSetting(
      "targetRate", settings.targetRate > 0 && settings.targetRate <= 1,
      "must be above 0 and at most 1, but is \(settings.targetRate)")
    try examples.map(\.example).check(for: model.policy.configuration, "scored responses")
    if !examples.allSatisfy(\.score.isFinite) { throw .unscored("a score is not finite") }
    self.settings = settings
    self.examples = examples
    target = Self.target(model, settings)
  }

  private static func target(
    _ model: ActionValueModel, _ settings: Settings
  ) -> ExponentialMovingAverage {
    ExponentialMovingAverage(of: model.actionValueTensors, decay: 1 - settings.targetRate)
  }

  package var recipe: TrainingRecipe { settings.recipe }

  package var checksum: UInt64 {
    examples.flatMap { example in
      [
        example.example.prompt, example.example.response,
        [Int32(truncatingIfNeeded: example.score.bitPattern)],
        [Int32(truncatingIfNeeded: example.score.bitPattern >> 32)],
      ]
    }.checksum
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [[ScoredResponse]] {
    [recipe.rows(of: examples.count, at: index, stream).map { examples[$0] }]
  }

  package func pass(
    over examples: [ScoredResponse], _ model: ActionValueModel, _ stream: RandomStream,
    on tape: Tape
  ) -> TrainingPass<ImplicitQMeasures> {
    let batch = ResponseBatch(
      prompts: examples.map(\.example.prompt), responses: examples.map(\.example.response))
    let pass = model.pass(
      batch, targets: target.tensors,
      dropout: (recipe.dropout ?? .zero).drawn(from: stream), on: tape)
    let result = settings.loss(pass.values, batch, scores: examples.map(\.score))
    return TrainingPass(loss: result.loss, leaves: pass.leaves, measures: result.measures)
  }

  package mutating func update(_ model: ActionValueModel, _ measures: [ImplicitQMeasures]) {
    state.iterations += measures
    target.update(model.actionValueTensors)
  }

  package func validation(
    of model: ActionValueModel, _ stream: RandomStream
  ) -> TrainingValidation? { nil }

  /// The language model that chooses tokens by π exp(β (Q − V)), with the target heads' Q.
  ///
  /// - Throws: where β is out of range.
  package func policy(
    _ model: ActionValueModel, coefficient: Double
  ) throws(ConfigurationProblem) -> GPT {
    try model.steered(by: target.tensors, coefficient: coefficient)
  }

  package var archivedTensors: [Tensor] { target.tensors }

  package mutating func restore(
    _ state: ImplicitQHistory, iterations: Int, from queue: inout TensorQueue
  ) throws {
    self.state = state
    let tensors = try queue.take(target.tensors.count)
    guard tensors.map(\.shape) == target.tensors.map(\.shape) else {
      throw Archive.Failure.damaged("the target heads are those of another model")
    }
    target = ExponentialMovingAverage(
      of: tensors, decay: target.decay, updates: iterations)
  }
}

/// A response with the reward for it.
package struct ScoredResponse: Sendable {
  package let example: PromptResponse
  package let score: Double

  package init(_ example: PromptResponse, score: Double) {
    self.example = example
    self.score = score
  }
}

/// The parts of the loss of each iteration.
package struct ImplicitQHistory: Codable, Sendable {
  package fileprivate(set) var iterations: [ImplicitQMeasures] = []

  package init() {}

  package func encode(to encoder: any Encoder) throws {
    try PackedRecords(iterations).encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    iterations = try PackedRecords(from: decoder).values
  }
}
