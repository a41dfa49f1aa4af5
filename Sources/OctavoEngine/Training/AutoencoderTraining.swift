import Foundation

/// The training of an autoencoder on images, as a value that can be saved between iterations.
///
/// The loss is the mean squared error of a pixel, plus the divergence of the latents from a standard
/// normal distribution (Kingma & Welling 2014), counted by pixel too and weighted.
public struct AutoencoderTraining: Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public var recipe: TrainingRecipe
    /// The weight of the divergence; small, for a diffusion model needs latents that are smooth and
    /// not that are normal (Rombach et al. 2022).
    public var divergenceWeight: Double

    public init(
      recipe: TrainingRecipe = TrainingRecipe(), divergenceWeight: Double = 1e-3
    ) {
      self.recipe = recipe
      self.divergenceWeight = divergenceWeight
    }
  }

  /// The two parts of an iteration's loss.
  public struct Parts: Codable, Hashable, Sendable {
    /// Mean squared error, images being between −1 and 1.
    public let reconstruction: Double
    /// KL(q(z|x) ‖ N(0, 1)) in nats an image.
    public let divergence: Double
  }

  public let settings: Settings
  private var loop: FineTuningLoop<Autoencoder>
  /// One an iteration.
  public private(set) var parts: [Parts] = []
  private let images, validation: Tensor
  /// The error on what is held back before training; nil without any.
  public let initialError: Double?

  /// - Parameters:
  ///   - images: (N, H, W, channels), between −1 and 1.
  ///   - validation: more of them, held back; may have no rows.
  /// - Throws: where a setting is out of range.
  public init(
    model: Autoencoder, images: Tensor, validation: Tensor, settings: Settings,
    stream: RandomStream
  ) throws(TrainingError) {
    try settings.recipe.check()
    try images.check(forImagesOf: model.configuration.channels, model.configuration.factor)
    self.settings = settings
    (self.images, self.validation) = (images, validation)
    loop = FineTuningLoop(model, examples: images.shape[0], settings.recipe, stream: stream)
    initialError = model.reconstructionError(on: validation)
  }

  public var history: [FineTuningIteration] { loop.history }
  public var isFinished: Bool { loop.isFinished }

  /// The model with latents scaled to variance 1 over the training images.
  public var model: Autoencoder {
    var model = loop.model
    model.latentScale = 1
    let latents = model.encoded(images.batchRows(Array(0..<min(images.shape[0], 1024))))
    let count = Double(latents.count)
    let mean = latents.sum() / count
    let square = latents.withUnsafeBuffer { $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
    model.latentScale = 1 / max(1e-6, square / count - mean * mean).squareRoot()
    return model
  }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was.
  @discardableResult
  public mutating func advance() throws(TrainingError) -> FineTuningIteration {
    let (images, weight) = (images, settings.divergenceWeight)
    var made: Parts?
    try loop.advance { model, rows, stream, tape in
      let batch = images.batchRows(rows)
      let weights = Weights(model.parameters, on: tape)
      let distribution = model.distribution(Variable(batch), weights)
      let shape = distribution.shape.dropLast() + [model.configuration.latentChannels]
      let noise = Tensor.noise(Array(shape), stream: stream.derived(for: "noise"))
      let error = model.images(distribution.gaussianSample(noise: noise), weights)
        .meanSquaredError(batch)
      let divergence = distribution.gaussianKL()
      made = Parts(
        reconstruction: Double(error.value.scalar), divergence: Double(divergence.value.scalar))
      let scale = Float(weight) / Float(batch.count / rows.count)
      return .init(loss: error + divergence * scale, leaves: weights.variables)
    }
    parts.append(made!)
    if loop.isEvaluated {
      loop.history[loop.history.count - 1].validationLoss =
        loop.model.reconstructionError(on: validation)
    }
    return loop.history.last!
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

extension AutoencoderTraining {
  private struct State: Codable {
    let loop: FineTuningLoop<Autoencoder>.State
    let configuration: Autoencoder.Configuration
    let divergenceWeight: Double
    let parts: PackedRecords<Parts>
    let initialError: Double?
  }

  private static func checksum(_ images: Tensor, _ validation: Tensor) -> UInt64 {
    images.checksum ^ validation.checksum &* 31
  }

  /// Everything but the images, as bytes.
  public func archive() throws -> Data {
    let state = State(
      loop: loop.state(checksum: Self.checksum(images, validation)),
      configuration: loop.model.configuration, divergenceWeight: settings.divergenceWeight,
      parts: PackedRecords(parts), initialError: initialError)
    return try Archive.data(of: state, loop.model.tensors + loop.optimizer.moments)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the images are others.
  public init(archive data: Data, images: Tensor, validation: Tensor) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    let model = try Autoencoder(
      state.configuration, parameters: queue.take(state.configuration.parameters), latentScale: 1)
    loop = try FineTuningLoop(
      state.loop, model, examples: images.shape[0],
      checksum: Self.checksum(images, validation), &queue)
    try queue.finish()
    settings = Settings(recipe: loop.recipe, divergenceWeight: state.divergenceWeight)
    (self.images, self.validation) = (images, validation)
    parts = state.parts.values
    initialError = state.initialError
  }
}

extension Autoencoder: Trainable {
  var tensors: [Tensor] { parameters.tensors }
  mutating func withTensors(_ body: (inout [Tensor]) -> Void) { body(&parameters.tensors) }
}
