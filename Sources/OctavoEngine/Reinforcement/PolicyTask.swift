extension ProximalPolicyOptimization.Task {
  /// Whether these prompts can be asked of such a model.
  func check(
    for model: GPT.Configuration, _ settings: ProximalPolicyOptimization.Settings
  ) throws(TrainingError) {
    guard !prompts.isEmpty else { throw .setting("prompts", "are none") }
    for (index, prompt) in prompts.enumerated() {
      if prompt.isEmpty { throw .setting("prompts", "include an empty one, number \(index + 1)") }
      let length = prompt.count + settings.sampling.maximumTokens
      if length > model.context {
        throw .setting(
          "prompts",
          "include number \(index + 1), which with a response of \(settings.sampling.maximumTokens) tokens has \(length), more than the context of \(model.context)"
        )
      }
      if let token = prompt.first(where: { $0 < 0 || $0 >= model.vocabularySize }) {
        throw .unknownToken(token, vocabularySize: model.vocabularySize)
      }
    }
    if settings.pretrainingCoefficient > 0 { try pretraining?.check(for: model) }
  }
}
