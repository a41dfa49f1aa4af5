/// Reward modeling on ranked responses: all comparisons of a prompt are made in one pass over its
/// responses (Ouyang et al. 2022, section 3.5). To train on each comparison separately, give
/// `preferences.flatMap(\.pairs)`. Nothing is dropped unless the recipe says so. The normalization of
/// a model that was trained before is undone.
package struct RewardModeling: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    package var ranking: RankingObjective
    /// Gives pairs their margins, in place of the preferences' own.
    package var rating: RatingMargin?

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), ranking: RankingObjective = .pairs,
      rating: RatingMargin? = nil
    ) {
      self.recipe = recipe
      self.ranking = ranking
      self.rating = rating
    }
  }

  package let settings: Settings
  private let preferences: TrainingExamples<[RankedResponses]>

  package init(
    _ model: RewardModel, _ preferences: TrainingExamples<[RankedResponses]>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try preferences.check(for: model.configuration)
    self.settings = settings
    self.preferences = preferences
  }

  package var recipe: TrainingRecipe { settings.recipe }

  package var checksum: UInt64 {
    (preferences.training + preferences.validation)
      .flatMap { [$0.prompt, $0.ranks.map { Int32(clamping: $0) }] + $0.responses }.checksum
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [[RankedResponses]] {
    let rows = recipe.rows(of: preferences.training.count, at: index, stream)
    return [rows.map { preferences.training[$0] }]
  }

  package func pass(
    over batch: [RankedResponses], _ model: RewardModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    let weights = model.network.weights(on: tape)
    let scores = model.rawScores(
      batch.flatMap { preference in preference.responses.map { preference.prompt + $0 } },
      weights, dropout: (recipe.dropout ?? .zero).drawn(from: stream))
    return TrainingPass(
      loss: scores.loss { settings.ranking.loss($0, batch, rating: settings.rating) },
      leaves: weights.trunk.variables + weights.head.variables,
      accuracy: PreferenceLoss.accuracy(
        scores: scores.value.values.map(Double.init), ranks: batch.map(\.ranks)))
  }

  package func validation(
    of model: RewardModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    preferences.validation.isEmpty
      ? nil : TrainingValidation(result(model).evaluate(on: preferences.validation))
  }

  package func result(_ model: RewardModel) -> RewardModel {
    var model = model
    model.normalization = .identity
    return model
  }
}
