/// Autoencoding of images: the mean squared error of a pixel, plus the weighted divergence of the
/// latents from a standard normal distribution (Kingma & Welling 2014), by pixel too. A perceptual
/// distance and an adversary may be added (Esser et al. 2021; Rombach et al. 2022, section 3.1).
package struct Autoencoding: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    /// The weight of the divergence; small, for a diffusion model needs latents that are smooth and
    /// not that are normal (Rombach et al. 2022).
    package var divergenceWeight: Double
    /// The weight of the perceptual distance, where the examples have one.
    package var perceptualWeight: Double
    package var adversary: Adversary.Settings?

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), divergenceWeight: Double = 1e-3,
      perceptualWeight: Double = 1, adversary: Adversary.Settings? = nil
    ) {
      self.recipe = recipe
      self.divergenceWeight = divergenceWeight
      self.perceptualWeight = perceptualWeight
      self.adversary = adversary
    }
  }

  /// Images, (N, H, W, channels) between −1 and 1, and the perceptual distance of the loss, if any.
  package struct Examples: Sendable {
    package let training, validation: Tensor
    package let perception: PerceptualDistance?

    package init(training: Tensor, validation: Tensor, perception: PerceptualDistance? = nil) {
      self.training = training
      self.validation = validation
      self.perception = perception
    }
  }

  /// The parts of a loss, without their weights.
  package struct Parts: Codable, Hashable, Sendable {
    /// Mean squared error, images being between −1 and 1.
    package let reconstruction: Double
    /// KL(q(z|x) ‖ N(0, 1)) in nats an image.
    package let divergence: Double
    /// Nil without a perceptual distance.
    package let perceptual: Double?
    /// Nil without an adversary, and before it begins.
    package let adversarial: Adversarial?
  }

  /// What an adversary contributes to an iteration.
  package struct Adversarial: Codable, Hashable, Sendable {
    /// The mean score of reconstructions.
    package let score: Double
    /// What the scores' gradient was multiplied by.
    package let weight: Double
    /// The discriminator's hinge loss, 1 where all its scores are 0.
    package let discriminatorLoss: Double
  }

  package struct Measures: Sendable {
    let parts: Parts
    let lesson: Adversary.Lesson?
  }

  package struct State: Codable {
    let parts: PackedRecords<Parts>
    let lessons: Int?
  }

  package let settings: Settings
  /// One an iteration.
  package private(set) var parts: [Parts] = []
  /// The adversary before the next iteration.
  package var adversary: Adversary?
  private let examples: Examples

  package init(
    _ model: Autoencoder, _ examples: Examples, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try examples.training.check(
      forImagesOf: model.configuration.channels, model.configuration.factor)
    try examples.perception?.check(examples.training)
    if let settings = settings.adversary { adversary = try Adversary(settings) }
    self.settings = settings
    self.examples = examples
  }

  package var recipe: TrainingRecipe { settings.recipe }
  package var checksum: UInt64 {
    examples.training.checksum ^ examples.validation.checksum &* 31
      ^ (examples.perception?.checksum ?? 0)
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [Tensor] {
    [examples.training.batchRows(recipe.rows(of: examples.training.shape[0], at: index, stream))]
  }

  package func pass(
    over batch: Tensor, _ model: Autoencoder, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Measures> {
    let weights = Weights(model.parameters, on: tape)
    let distribution = model.distribution(Variable(batch), weights)
    let shape = distribution.shape.dropLast() + [model.configuration.latentChannels]
    let noise = Tensor.noise(Array(shape), stream: stream.derived(for: "noise"))
    let decoder = model.decoder(weights)
    let features = decoder.features(distribution.gaussianSample(noise: noise))
    let rebuilt = decoder.output(features)
    let divergence = distribution.gaussianKL()
    let scale = Float(settings.divergenceWeight) / Float(batch.count / batch.shape[0])
    if let adversary, let settings = settings.adversary, parts.count >= settings.start {
      let contest = Contest(
        rebuilt.value, batch, features.value, decoder.output, adversary, settings
      ) { self.likeness($0, to: batch) }
      let regularization = divergence * scale
      return TrainingPass(
        loss: (rebuilt * Variable(contest.gradient)).sum() + regularization,
        leaves: weights.variables,
        reportedLoss: contest.loss + Double(regularization.value.scalar),
        measures: Measures(
          parts: contest.likeness.parts(divergence, contest.adversarial), lesson: contest.lesson))
    }
    let likeness = self.likeness(rebuilt, to: batch)
    return TrainingPass(
      loss: likeness.loss + divergence * scale, leaves: weights.variables,
      measures: Measures(parts: likeness.parts(divergence), lesson: nil))
  }

  private func likeness(_ rebuilt: Variable, to images: Tensor) -> Likeness {
    let error = rebuilt.meanSquaredError(images)
    guard let perception = examples.perception else { return Likeness(error: error) }
    return Likeness(
      error: error, perceptual: perception(rebuilt, to: images),
      weight: Float(settings.perceptualWeight))
  }

  package func validation(
    of model: Autoencoder, _ stream: RandomStream
  ) -> TrainingValidation? {
    model.reconstructionError(on: examples.validation).map { TrainingValidation(loss: $0) }
  }

  package mutating func update(_ model: Autoencoder, _ measures: [Measures]) {
    let (rate, clip) = (recipe.learningRates.rate(at: parts.count), recipe.gradientClip)
    for lesson in measures.compactMap(\.lesson) {
      adversary?.learn(lesson, learningRate: rate, gradientClip: clip)
    }
    parts += measures.map(\.parts)
  }

  /// The model with latents scaled to variance 1 over the training images.
  package func result(_ model: Autoencoder) -> Autoencoder {
    var model = model
    model.latentScale = 1
    let count = min(examples.training.shape[0], 1024)
    let latents = model.encoded(examples.training.batchRows(Array(0..<count)))
    let mean = latents.sum() / Double(latents.count)
    let square = latents.withUnsafeBuffer { $0.reduce(0.0) { $0 + Double($1) * Double($1) } }
    let variance = square / Double(latents.count) - mean * mean
    model.latentScale = 1 / max(1e-6, variance).squareRoot()
    return model
  }

  package var state: State { State(parts: PackedRecords(parts), lessons: adversary?.steps) }
  package var archivedTensors: [Tensor] { adversary?.tensors ?? [] }

  package mutating func restore(
    _ state: State, iterations: Int, from queue: inout TensorQueue
  ) throws {
    guard state.parts.values.count == iterations else {
      throw Archive.Failure.damaged("parts of the loss are missing")
    }
    parts = state.parts.values
    if let settings = settings.adversary {
      try adversary?.restore(steps: state.lessons ?? 0, settings, from: &queue)
    }
  }
}

/// The losses that compare reconstructions with their images.
private struct Likeness {
  let error: Variable
  var perceptual: Variable?
  var weight: Float = 0

  var loss: Variable { perceptual.map { error + $0 * weight } ?? error }
  /// Off the tape.
  var detached: Likeness {
    Likeness(error: error.detached, perceptual: perceptual?.detached, weight: weight)
  }

  func parts(
    _ divergence: Variable, _ adversarial: Autoencoding.Adversarial? = nil
  ) -> Autoencoding.Parts {
    Autoencoding.Parts(
      reconstruction: Double(error.value.scalar), divergence: Double(divergence.value.scalar),
      perceptual: perceptual.map { Double($0.value.scalar) }, adversarial: adversarial)
  }
}

/// An autoencoder and its adversary over one batch.
private struct Contest {
  let likeness: Likeness
  /// The loss for the history, without the adversary's score, which has no natural zero.
  let loss: Double
  /// The gradient of all parts of the loss but the divergence, by the reconstructions.
  let gradient: Tensor
  let adversarial: Autoencoding.Adversarial
  let lesson: Adversary.Lesson

  /// - Parameters:
  ///   - features: from which `layer` computed the reconstructions.
  ///   - compare: computes the losses that compare reconstructions with the images.
  init(
    _ rebuilt: Tensor, _ images: Tensor, _ features: Tensor, _ layer: Convolution,
    _ adversary: Adversary, _ settings: Adversary.Settings, _ compare: (Variable) -> Likeness
  ) {
    func differentiated<Result>(_ result: (Variable) -> (Result, Variable)) -> (Result, Tensor) {
      let tape = Tape()
      let variable = tape.variable(rebuilt)
      let (result, loss) = result(variable)
      return (result, tape.gradients(of: loss, by: [variable])[0])
    }
    let (likeness, reconstruction) = differentiated {
      let likeness = compare($0)
      return (likeness.detached, likeness.loss)
    }
    let (misled, scores) = differentiated {
      let loss = adversary.loss(of: $0)
      return (Double(loss.value.scalar), loss)
    }
    let adaptive =
      settings.isAdaptive
      ? AdaptiveWeight.value(
        layer, features: features, reconstruction: reconstruction, adversary: scores) : 1
    let weight = adaptive * settings.weight
    gradient = (Variable(reconstruction) + Variable(scores) * Float(weight)).value
    lesson = adversary.lesson(images: images, rebuilt: rebuilt)
    adversarial = Autoencoding.Adversarial(
      score: -misled, weight: weight, discriminatorLoss: lesson.loss)
    self.likeness = likeness
    loss = lesson.loss.isFinite ? Double(likeness.loss.value.scalar) : .nan
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

extension PerceptualDistance {
  /// Checks that the network reads such images.
  fileprivate func check(_ images: Tensor) throws(TrainingError) {
    let shape = [configuration.imageHeight, configuration.imageWidth, configuration.channels]
    guard Array(images.shape.dropFirst()) == shape else {
      throw .setting("images", "must be (N, \(shape)) for the network, but are \(images.shape)")
    }
  }
}
