/// How images are drawn from a diffusion model.
public struct DiffusionSampling: Codable, Hashable, Sendable {
  /// How many steps of the schedule are taken.
  public var steps: Int
  /// How much fresh noise a step adds: 0 is DDIM, 1 is DDPM where all steps are taken.
  public var eta: Double
  /// The scale of classifier-free guidance: 1 follows the caption as it was learned, more follows it
  /// more closely than the data do, 0 not at all.
  public var guidance: Double

  public init(steps: Int = 50, eta: Double = 0, guidance: Double = 1) {
    self.steps = steps
    self.eta = eta
    self.guidance = guidance
  }
}

extension DiffusionModel {
  /// Draws an image for every caption: (captions, H, W, channels).
  ///
  /// An image's noise has a stream of its own, so it does not depend on how many are drawn.
  ///
  /// - Parameters:
  ///   - first: the number of the first image among all that are drawn from the stream.
  ///   - observe: called after every step with the step, and the images that the model finds in
  ///     the noise. May throw to stop.
  /// - Precondition: `settings.steps` is between 1 and the schedule's.
  public func sample(
    captions: [[Int32]], _ settings: DiffusionSampling, stream: RandomStream, first: Int = 0,
    observe: (_ step: Int, _ images: Tensor) throws -> Void
  ) rethrows -> Tensor {
    let shape =
      [captions.count, configuration.height, configuration.width, configuration.network.channels]
    func noise(_ purpose: String, _ index: Int) -> Tensor {
      Tensor.noise(shape, stream: stream.derived(for: purpose, index: index), first: first)
    }
    let pass = Pass(self)
    var noisy = noise("start", 0)
    let steps = DenoisingStep.all(
      schedule.subsequence(settings.steps), eta: settings.eta, schedule)
    for (index, step) in steps.enumerated() {
      let at = Array(repeating: step.step, count: captions.count)
      let prediction = guidedPrediction(noisy, at, captions, settings.guidance, pass)
      var found = configuration.prediction.imageAndNoise(
        prediction: prediction, noisy: noisy, steps: at, schedule)
      if configuration.isLimited { found = limited(found.image, noisy, at) }
      noisy = step(
        image: found.image, noise: found.noise,
        fresh: step.fresh > 0 ? noise("fresh", index) : nil)
      try observe(step.step, found.image)
    }
    return noisy
  }

  /// The same without being watched.
  public func sample(
    captions: [[Int32]], _ settings: DiffusionSampling, stream: RandomStream
  ) -> Tensor {
    sample(captions: captions, settings, stream: stream) { _, _ in }
  }

  private func guidedPrediction(
    _ noisy: Tensor, _ steps: [Int], _ captions: [[Int32]], _ guidance: Double, _ pass: Pass
  ) -> Tensor {
    func predicted(_ captions: [[Int32]]) -> Tensor {
      prediction(noisy, steps: steps, captions: captions, pass).value
    }
    if text == nil || guidance == 1 { return predicted(captions) }
    let unconditional = predicted(captions.map { _ in [] })
    if guidance == 0 { return unconditional }
    return guided(
      conditional: predicted(captions), unconditional: unconditional, scale: guidance)
  }

  /// The image limited to −1 … 1, with the noise that then is left.
  private func limited(
    _ image: Tensor, _ noisy: Tensor, _ steps: [Int]
  ) -> (image: Tensor, noise: Tensor) {
    let image = Variable(image).clipped(to: -1...1).value
    return Prediction.image.imageAndNoise(
      prediction: image, noisy: noisy, steps: steps, schedule)
  }
}
