/// The training of a model for an objective, as a value: it can be saved between any two iterations,
/// and a restored training continues to the same bits.
package struct TrainingLoop<Objective: TrainingObjective>: Sendable {
  package private(set) var objective: Objective
  package private(set) var history: [TrainingIteration]
  /// Before the first iteration; nil without validation examples.
  package let initialValidation: TrainingValidation?
  /// The model as the optimizer leaves it.
  private(set) var updated: Objective.Model
  private(set) var optimizer: AdamW
  /// The most bytes that a forward pass has kept for its backward pass.
  package private(set) var keptBytes: Int
  let stream: RandomStream

  /// - Parameters:
  ///   - model: to start from.
  ///   - stream: from which those of batches, passes and validation are derived.
  /// - Throws: where the examples do not suit the model or a setting is out of range.
  package init(
    _ model: Objective.Model, _ examples: Objective.Examples, _ settings: Objective.Settings,
    stream: RandomStream
  ) throws(TrainingError) {
    let objective = try Objective(model, examples, settings)
    self.init(
      objective, model, AdamW(for: model, objective.recipe.optimizer), history: [],
      initialValidation: objective.initialValidation(of: model, stream), keptBytes: 0,
      stream: stream)
  }

  init(
    _ objective: Objective, _ model: Objective.Model, _ optimizer: AdamW,
    history: [TrainingIteration], initialValidation: TrainingValidation?, keptBytes: Int,
    stream: RandomStream
  ) {
    self.objective = objective
    self.history = history
    self.initialValidation = initialValidation
    updated = model
    self.optimizer = optimizer
    self.keptBytes = keptBytes
    self.stream = stream
  }

  /// The trained model, after the iterations so far.
  package var model: Objective.Model { objective.result(updated) }

  package var isFinished: Bool { history.count >= objective.recipe.iterations }

  package var initialValidationLoss: Double? { initialValidation?.loss }

  /// The latest validation loss.
  package var validationLoss: Double? {
    history.last(where: { $0.validationLoss != nil })?.validationLoss ?? initialValidationLoss
  }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, or what a pass throws, leaving everything as it was before
  ///   the iteration; after the last iteration also where a weight is not finite, which no further
  ///   loss would reveal.
  /// - Precondition: training is not finished.
  @discardableResult
  package mutating func advance() throws(TrainingError) -> TrainingIteration {
    precondition(!isFinished, "training is finished")
    let (index, recipe) = (history.count, objective.recipe)
    let step = try step(at: index)
    guard step.loss.isFinite else { throw .notFinite("the training loss", iteration: index + 1) }
    let norm = GradientNorm(of: step.gradients)
    guard norm.value.isFinite else { throw .notFinite("the gradient norm", iteration: index + 1) }

    let learningRate = recipe.learningRates.rate(at: index)
    optimizer.update(
      &updated, gradients: step.gradients, learningRate: learningRate,
      gradientScale: norm.clipScale(limit: recipe.gradientClip))
    if index + 1 == recipe.iterations,
      !updated.tensors.allSatisfy({ $0.values.allSatisfy(\.isFinite) })
    {
      throw .notFinite("a weight", iteration: index + 1)
    }
    objective.update(updated, step.measures)

    let validation =
      recipe.evaluates(after: index + 1) ? objective.validation(of: updated, stream) : nil
    let iteration = TrainingIteration(
      iteration: index + 1, loss: step.loss, accuracy: step.accuracy, learningRate: learningRate,
      gradientNorm: norm.value, validationLoss: validation?.loss,
      validationAccuracy: validation?.accuracy)
    history.append(iteration)
    keptBytes = max(keptBytes, step.keptBytes)
    return iteration
  }

  /// The means over an iteration's batches. It has no variables, which would hold tensors that the
  /// optimizer could then not update in place.
  private struct Step {
    var loss = 0.0
    var accuracy: Double?
    var measures: [Objective.Measures] = []
    var gradients: [Tensor] = []
    var keptBytes = 0
  }

  private func step(at index: Int) throws(TrainingError) -> Step {
    let batches = objective.batches(at: index, stream)
    var (step, gradients): (Step, [Tensor]?) = (Step(), nil)
    for (part, batch) in batches.enumerated() {
      let tape = Tape(attention: objective.recipe.attention)
      let heldBytes = TensorStorage.heldBytes
      let pass = try objective.pass(
        over: batch, updated,
        stream.derived(for: "dropout", index: index * batches.count + part), on: tape)
      step.keptBytes = max(step.keptBytes, TensorStorage.heldBytes - heldBytes)
      step.loss += pass.reportedLoss
      if let accuracy = pass.accuracy { step.accuracy = (step.accuracy ?? 0) + accuracy }
      step.measures.append(pass.measures)
      let share = batches.count == 1 ? pass.loss : pass.loss * (1 / Float(batches.count))
      gradients = tape.gradients(of: share, by: pass.leaves, adding: gradients.take())
    }
    step.loss /= Double(batches.count)
    step.accuracy = step.accuracy.map { $0 / Double(batches.count) }
    step.gradients = gradients ?? []
    return step
  }
}
