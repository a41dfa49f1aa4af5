extension ProximalPolicyOptimization {
  /// The responses to one prompt.
  struct ResponseGroup {
    let prompt: [Int32]
    let samples: [Sample]
    /// Empty where they were not scored.
    var scores: [Double] = []

    /// Whether the scores are not all equal, so that the advantages are not all zero.
    var isDiffering: Bool { scores.contains { $0 != scores[0] } }
  }

  /// The number of the iteration's first round of sampling, over all iterations.
  var firstRound: Int { (history.last?.samples ?? 0) / settings.rollout.responses }

  /// Dynamic sampling (DAPO): rounds of prompts until there are enough groups whose responses do
  /// not all score the same. Where the rounds do not suffice, the first of the other groups fill
  /// the batch.
  ///
  /// - Returns: the groups, and the number of sampled responses.
  func differingGroups() throws -> (groups: [ResponseGroup], sampled: Int) {
    let wanted = settings.rollout.prompts
    var (differing, others): ([ResponseGroup], [ResponseGroup]) = ([], [])
    var round = 0
    while differing.count < wanted, round < settings.rollout.rounds {
      let groups = try scored(sampledGroups(round: firstRound + round))
      differing += groups.filter(\.isDiffering)
      others += groups.filter { !$0.isDiffering }.prefix(wanted - others.count)
      round += 1
    }
    return (
      Array((differing + others).prefix(wanted)), round * settings.rollout.responses
    )
  }

  /// The prompts of a round with the actor's responses.
  func sampledGroups(round: Int) throws -> [ResponseGroup] {
    let size = settings.rollout.samplesPerPrompt
    let prompts = ShuffledEpochs(count: task.prompts.count, stream: stream.derived(for: "prompts"))
      .batch(round, size: settings.rollout.prompts).map { task.prompts[$0] }
    let asked = prompts.flatMap { Array(repeating: $0, count: size) }
    let samples = try actor.merged.sample(
      prompts: asked, settings: settings.rollout.sampling, within: tokenMask,
      environments: task.environment.map { make in asked.map { _ in make() } } ?? [],
      stream: stream.derived(for: "rollout", index: round))
    return prompts.enumerated().map { index, prompt in
      ResponseGroup(prompt: prompt, samples: Array(samples[index * size..<(index + 1) * size]))
    }
  }

  private func scored(_ groups: [ResponseGroup]) throws -> [ResponseGroup] {
    let size = settings.rollout.samplesPerPrompt
    let scores = try task.reward(
      groups.flatMap { Array(repeating: $0.prompt, count: size) },
      groups.flatMap { $0.samples.map(\.tokens) })
    try requireOneEach(scores, groups.count * size, "reward")
    return groups.enumerated().map { index, group in
      var group = group
      group.scores = Array(scores[index * size..<(index + 1) * size])
      return group
    }
  }
}
