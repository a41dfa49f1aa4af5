/// What one iteration of fine-tuning did.
public struct FineTuningIteration: Codable, Hashable, Sendable {
  /// Counted from 1.
  public let iteration: Int
  /// Of the iteration's batch before the update.
  public let loss: Double
  /// Of the batch's comparisons, those that came out right; nil where nothing is compared.
  public let accuracy: Double?
  public let learningRate: Double
  /// Before clipping.
  public let gradientNorm: Double
  /// Of the held-out examples after the update, where they were evaluated.
  public internal(set) var validationLoss: Double?
  public internal(set) var validationAccuracy: Double?
}

/// The loop that fine-tunings share: a model, its optimiser, and the order of examples.
struct FineTuningLoop<Model: Trainable & Sendable>: Sendable {
  let recipe: TrainingRecipe
  let examples: Int
  let stream: RandomStream
  var model: Model
  var optimizer: AdamW
  var history: [FineTuningIteration] = []

  /// A loss on some of the examples.
  struct Pass {
    let loss: Variable
    let leaves: [Variable]
    var accuracy: Double?
  }

  init(_ model: Model, examples: Int, _ recipe: TrainingRecipe, stream: RandomStream) {
    self.recipe = recipe
    self.examples = examples
    self.stream = stream
    self.model = model
    optimizer = AdamW(for: model, recipe.optimizer)
  }

  var isFinished: Bool { history.count >= recipe.iterations }

  /// Whether held-out examples are to be evaluated after so many iterations.
  var isEvaluated: Bool { recipe.evaluates(after: history.count) }

  /// Makes one iteration.
  ///
  /// - Parameter pass: computes the loss on the examples of the given indices.
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was.
  mutating func advance(
    _ pass: (_ model: Model, _ rows: [Int], _ dropout: RandomStream, _ tape: Tape) -> Pass
  ) throws(TrainingError) {
    precondition(!isFinished, "training is finished")
    let index = history.count
    let (loss, accuracy, gradients) = gradients(at: index, pass)
    guard loss.isFinite else { throw .notFinite("the training loss", iteration: index + 1) }
    let norm = GradientNorm(of: gradients)
    guard norm.value.isFinite else { throw .notFinite("the gradient norm", iteration: index + 1) }
    let learningRate = recipe.learningRates.rate(at: index)
    optimizer.update(
      &model, gradients: gradients, learningRate: learningRate,
      gradientScale: norm.clipScale(limit: recipe.gradientClip))
    history.append(
      FineTuningIteration(
        iteration: index + 1, loss: loss, accuracy: accuracy, learningRate: learningRate,
        gradientNorm: norm.value))
  }

  private func gradients(
    at index: Int, _ pass: (Model, [Int], RandomStream, Tape) -> Pass
  ) -> (Double, Double?, [Tensor]) {
    let rows = ShuffledEpochs(count: examples, stream: stream.derived(for: "batches"))
      .batch(index, size: recipe.batch)
    let tape = Tape()
    let pass = pass(model, rows, stream.derived(for: "dropout", index: index), tape)
    return (
      Double(pass.loss.value.scalar), pass.accuracy,
      tape.gradients(of: pass.loss, by: pass.leaves)
    )
  }
}

extension FineTuningLoop {
  /// What is saved of a loop beside its model's description and tensors.
  struct State: Codable {
    let recipe: TrainingRecipe
    let stream: RandomStream
    let step: Int
    let history: PackedRecords<FineTuningIteration>
    /// Of the examples.
    let checksum: UInt64
  }

  func state(checksum: UInt64) -> State {
    State(
      recipe: recipe, stream: stream, step: optimizer.step,
      history: PackedRecords(history), checksum: checksum)
  }

  init(
    _ state: State, _ model: Model, examples: Int, checksum: UInt64, _ queue: inout TensorQueue
  ) throws {
    guard state.checksum == checksum else { throw TrainingError.differentCorpus }
    recipe = state.recipe
    self.examples = examples
    stream = state.stream
    self.model = model
    optimizer = try queue.takeOptimizer(for: model, recipe.optimizer, step: state.step)
    history = state.history.values
  }
}

extension Array where Element == [Int32] {
  /// A number that differs between lists of sequences that differ.
  var checksum: UInt64 {
    TokenCorpus(training: flatMap { $0 + [-1] }, validation: [], vocabularySize: 0).checksum
  }
}
