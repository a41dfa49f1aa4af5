import Foundation
import OctavoEngine
import Testing

@Suite struct OnlinePreferenceOptimizationTests {
  typealias Training = TrainingLoop<OnlinePreferenceOptimization>

  static func training(
    _ loss: DirectPreferenceLoss = DirectPreferenceLoss(coefficient: 0.2), iterations: Int = 60,
    responses: Int = 2, unended: Double? = nil, reward: @escaping Scorer = SmallTask.reward
  ) throws -> Training {
    var settings = OnlinePreferenceOptimization.Settings(
      recipe: TrainingRecipe(iterations: iterations, batch: 5, learningRate: 3e-3), loss: loss,
      sampling: SamplingSettings(maximumTokens: 7, stop: StopTexts(tokens: [0])))
    settings.responses = responses
    settings.unended = unended
    return try Training(
      TunableModel(try SmallTask().model()), SmallTask().task(reward), settings,
      stream: RandomStream(seed: 3))
  }

  @Test(arguments: DirectPreferenceLoss.Form.allCases)
  func learnsFromItsOwnResponses(form: DirectPreferenceLoss.Form) throws {
    var training = try Self.training(DirectPreferenceLoss(form: form))
    while !training.isFinished { try training.advance() }
    let history = training.objective.state.iterations
    func score(_ part: ArraySlice<SampledMeasures>) -> Double {
      part.reduce(0) { $0 + $1.score } / Double(part.count)
    }
    #expect(score(history.suffix(15)) > score(history.prefix(15)) + 0.1, "\(form)")
    #expect(history[0].kl == 0 && history[59].kl > 0)
    #expect(history.allSatisfy { $0.goldScore == $0.length })
  }

  @Test func startsAtTheLogarithmOfTwo() throws {
    var training = try Self.training(responses: 4)
    #expect(abs(try training.advance().loss - log(2)) < 1e-6)
    #expect((1...30).contains(training.objective.state.iterations[0].comparisons))
  }

  /// Where the reward prefers nothing there is nothing to learn.
  @Test func tiesTeachNothing() throws {
    var training = try Self.training(iterations: 2) { prompts, _ in prompts.map { _ in 1 } }
    let iteration = try training.advance()
    #expect(iteration.loss == 0 && iteration.gradientNorm == 0)
    #expect(training.objective.state.iterations[0].comparisons == 0)
  }

  @Test func unendedResponsesGetTheirOwnScore() throws {
    // Among equals, those that end are the better ones.
    var training = try Self.training(iterations: 30, unended: -1) { prompts, _ in
      prompts.map { _ in 0 }
    }
    while !training.isFinished { try training.advance() }
    let history = training.objective.state.iterations
    #expect(history.contains { $0.comparisons > 0 })
    #expect(history.allSatisfy { $0.score == 0 })
  }

  @Test func resumesToTheSameBits() throws {
    var whole = try Self.training(iterations: 4)
    var interrupted = whole
    while !whole.isFinished { try whole.advance() }
    while !interrupted.isFinished {
      try interrupted.advance()
      interrupted = try Training(archive: interrupted.archive(), SmallTask().task())
    }
    #expect(whole.history == interrupted.history)
    #expect(try whole.archive() == interrupted.archive())
  }

  @Test func aRewardThatCannotScoreEndsTheTraining() throws {
    struct Refusal: Error {}
    let rewards: [Scorer] = [
      { _, _ in throw Refusal() }, { _, _ in [1] }, { prompts, _ in prompts.map { _ in .nan } },
    ]
    for reward in rewards {
      var training = try Self.training(reward: reward)
      let error = #expect(throws: TrainingError.self) { try training.advance() }
      guard case .unscored = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(training.history.isEmpty)
    }
  }

  @Test func oneResponseIsNoComparison() {
    #expect(throws: TrainingError.self) { try Self.training(responses: 1) }
  }
}
