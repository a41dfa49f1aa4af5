import Foundation

/// The training of a diffusion model, as a value that can be saved between iterations.
///
/// Each image gets noise of a step drawn uniformly, and the loss is the mean squared error of the
/// prediction (Ho et al. 2020, equation 14, which leaves out the bound's weights). Some captions are
/// left out, so that the model also learns to do without, which guidance needs (Ho & Salimans 2022).
public struct DiffusionTraining: Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public var recipe: TrainingRecipe
    /// The share of captions that are left out.
    public var captionDropout: Double
    /// How slowly the average of the weights follows them once it has warmed up; it is what is
    /// sampled from.
    public var averageDecay: Double
    /// At most so many held-out images are evaluated.
    public var evaluationImages: Int

    public init(
      recipe: TrainingRecipe = TrainingRecipe(), captionDropout: Double = 0.1,
      averageDecay: Double = 0.995, evaluationImages: Int = 256
    ) {
      self.recipe = recipe
      self.captionDropout = captionDropout
      self.averageDecay = averageDecay
      self.evaluationImages = evaluationImages
    }
  }

  /// Images, or their latents, with a caption each.
  public struct Examples: Sendable {
    /// (N, H, W, channels)
    public let images: Tensor
    public let captions: [[Int32]]

    /// - Precondition: there is a caption for every image; it may be empty.
    public init(images: Tensor, captions: [[Int32]]) {
      precondition(images.shape[0] == captions.count)
      self.images = images
      self.captions = captions
    }

    var checksum: UInt64 { images.checksum ^ captions.checksum }
  }

  public let settings: Settings
  private var loop: FineTuningLoop<DiffusionModel>
  private var average: ExponentialMovingAverage
  private let examples, validation: Examples
  /// The loss on what is held back before training; nil without any.
  public let initialLoss: Double?

  /// - Parameter stream: from which those of batches, steps, noise, dropout and evaluation are
  ///   derived.
  /// - Throws: where the examples do not suit the model or a setting is out of range.
  public init(
    model: DiffusionModel, examples: Examples, validation: Examples, settings: Settings,
    stream: RandomStream
  ) throws(TrainingError) {
    try settings.recipe.check()
    for (name, value) in [
      ("captionDropout", settings.captionDropout), ("averageDecay", settings.averageDecay),
    ] where !(0...1 ~= value) {
      throw .setting(name, "must be between 0 and 1, but is \(value)")
    }
    try examples.check(for: model)
    if !validation.captions.isEmpty { try validation.check(for: model) }
    self.settings = settings
    self.examples = examples
    self.validation = validation
    loop = FineTuningLoop(
      model, examples: examples.captions.count, settings.recipe, stream: stream)
    average = ExponentialMovingAverage(
      of: model.tensors, decay: settings.averageDecay, warmUp: .byUpdates)
    initialLoss = model.loss(on: validation, settings, stream)
  }

  public var history: [FineTuningIteration] { loop.history }
  public var isFinished: Bool { loop.isFinished }

  /// The model with the average of the weights; the history's validation losses are those of it.
  public var model: DiffusionModel {
    var model = loop.model
    model.withTensors { $0 = average.tensors }
    return model
  }

  /// The validation loss of the weights as the last iteration left them, not of their average; nil
  /// without any examples held back.
  public var unaveragedValidationLoss: Double? {
    loop.model.loss(on: validation, settings, loop.stream)
  }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was.
  @discardableResult
  public mutating func advance() throws(TrainingError) -> FineTuningIteration {
    let (examples, dropout) = (examples, settings.captionDropout)
    try loop.advance { model, rows, stream, tape in
      var drops = stream.derived(for: "captions")
      let captions = rows.map { drops.uniform() < dropout ? [] : examples.captions[$0] }
      let pass = DiffusionModel.Pass(model, on: tape)
      let loss = model.loss(
        of: examples.images.batchRows(rows), captions, pass, stream: stream)
      return .init(loss: loss, leaves: pass.leaves)
    }
    average.update(loop.model.tensors)
    if loop.isEvaluated {
      loop.history[loop.history.count - 1].validationLoss =
        model.loss(on: validation, settings, loop.stream)
    }
    return loop.history.last!
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

  /// The mean loss on held-out examples, with the same steps and noise each time; nil for none.
  fileprivate func loss(
    on examples: DiffusionTraining.Examples, _ settings: DiffusionTraining.Settings,
    _ stream: RandomStream
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

extension DiffusionTraining.Examples {
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

extension DiffusionTraining {
  private struct State: Codable {
    let loop: FineTuningLoop<DiffusionModel>.State
    let model: DiffusionModel.Description
    let captionDropout, averageDecay: Double
    let evaluationImages: Int
    let initialLoss: Double?
  }

  private static func checksum(_ examples: Examples, _ validation: Examples) -> UInt64 {
    examples.checksum ^ validation.checksum &* 31
  }

  /// Everything but the examples, as bytes.
  public func archive() throws -> Data {
    let state = State(
      loop: loop.state(checksum: Self.checksum(examples, validation)),
      model: loop.model.description, captionDropout: settings.captionDropout,
      averageDecay: settings.averageDecay, evaluationImages: settings.evaluationImages,
      initialLoss: initialLoss)
    return try Archive.data(
      of: state, loop.model.tensors + loop.optimizer.moments + average.tensors)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the examples are others.
  public init(archive data: Data, examples: Examples, validation: Examples) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    loop = try FineTuningLoop(
      state.loop, queue.take(state.model), examples: examples.captions.count,
      checksum: Self.checksum(examples, validation), &queue)
    let averaged = try queue.take(loop.model.tensors.count)
    guard averaged.map(\.shape) == loop.model.tensors.map(\.shape) else {
      throw Archive.Failure.damaged("the average is that of another model")
    }
    try queue.finish()
    average = ExponentialMovingAverage(
      of: averaged, decay: state.averageDecay, warmUp: .byUpdates, updates: loop.history.count)
    settings = Settings(
      recipe: loop.recipe, captionDropout: state.captionDropout,
      averageDecay: state.averageDecay, evaluationImages: state.evaluationImages)
    self.examples = examples
    self.validation = validation
    initialLoss = state.initialLoss
  }
}
