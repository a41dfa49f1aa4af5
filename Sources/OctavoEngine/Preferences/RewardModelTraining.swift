import Foundation

/// The training of a reward model on ranked responses, as a value that can be saved between
/// iterations.
///
/// All comparisons of a prompt are made in one pass over its responses (Ouyang et al. 2022, section
/// 3.5). To train on each comparison apart, give `preferences.flatMap(\.pairs)`. Nothing is dropped
/// unless the recipe says so.
public struct RewardModelTraining: Sendable {
  /// What a prompt's ranking contributes to the loss.
  public enum Objective: String, Codable, Hashable, Sendable, CaseIterable {
    /// The mean over all pairs of −log σ(better − worse − margin); with two responses the usual
    /// pairwise loss.
    case pairs
    /// −log P(ranking) in Plackett and Luce's model; without ties.
    case ranking
    /// −log softmax(scores)[best]
    case best
  }

  public struct Settings: Codable, Hashable, Sendable {
    public var recipe: TrainingRecipe
    public var objective: Objective

    public init(
      recipe: TrainingRecipe = TrainingRecipe(), objective: Objective = .pairs
    ) {
      self.recipe = recipe
      self.objective = objective
    }
  }

  public let settings: Settings
  private var loop: FineTuningLoop<RewardModel>
  private let preferences: [RankedResponses]
  private let validation: [RankedResponses]
  /// Of the held-out preferences, before training; nil without any.
  public let initialEvaluation: PreferenceEvaluation?

  /// - Parameter model: to start from; one that was trained before goes on, with its normalisation
  ///   undone.
  /// - Throws: where a preference or a setting does not suit.
  public init(
    model: RewardModel, preferences: [RankedResponses], validation: [RankedResponses] = [],
    settings: Settings, stream: RandomStream
  ) throws(TrainingError) {
    try settings.recipe.check()
    try preferences.check(for: model.configuration, "preferences")
    if !validation.isEmpty {
      try validation.check(for: model.configuration, "held-out preferences")
    }
    self.settings = settings
    self.preferences = preferences
    self.validation = validation
    var model = model
    model.normalization = .identity
    loop = FineTuningLoop(model, examples: preferences.count, settings.recipe, stream: stream)
    initialEvaluation = validation.isEmpty ? nil : model.evaluate(on: validation)
  }

  public var model: RewardModel { loop.model }
  public var history: [FineTuningIteration] { loop.history }
  public var isFinished: Bool { loop.isFinished }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was.
  @discardableResult
  public mutating func advance() throws(TrainingError) -> FineTuningIteration {
    let (preferences, objective) = (preferences, settings.objective)
    let rates = settings.recipe.dropout ?? .zero
    try loop.advance { model, rows, dropout, tape in
      let batch = rows.map { preferences[$0] }
      let weights = model.network.weights(on: tape)
      let scores = model.rawScores(
        batch.flatMap { preference in preference.responses.map { preference.prompt + $0 } },
        weights, dropout: rates.drawn(from: dropout))
      return .init(
        loss: scores.loss { objective.loss($0, batch) },
        leaves: weights.trunk.variables + weights.head.variables,
        accuracy: PreferenceLoss.accuracy(
          scores: scores.value.values.map(Double.init), ranks: batch.map(\.ranks)))
    }
    let last = loop.history.count - 1
    if loop.isEvaluated, !validation.isEmpty {
      let evaluation = loop.model.evaluate(on: validation)
      loop.history[last].validationLoss = evaluation.loss
      loop.history[last].validationAccuracy = evaluation.accuracy
    }
    return loop.history[last]
  }
}

extension RewardModelTraining.Objective {
  /// - Parameter scores: of all responses, preference after preference.
  package func loss(_ scores: [Double], _ preferences: [RankedResponses]) -> Loss {
    let ranks = preferences.map(\.ranks)
    if self == .pairs {
      return PreferenceLoss.kWise(
        scores: scores, ranks: ranks, margins: preferences.map(\.margin))
    }
    // Both other losses read scores from best to worst, so they are sorted and their gradient put
    // back.
    var starts = [0]
    for ranks in ranks { starts.append(starts.last! + ranks.count) }
    let orders = zip(ranks, starts).map { ranks, start in
      ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { start + $0 }
    }
    let sorted = orders.map { order in order.map { scores[$0] } }
    let loss =
      self == .ranking
      ? PreferenceLoss.plackettLuce(scores: sorted)
      : PreferenceLoss.pickBest(scores: sorted, best: sorted.map { _ in 0 })
    var gradient = [Double](repeating: 0, count: scores.count)
    for (position, index) in orders.joined().enumerated() {
      gradient[index] = loss.gradient[position]
    }
    return Loss(value: loss.value, gradient: gradient)
  }
}

extension RewardModelTraining {
  private struct State: Codable {
    let loop: FineTuningLoop<RewardModel>.State
    let model: RewardModel.Description
    let objective: Objective
    let initialEvaluation: PreferenceEvaluation?
  }

  private static func checksum(_ parts: [RankedResponses]...) -> UInt64 {
    parts.joined().flatMap { [$0.prompt, $0.ranks.map { Int32(clamping: $0) }] + $0.responses }
      .checksum
  }

  /// Everything but the preferences, as bytes.
  public func archive() throws -> Data {
    let state = State(
      loop: loop.state(checksum: Self.checksum(preferences, validation)),
      model: model.description, objective: settings.objective,
      initialEvaluation: initialEvaluation)
    return try Archive.data(of: state, model.tensors + loop.optimizer.moments)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the preferences are others.
  public init(
    archive data: Data, preferences: [RankedResponses], validation: [RankedResponses] = []
  ) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    loop = try FineTuningLoop(
      state.loop, queue.take(state.model), examples: preferences.count,
      checksum: Self.checksum(preferences, validation), &queue)
    try queue.finish()
    settings = Settings(recipe: loop.recipe, objective: state.objective)
    self.preferences = preferences
    self.validation = validation
    initialEvaluation = state.initialEvaluation
  }
}
