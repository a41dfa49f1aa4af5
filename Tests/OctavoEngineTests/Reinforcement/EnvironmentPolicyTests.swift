import Foundation
import OctavoEngine
import Testing

/// A policy in an environment that answers what it writes.
@Suite struct EnvironmentPolicyTests {
  /// Says 3, 3 after each turn, which pays if it were counted, and ends the third.
  private struct Generous: SamplingEnvironment {
    var turns = 0

    mutating func reply(to written: [Int32]) -> [Int32]? {
      turns += 1
      return turns < 3 ? [3, 3] : nil
    }
  }

  private func task() -> ProximalPolicyOptimization.Task {
    var task = SmallTask().task { _, responses in
      // The written tokens 5, where a turn ends with 0.
      responses.map { Double($0.count { $0 == 5 }) }
    }
    task.environment = { Generous() }
    return task
  }

  private func training(
    _ method: PolicyMethod, iterations: Int, rate: Double
  ) throws -> ProximalPolicyOptimization {
    let settings = SmallTask.settings(method, iterations: iterations) {
      $0.rollout.prompts = 16
      $0.rollout.sampling = SamplingSettings(maximumTokens: 14, stop: StopTexts(tokens: [0, 1]))
      $0.optimization.learningRate = rate
      $0.optimization.optimizer = AdamW.Settings(epsilon: 1e-5)
      $0.penalty.control = .fixed(0.01)
    }
    return try ProximalPolicyOptimization(
      actor: TunableModel(try SmallTask().model()), task: task(), settings: settings,
      stream: RandomStream(seed: 2))
  }

  /// What is inserted is read again by the passes of the policy, and has no ratio, no penalty and no
  /// return.
  @Test func onlyWrittenTokensAreLearnedFrom() throws {
    var training = try training(.ppo, iterations: 1, rate: 1e-30)
    let iteration = try training.advance()
    #expect(iteration.smallestRatio > 0.99999 && iteration.largestRatio < 1.00001)
    let record = try #require(training.records.first { $0.response.contains(3) })
    var written = 0
    var isInserted = record.response.map { _ in false }
    var turns = 0
    for (place, token) in record.response.enumerated() where !isInserted[place] {
      written += 1
      if token == 0 || token == 1 {
        turns += 1
        if turns < 3, place + 2 < record.response.count {
          isInserted[place + 1] = true
          isInserted[place + 2] = true
        }
      }
    }
    #expect(isInserted.contains(true) && written > 0)
    for (place, inserted) in isInserted.enumerated() {
      #expect((record.logProbabilities[place] == 0) == inserted)
      if inserted { #expect(record.kl[place] == 0 && record.returns?[place] == 0) }
    }
  }

  @Test(arguments: [PolicyMethod.ppo, .rloo]) func learnsFromItsReward(method: PolicyMethod) throws
  {
    var training = try training(method, iterations: 30, rate: method == .ppo ? 2e-3 : 5e-3)
    var scores: [Double] = []
    while !training.isFinished { scores.append(try training.advance().score) }
    let (first, last) = (scores.prefix(5).reduce(0, +), scores.suffix(5).reduce(0, +))
    #expect(last > first + 2)
  }

  @Test func aResumedTrainingGoesOnToTheSameBits() throws {
    var whole = try training(.ppo, iterations: 3, rate: 1e-3)
    try whole.advance()
    let archive = try whole.archive()
    while !whole.isFinished { try whole.advance() }
    var resumed = try ProximalPolicyOptimization(archive: archive, task: task())
    while !resumed.isFinished { try resumed.advance() }
    #expect(resumed.history == whole.history && resumed.numbers == whole.numbers)
  }
}
