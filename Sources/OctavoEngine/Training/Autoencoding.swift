/// Autoencoding of images: the mean squared error of a pixel, plus the weighted divergence of the
/// latents from a standard normal distribution (Kingma & Welling 2014), by pixel too.
package struct Autoencoding: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// The weight of the divergence; small, for a diffusion model needs latents that are smooth and
    /// not that are normal (Rombach et al. 2022).
    package var divergenceWeight: Double

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), divergenceWeight: Double = 1e-3
    ) {
      self.recipe = recipe
      self.divergenceWeight = divergenceWeight
    }
  }

  /// The two parts of a loss.
  package struct Parts: Codable, Hashable, Sendable {
    /// Mean squared error, images being between −1 and 1.
    package let reconstruction: Double
    /// KL(q(z|x) ‖ N(0, 1)) in nats an image.
    package let divergence: Double
  }

  package let settings: Settings
  /// One an iteration.
  package private(set) var parts: [Parts] = []
  private let images: TrainingExamples<Tensor>

  /// - Parameter images: (N, H, W, channels), between −1 and 1.
  package init(
    _ model: Autoencoder, _ images: TrainingExamples<Tensor>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try images.training.check(
      forImagesOf: model.configuration.channels, model.configuration.factor)
    self.settings = settings
    self.images = images
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 { images.training.checksum ^ images.validation.checksum &* 31 }

  package func batches(at index: Int, _ stream: RandomStream) -> [Tensor] {
    [images.training.batchRows(recipe.rows(of: images.training.shape[0], at: index, stream))]
  }

  package func pass(
    over batch: Tensor, _ model: Autoencoder, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Parts> {
    let weights = Weights(model.parameters, on: tape)
    let distribution = model.distribution(Variable(batch), weights)
    let shape = distribution.shape.dropLast() + [model.configuration.latentChannels]
    let noise = Tensor.noise(Array(shape), stream: stream.derived(for: "noise"))
    let error = model.images(distribution.gaussianSample(noise: noise), weights)
      .meanSquaredError(batch)
    let divergence = distribution.gaussianKL()
    let scale = Float(settings.divergenceWeight) / Float(batch.count / batch.shape[0])
    return TrainingPass(
      loss: error + divergence * scale, leaves: weights.variables,
      measures: Parts(
        reconstruction: Double(error.value.scalar), divergence: Double(divergence.value.scalar)))
  }

  package func validation(
    of model: Autoencoder, _ stream: RandomStream
  ) -> TrainingValidation? {
    model.reconstructionError(on: images.validation).map { TrainingValidation(loss: $0) }
  }

  package mutating func update(_ model: Autoencoder, _ measures: [Parts]) {
    parts += measures
  }

  /// The model with latents scaled to variance 1 over the training images.
  package func result(_ model: Autoencoder) -> Autoencoder {
    var model = model
    model.latentScale = 1
    let count = min(images.training.shape[0], 1024)
    let latents = model.encoded(images.training.batchRows(Array(0..<count)))
    let mean = latents.sum() / Double(latents.count)
    let square = latents.withUnsafeBuffer { $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
    let variance = square / Double(latents.count) - mean * mean
    model.latentScale = 1 / max(1e-6, variance).squareRoot()
    return model
  }

  package var state: PackedRecords<Parts> { PackedRecords(parts) }

  package mutating func restore(
    _ state: PackedRecords<Parts>, iterations: Int, from queue: inout TensorQueue
  ) throws {
    guard state.values.count == iterations else {
      throw Archive.Failure.damaged("parts of the loss are missing")
    }
    parts = state.values
  }
}

extension Autoencoder {
  /// The mean squared error of images that go through the means of their latents; nil for none.
  public func reconstructionError(on images: Tensor) -> Double? {
    guard images.shape[0] > 0 else { return nil }
    let weights = Weights(parameters)
    let width = configuration.latentChannels
    let rebuilt = images.mapped(batch: 64) { part in
      self.images(distribution(Variable(part), weights).leading(width), weights).value
    }
    return Double(Variable(rebuilt).meanSquaredError(images).value.scalar)
  }
}

extension Tensor {
  /// Whether these are images that halve often enough.
  func check(forImagesOf channels: Int, _ factor: Int) throws(TrainingError) {
    guard shape.count == 4, shape[0] > 0, shape[3] == channels,
      shape[1].isMultiple(of: factor), shape[2].isMultiple(of: factor)
    else {
      throw .setting(
        "images",
        "must be (N, H, W, \(channels)) with sides that are multiples of \(factor), "
          + "but are \(shape)")
    }
  }
}
