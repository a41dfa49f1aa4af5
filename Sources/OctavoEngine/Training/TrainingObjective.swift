/// What a model is trained for: the loss on batches of examples, the validation, and perhaps a state
/// of its own, such as an average of the weights. `TrainingLoop` does the rest.
package protocol TrainingObjective: Sendable {
  associatedtype Model: ArchivedModel
  /// Training and validation examples; an archive has only their checksum.
  associatedtype Examples: Sendable
  associatedtype Settings: Codable & Sendable
  /// What one forward pass reads.
  associatedtype Batch
  /// What a pass measures for the objective's own state.
  associatedtype Measures = Void
  associatedtype State: Codable = NoObjectiveState

  /// - Parameter model: before its first iteration, or as it was archived.
  /// - Throws: where the examples do not suit the model or a setting is out of range.
  init(_ model: Model, _ examples: Examples, _ settings: Settings) throws(TrainingError)

  var settings: Settings { get }
  var recipe: TrainingRecipe { get }
  /// A hash of the examples.
  var checksum: UInt64 { get }

  /// The batches of an iteration, counted from 0, whose gradients are averaged into one update.
  ///
  /// - Parameter stream: of the whole training.
  func batches(at index: Int, _ stream: RandomStream) -> [Batch]

  /// The loss on a batch.
  ///
  /// - Parameter stream: of this pass alone.
  /// - Throws: where what is learned from is made in the pass and cannot be.
  func pass(
    over batch: Batch, _ model: Model, _ stream: RandomStream, on tape: Tape
  ) throws(TrainingError) -> TrainingPass<Measures>

  /// How well the model does on the validation examples; nil without any.
  ///
  /// - Parameter stream: of the whole training.
  func validation(of model: Model, _ stream: RandomStream) -> TrainingValidation?

  /// The validation before the first iteration.
  func initialValidation(of model: Model, _ stream: RandomStream) -> TrainingValidation?

  /// Updates the objective's own state after an iteration.
  ///
  /// - Parameters:
  ///   - model: after the optimizer's update.
  ///   - measures: of the iteration's passes.
  mutating func update(_ model: Model, _ measures: [Measures])

  /// The trained model, made of the one that the optimizer updates.
  func result(_ model: Model) -> Model

  /// What an archive has of the objective besides its settings and tensors.
  var state: State { get }
  var archivedTensors: [Tensor] { get }

  /// - Parameters:
  ///   - iterations: how many were made.
  ///   - queue: starts with the archived tensors.
  /// - Throws: where the state or the tensors are not those of this objective.
  mutating func restore(_ state: State, iterations: Int, from queue: inout TensorQueue) throws
}

/// The state of an objective that has none.
package struct NoObjectiveState: Codable, Sendable {}

extension TrainingObjective {
  package func initialValidation(of model: Model, _ stream: RandomStream) -> TrainingValidation? {
    validation(of: model, stream)
  }

  package mutating func update(_ model: Model, _ measures: [Measures]) {}
  package func result(_ model: Model) -> Model { model }
  package var archivedTensors: [Tensor] { [] }
}

extension TrainingObjective where State == NoObjectiveState {
  package var state: State { NoObjectiveState() }

  package mutating func restore(
    _ state: State, iterations: Int, from queue: inout TensorQueue
  ) throws {}
}

/// A forward pass, ready for its gradients to be computed.
package struct TrainingPass<Measures> {
  /// What is differentiated, a scalar.
  package let loss: Variable
  /// What it is differentiated by, in the order of the model's tensors.
  package let leaves: [Variable]
  /// The loss for the history, which may leave out regularization.
  package let reportedLoss: Double
  /// The share of the batch's comparisons that the model gets right.
  let accuracy: Double?
  /// For the objective's own state.
  package let measures: Measures

  init(
    loss: Variable, leaves: [Variable], reportedLoss: Double? = nil, accuracy: Double? = nil,
    measures: Measures
  ) {
    self.loss = loss
    self.leaves = leaves
    self.reportedLoss = reportedLoss ?? Double(loss.value.scalar)
    self.accuracy = accuracy
    self.measures = measures
  }
}

extension TrainingPass<Void> {
  init(
    loss: Variable, leaves: [Variable], reportedLoss: Double? = nil, accuracy: Double? = nil
  ) {
    self.init(
      loss: loss, leaves: leaves, reportedLoss: reportedLoss, accuracy: accuracy, measures: ())
  }
}
