/// Denoising, which trains a diffusion model: each image gets noise of a step drawn uniformly, and
/// the loss is the mean squared error of the prediction (Ho et al. 2020, equation 14, which leaves
/// out the bound's weights). Some captions are left out, so that the model also learns to do without,
/// which guidance needs (Ho & Salimans 2022).
package struct Denoising: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// The share of captions that are left out.
    package var captionDropout: Double
    /// How slowly the average of the weights follows them once it has warmed up; it is what is
    /// sampled from.
    package var averageDecay: Double
    /// At most so many held-out images are evaluated.
    package var evaluationImages: Int

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), captionDropout: Double = 0.1,
      averageDecay: Double = 0.995, evaluationImages: Int = 256
    ) {
      self.recipe = recipe
      self.captionDropout = captionDropout
      self.averageDecay = averageDecay
      self.evaluationImages = evaluationImages
    }
  }

  package let settings: Settings
  private var average: ExponentialMovingAverage
  private let examples: TrainingExamples<CaptionedImages>

  package init(
    _ model: DiffusionModel, _ examples: TrainingExamples<CaptionedImages>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    for (name, value) in [
      ("captionDropout", settings.captionDropout), ("averageDecay", settings.averageDecay),
    ] where !(0...1 ~= value) {
      throw .setting(name, "must be between 0 and 1, but is \(value)")
    }
    try examples.training.check(for: model)
    if !examples.validation.captions.isEmpty { try examples.validation.check(for: model) }
    self.settings = settings
    self.examples = examples
    average = ExponentialMovingAverage(
      of: model.tensors, decay: settings.averageDecay, warmUp: .byUpdates)
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { examples.training.checksum ^ examples.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [[Int]] {
    [recipe.rows(of: examples.training.captions.count, at: index, stream)]
  }

  package func pass(
    over rows: [Int], _ model: DiffusionModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    var drops = stream.derived(for: "captions")
    let captions = rows.map {
      drops.uniform() < settings.captionDropout ? [] : examples.training.captions[$0]
    }
    let pass = DiffusionModel.Pass(model, on: tape)
    let loss = model.loss(
      of: examples.training.images.batchRows(rows), captions, pass, stream: stream)
    return TrainingPass(loss: loss, leaves: pass.leaves)
  }

  /// The loss of the averaged weights.
  package func validation(
    of model: DiffusionModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    unaveragedValidation(of: result(model), stream)
  }

  /// The loss of the weights as the last iteration left them.
  package func unaveragedValidation(
    of model: DiffusionModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    model.loss(on: examples.validation, settings, stream).map { TrainingValidation(loss: $0) }
  }

  package mutating func update(_ model: DiffusionModel, _ measures: [Void]) {
    average.update(model.tensors)
  }

  /// The model with the average of the weights.
  package func result(_ model: DiffusionModel) -> DiffusionModel {
    var model = model
    model.withTensors { $0 = average.tensors }
    return model
  }

  package var archivedTensors: [Tensor] { average.tensors }

  package mutating func restore(
    _ state: NoObjectiveState, iterations: Int, from queue: inout TensorQueue
  ) throws {
    let averaged = try queue.take(average.tensors.count)
    guard averaged.map(\.shape) == average.tensors.map(\.shape) else {
      throw Archive.Failure.damaged("the average is that of another model")
    }
    average = ExponentialMovingAverage(
      of: averaged, decay: settings.averageDecay, warmUp: .byUpdates, updates: iterations)
  }
}

extension TrainingLoop<Denoising> {
  /// The validation loss of the weights as the last iteration left them, not of their average; nil
  /// without validation examples.
  package var unaveragedValidationLoss: Double? {
    objective.unaveragedValidation(of: updated, stream)?.loss
  }
}

extension DiffusionModel {
  /// The loss of images at steps and with noise that the stream decides.
  fileprivate func loss(
    of images: Tensor, _ captions: [[Int32]], _ pass: Pass, stream: RandomStream
  ) -> Variable {
    var draws = stream.derived(for: "steps")
    let steps = captions.map { _ in draws.integer(below: schedule.steps) }
    let noise = Tensor.noise(images.shape, stream: stream.derived(for: "noise"))
    let noisy = schedule.noisy(image: images, noise: noise, steps: steps)
    return prediction(noisy, steps: steps, captions: captions, pass).meanSquaredError(
      configuration.prediction.target(image: images, noise: noise, steps: steps, schedule))
  }

  /// The mean loss on examples, with the same steps and noise each time; nil for none.
  fileprivate func loss(
    on examples: CaptionedImages, _ settings: Denoising.Settings, _ stream: RandomStream
  ) -> Double? {
    let count = min(examples.captions.count, settings.evaluationImages)
    guard count > 0 else { return nil }
    let stream = stream.derived(for: "evaluation")
    let pass = Pass(self)
    let total = Swift.stride(from: 0, to: count, by: 64).reduce(0.0) { sum, first in
      let rows = Array(first..<min(count, first + 64))
      let loss = loss(
        of: examples.images.batchRows(rows), rows.map { examples.captions[$0] }, pass,
        stream: stream.derived(for: "batch", index: first))
      return sum + Double(loss.value.scalar) * Double(rows.count)
    }
    return total / Double(count)
  }
}

extension CaptionedImages {
  fileprivate func check(for model: DiffusionModel) throws(TrainingError) {
    let configuration = model.configuration
    let shape = [configuration.height, configuration.width, configuration.network.channels]
    guard Array(images.shape.dropFirst()) == shape, !captions.isEmpty else {
      throw .setting("images", "must be (N, \(shape)), but are \(images.shape)")
    }
    guard let text = model.text else { return }
    for caption in captions {
      if let token = caption.first(where: { $0 < 0 || $0 >= text.vocabulary.size }) {
        throw .unknownToken(token, vocabularySize: text.vocabulary.size)
      }
    }
  }
}
