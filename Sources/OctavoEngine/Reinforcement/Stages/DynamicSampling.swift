extension ProximalPolicyOptimization {
  /// The responses to one prompt.
  struct ResponseGroup {
    let prompt: [Int32]
    let samples: [Sample]
    /// Empty where they were not scored.
    var scores: [Double] = []

    /// Whether one response scores other than another, so that their advantages are not all zero.
    var isDiffering: Bool { scores.contains { $0 != scores[0] } }
  }

  /// The number of the iteration's first round of sampling, over all iterations.
  var firstRound: Int { (history.last?.samples ?? 0) / settings.rollout.responses }

  /// Dynamic sampling (DAPO): rounds of prompts until there are enough groups whose responses do not
  /// all score the same. Where the rounds do not suffice, others fill up, from the first.
  ///
  /// - Returns: the groups, and how many responses were sampled.
  func differingGroups() throws -> (groups: [ResponseGroup], sampled: Int) {
    let wanted = settings.rollout.prompts
    var (differing, others): ([ResponseGroup], [ResponseGroup]) = ([], [])
    var round = 0
    while differing.count < wanted, round < settings.rollout.rounds {
      let groups = try scored(sampledGroups(round: firstRound + round))
      differing += groups.filter(\.isDiffering)
      others += groups.filter { !$0.isDiffering }
      round += 1
    }
    return (
      Array((differing + others).prefix(wanted)), round * settings.rollout.responses
    )
  }

  /// A round's prompts with the actor's responses.
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
