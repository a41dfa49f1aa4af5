/// How images are drawn from a diffusion model.
public struct DiffusionSampling: Codable, Hashable, Sendable {
  /// How a step is made.
  public enum Solver: Codable, Hashable, Sendable {
    /// DDIM (Song et al. 2021).
    ///
    /// - Parameter eta: how much fresh noise a step adds: 0 is DDIM, 1 is DDPM where all steps are
    ///   taken.
    case ddim(eta: Double)
    /// DPM-Solver++(2M) (Lu et al. 2022), which adds none.
    case multistep
  }

  /// How many steps of the schedule a whole way from noise to an image has.
  public var steps: Int
  public var solver: Solver
  /// The scale of classifier-free guidance: 1 follows the caption as it was learned, more follows it
  /// more closely than the data do, 0 not at all.
  public var guidance: Double

  public init(steps: Int = 50, solver: Solver = .ddim(eta: 0), guidance: Double = 1) {
    self.steps = steps
    self.solver = solver
    self.guidance = guidance
  }
}

/// What sampling begins with in place of noise alone.
public struct SamplingStart: Sendable {
  /// Images, or their latents: (captions, H, W, channels).
  public let images: Tensor
  /// The share of the way that they go back into the noise and forth again, above 0 and at most 1
  /// (Meng et al. 2022, SDEdit).
  public let strength: Double
  /// Whether each place, row by row, stays as it is in the images; nil where all are drawn anew.
  public let keeps: [Bool]?

  /// - Precondition: the strength is in its range, and there is a place for every pixel or none.
  public init(images: Tensor, strength: Double = 1, keeps: [Bool]? = nil) {
    precondition(strength > 0 && strength <= 1)
    precondition(keeps == nil || keeps!.count == images.shape[1] * images.shape[2])
    self.images = images
    self.strength = strength
    self.keeps = keeps
  }

  /// How many of all steps are taken with such a strength, at least one.
  public static func steps(of all: Int, strength: Double) -> Int {
    max(1, Int((strength * Double(all)).rounded()))
  }

  /// `drawn`, with what is kept of `known` in its places.
  func keeping(_ known: Tensor, in drawn: Tensor) -> Tensor {
    guard let keeps else { return drawn }
    let channels = drawn.columns
    return drawn.withUnsafeBuffer { drawn in
      known.withUnsafeBuffer { known in
        Tensor(
          drawn.indices.map { keeps[$0 / channels % keeps.count] ? known[$0] : drawn[$0] },
          shape: images.shape)
      }
    }
  }
}

extension DiffusionModel {
  /// Draws an image for every caption: (captions, H, W, channels).
  ///
  /// An image's noise has a stream of its own, so it does not depend on how many are drawn.
  ///
  /// - Parameters:
  ///   - start: images to begin with, one a caption; nil begins with noise. What is to be kept of
  ///     them is put in its place after every step, with the noise that belongs there, as in
  ///     RePaint (Lugmayr et al. 2022) without its repetitions.
  ///   - first: the number of the first image among all that are drawn from the stream.
  ///   - observe: called after every step with the step, and the images that the model finds in
  ///     the noise. May throw to stop.
  /// - Precondition: `settings.steps` is between 1 and the schedule's.
  public func sample(
    captions: [[Int32]], _ settings: DiffusionSampling, from start: SamplingStart? = nil,
    stream: RandomStream, first: Int = 0, observe: (_ step: Int, _ images: Tensor) throws -> Void
  ) rethrows -> Tensor {
    let shape =
      [captions.count, configuration.height, configuration.width, configuration.network.channels]
    precondition(start?.images.shape ?? shape == shape)
    func noise(_ purpose: String, _ index: Int) -> Tensor {
      Tensor.noise(shape, stream: stream.derived(for: purpose, index: index), first: first)
    }
    func all(_ step: Int) -> [Int] { Array(repeating: step, count: captions.count) }
    let steps = settings.denoisingSteps(start, schedule)
    let (pass, startNoise) = (Pass(self), noise("start", 0))
    var noisy =
      start.map { schedule.noisy(image: $0.images, noise: startNoise, steps: all(steps[0].step)) }
      ?? startNoise
    var previous: (step: DenoisingStep, image: Tensor)?
    for (index, step) in steps.enumerated() {
      let found = found(in: noisy, at: all(step.step), captions, settings.guidance, pass)
      noisy = step(
        image: found.image, noise: found.noise,
        fresh: step.fresh > 0 ? noise("fresh", index) : nil)
      if settings.solver == .multistep, let previous,
        let correction = MultistepCorrection(of: step, after: previous.step, schedule)
      {
        noisy = correction(noisy, found.image, since: previous.image)
      }
      previous = (step, found.image)
      if let start, start.keeps != nil {
        let known =
          step.next < 0
          ? start.images
          : schedule.noisy(image: start.images, noise: startNoise, steps: all(step.next))
        noisy = start.keeping(known, in: noisy)
      }
      try observe(step.step, found.image)
    }
    return noisy
  }

  /// The same without being watched.
  public func sample(
    captions: [[Int32]], _ settings: DiffusionSampling, from start: SamplingStart? = nil,
    stream: RandomStream
  ) -> Tensor {
    sample(captions: captions, settings, from: start, stream: stream) { _, _ in }
  }

  /// The images and the noise that the model finds.
  private func found(
    in noisy: Tensor, at steps: [Int], _ captions: [[Int32]], _ guidance: Double, _ pass: Pass
  ) -> (image: Tensor, noise: Tensor) {
    let found = configuration.prediction.imageAndNoise(
      prediction: guidedPrediction(noisy, steps, captions, guidance, pass), noisy: noisy,
      steps: steps, schedule)
    return configuration.isLimited ? limited(found.image, noisy, steps) : found
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

extension DiffusionSampling {
  fileprivate func denoisingSteps(
    _ start: SamplingStart?, _ schedule: NoiseSchedule
  ) -> [DenoisingStep] {
    let eta =
      switch solver {
      case .ddim(let eta): eta
      case .multistep: 0.0
      }
    let all = DenoisingStep.all(schedule.subsequence(steps), eta: eta, schedule)
    return Array(
      all.suffix(start.map { SamplingStart.steps(of: steps, strength: $0.strength) } ?? steps))
  }
}
