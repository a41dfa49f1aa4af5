import Foundation

/// The training of a language model on a corpus, as a value: it can be saved between any two
/// iterations, and what is restored goes on to the same bits.
public struct LanguageModelTraining: Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    /// Its batch is sequences of the model's whole context.
    public var recipe: TrainingRecipe
    /// Forward passes whose gradients are averaged into one update.
    public var accumulation: Int
    /// How much the loss of unevenly used experts counts, of a model that has some.
    public var balance: Double
    /// Batches in one estimate of the validation loss, the same ones each time.
    public var evaluationBatches: Int

    public init(
      recipe: TrainingRecipe = .nanoGPT, accumulation: Int = 1, balance: Double = 0.01,
      evaluationBatches: Int = 20
    ) {
      self.recipe = recipe
      self.accumulation = accumulation
      self.balance = balance
      self.evaluationBatches = evaluationBatches
    }

    func check() throws(TrainingError) {
      try recipe.check()
      for (name, value) in [
        ("accumulation", accumulation), ("evaluationBatches", evaluationBatches),
      ] where value < 1 {
        throw .setting(name, "must be at least 1, but is \(value)")
      }
    }
  }

  /// What one iteration did.
  public struct Iteration: Codable, Hashable, Sendable {
    /// Counted from 1.
    public let iteration: Int
    /// Mean cross-entropy of the iteration's batch before the update, in nats a token.
    public let loss: Double
    public let learningRate: Double
    /// Before clipping.
    public let gradientNorm: Double
    /// The estimate after this iteration, where one was made.
    public let validationLoss: Double?
  }

  public let settings: Settings
  public private(set) var model: GPT
  public private(set) var history: [Iteration]
  /// The estimate before the first iteration; nil without validation data.
  public let initialValidationLoss: Double?
  private var optimizer: AdamW
  private let corpus: TokenCorpus
  private let stream: RandomStream

  /// - Parameters:
  ///   - model: to start from.
  ///   - stream: from which those of batches, dropout and evaluation are derived.
  /// - Throws: `TrainingError` where the corpus does not suit the model or a setting is out of
  ///   range.
  public init(
    model: GPT, corpus: TokenCorpus, settings: Settings, stream: RandomStream
  ) throws(TrainingError) {
    try settings.check()
    try corpus.check(for: model.configuration)
    self.settings = settings
    self.model = model
    self.corpus = corpus
    self.stream = stream
    history = []
    optimizer = AdamW(for: model.parameters.tensors, settings.recipe.optimizer)
    initialValidationLoss = model.estimatedLoss(on: corpus, settings, stream)
  }

  public var isFinished: Bool { history.count >= settings.recipe.iterations }

  /// The latest estimate of the validation loss.
  public var validationLoss: Double? {
    history.last(where: { $0.validationLoss != nil })?.validationLoss ?? initialValidationLoss
  }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was before the iteration.
  /// - Precondition: training is not finished.
  @discardableResult
  public mutating func advance() throws(TrainingError) -> Iteration {
    precondition(!isFinished, "training is finished")
    let index = history.count
    let (loss, gradients) = gradients(at: index)
    guard loss.isFinite else { throw .notFinite("the training loss", iteration: index + 1) }
    let norm = GradientNorm(of: gradients)
    guard norm.value.isFinite else { throw .notFinite("the gradient norm", iteration: index + 1) }

    let learningRate = settings.recipe.learningRates.rate(at: index)
    optimizer.update(
      &model.parameters.tensors, gradients: gradients, learningRate: learningRate,
      gradientScale: norm.clipScale(limit: settings.recipe.gradientClip))

    let isEvaluated = settings.recipe.evaluates(after: index + 1)
    let iteration = Iteration(
      iteration: index + 1, loss: loss, learningRate: learningRate, gradientNorm: norm.value,
      validationLoss: isEvaluated ? model.estimatedLoss(on: corpus, settings, stream) : nil)
    history.append(iteration)
    return iteration
  }

  /// The mean loss and gradients of an iteration's batches.
  private func gradients(at index: Int) -> (loss: Double, gradients: [Tensor]) {
    var batches = stream.derived(for: "batches", index: index)
    var total = 0.0
    var gradients: [Tensor]?
    for part in 0..<settings.accumulation {
      let crops = Crops(
        from: corpus.training, rows: settings.recipe.batch, columns: model.configuration.context,
        stream: &batches)
      let dropout = (settings.recipe.dropout ?? model.configuration.dropout).drawn(
        from: stream.derived(for: "dropout", index: index * settings.accumulation + part))
      let tape = Tape()
      let weights = Weights(model.parameters, on: tape)
      let routing = Routing()
      var loss = model.logits(crops.inputs, weights, dropout: dropout, routing: routing)
        .crossEntropy(crops.targets)
      total += Double(loss.value.scalar)
      if let unevenness = routing.balanceLoss { loss = loss + unevenness * Float(settings.balance) }
      let share = settings.accumulation == 1 ? loss : loss * (1 / Float(settings.accumulation))
      gradients = tape.gradients(of: share, by: weights.variables, adding: gradients.take())
    }
    return (total / Double(settings.accumulation), gradients!)
  }
}

extension LanguageModelTraining {
  private struct State: Codable {
    let settings: Settings
    let configuration: GPT.Configuration
    let stream: RandomStream
    let step: Int
    let history: PackedRecords<Iteration>
    let initialValidationLoss: Double?
    let corpus: UInt64
  }

  /// Everything but the corpus, as bytes.
  public func archive() throws -> Data {
    let state = State(
      settings: settings, configuration: model.configuration, stream: stream, step: optimizer.step,
      history: PackedRecords(history), initialValidationLoss: initialValidationLoss,
      corpus: corpus.checksum)
    return try Archive.data(
      of: state,
      model.parameters.tensors + optimizer.firstMoments + optimizer.secondMoments)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the corpus is another one.
  public init(archive data: Data, corpus: TokenCorpus) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    guard state.corpus == corpus.checksum else { throw TrainingError.differentCorpus }
    let count = tensors.count / 3
    guard tensors.count == 3 * count else { throw Archive.Failure.damaged("moments are missing") }
    settings = state.settings
    model = try GPT(state.configuration, tensors: Array(tensors[..<count]))
    self.corpus = corpus
    stream = state.stream
    history = state.history.values
    initialValidationLoss = state.initialValidationLoss
    optimizer = AdamW(
      settings.recipe.optimizer, step: state.step, firstMoments: Array(tensors[count..<2 * count]),
      secondMoments: Array(tensors[(2 * count)...]))
  }
}
