import OctavoEngine
import Testing

@Suite struct DynamicSamplingTests {
  private static func settings(rounds: Int) -> ProximalPolicyOptimization.Settings {
    SmallTask.settings(.dapo, iterations: 3) {
      $0.rollout.rounds = rounds
      $0.recording.responses = 12
      $0.recording.interval = 1
      $0.penalty.control = .fixed(0)
    }
  }

  private func trained(
    _ settings: ProximalPolicyOptimization.Settings, reward: @escaping Scorer = SmallTask.reward
  ) throws -> ProximalPolicyOptimization {
    var training = try SmallTask().training(settings, reward: reward)
    while !training.isFinished { try training.advance() }
    return training
  }

  /// Two of five prompts teach nothing, whatever is responded.
  @Test func leavesOutGroupsThatScoreTheSame() throws {
    let dull = [SmallTask.prompts[2], SmallTask.prompts[3]]
    let training = try trained(Self.settings(rounds: 20)) { prompts, responses in
      zip(prompts, responses).enumerated().map { row, pair in
        dull.contains(pair.0) ? 0.5 : Double(row % 2) + Double(pair.1.count)
      }
    }
    #expect(training.records.count == 36)
    #expect(!training.records.contains { dull.contains($0.prompt) })
    let samples = training.history.map(\.samples)
    #expect(samples[0] > 12 && samples.allSatisfy { $0.isMultiple(of: 12) })
    #expect(samples[2] > samples[1])
  }

  /// Where nothing differs, the rounds are used up, and there is nothing to learn.
  @Test func goesOnWithWhatThereIs() throws {
    let settings = Self.settings(rounds: 3)
    let training = try trained(settings) { _, responses in responses.map { _ in 1 } }
    #expect(training.history.map(\.samples) == [36, 72, 108])
    #expect(training.records.allSatisfy { $0.advantages.allSatisfy { $0 == 0 } })
    #expect(training.history.allSatisfy { $0.gradientNorm == 0 })
  }

  /// Where every group differs, one round is enough, and the training is that without a choice.
  @Test func isWithoutEffectWhereAllGroupsDiffer() throws {
    let reward: Scorer = { _, responses in
      responses.enumerated().map { Double($0.offset % 2) + SmallTask.share($0.element) }
    }
    let chosen = try trained(Self.settings(rounds: 8), reward: reward)
    let plain = try trained(Self.settings(rounds: 1), reward: reward)
    #expect(chosen.history == plain.history)
    #expect(chosen.numbers == plain.numbers)
  }

  @Test func refusesAnotherNumberOfScoresThanResponses() throws {
    var training = try SmallTask().training(Self.settings(rounds: 2)) { _, _ in [1, 2] }
    #expect(throws: TrainingError.self) { try training.advance() }
  }

  @Test func nearlyCutOffResponsesAreWorthLess() throws {
    let settings = SmallTask.settings(.grpo, iterations: 1) {
      $0.scores.overlong = 4
      $0.recording.responses = 12
    }
    let training = try trained(settings)
    for record in training.records {
      let penalty = max(0, Double(record.response.count) - 3) / 4
      #expect(abs(record.rewards.reduce(0, +) - (record.score - penalty)) < 1e-12)
    }
    #expect(training.records.contains { $0.response.count > 3 })
  }
}
