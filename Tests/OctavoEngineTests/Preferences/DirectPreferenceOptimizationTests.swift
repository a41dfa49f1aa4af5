import Foundation
import OctavoEngine
import Testing

@Suite struct DirectPreferenceOptimizationTests {
  typealias Training = TrainingLoop<DirectPreferenceOptimization>

  static func training(
    _ form: DirectPreferenceLoss.Form = .sigmoid, dropout: Double = 0,
    asked: DropoutRates? = nil, adapter: ModelAdapter? = nil, iterations: Int = 60
  ) throws -> (Training, [RankedResponses]) {
    let preferences = try RewardModelingTests.preferences(80, responses: 2)
    let training = try Training(
      TunableModel(try SmallTask(dropout: dropout).model(), adapter: adapter),
      TrainingExamples(training: preferences),
      .init(
        recipe: TrainingRecipe(
          iterations: iterations, batch: 8, learningRate: 3e-3, dropout: asked),
        loss: DirectPreferenceLoss(coefficient: 0.2, form: form)),
      stream: RandomStream(seed: 3))
    return (training, preferences)
  }

  @Test func startsAtTheLogarithmOfTwo() throws {
    let model = try SmallTask().model()
    let adapter = try LowRankAdapter(
      .init(rank: 2), for: model.configuration, stream: .init(seed: 4))
    for (dropout, asked) in [(0, nil), (0.3, nil), (0, 0.3), (0.1, 0.3)]
      as [(Double, DropoutRates?)]
    {
      for adapter in [nil, ModelAdapter.lowRank(adapter)] {
        var (training, _) = try Self.training(dropout: dropout, asked: asked, adapter: adapter)
        let first = try training.advance()
        #expect(abs(first.loss - log(2)) < 1e-6, "\(dropout), \(String(describing: asked))")
      }
    }
  }

  @Test func dropsWhatIsAskedForAlone() throws {
    func losses(_ dropout: Double, _ asked: DropoutRates?) throws -> [Double] {
      var (training, _) = try Self.training(dropout: dropout, asked: asked, iterations: 4)
      while !training.isFinished { try training.advance() }
      return training.history.map(\.loss)
    }
    let plain = try losses(0, nil)
    #expect(try losses(0.3, nil) == plain)
    #expect(try losses(0, 0.3) != plain)
    #expect(try losses(0.1, 0.3) == losses(0, 0.3))
  }

  @Test(arguments: DirectPreferenceLoss.Form.allCases)
  func makesPreferredResponsesMoreProbable(form: DirectPreferenceLoss.Form) throws {
    var (training, _) = try Self.training(form)
    while !training.isFinished { try training.advance() }
    let accuracies = training.history.suffix(10).compactMap(\.accuracy)
    #expect(accuracies.reduce(0, +) / 10 > 0.9)
    // What is preferred is the token 3.
    func threes(_ model: GPT) throws -> Double {
      let samples = try model.sample(
        prompts: Array(repeating: [1, 2], count: 100), settings: SamplingSettings(maximumTokens: 4),
        stream: RandomStream(seed: 7))
      return try SmallTask.reward([], samples.map(\.tokens)).reduce(0, +) / 100
    }
    #expect(try threes(training.model.merged) > threes(SmallTask().model()) + 0.2)
  }

  @Test func goesOnFromAnArchiveToTheSameBits() throws {
    let (training, preferences) = try Self.training(asked: 0.1, iterations: 4)
    try expectResumption(
      training, on: TrainingExamples(training: preferences),
      refusing: TrainingExamples(training: Array(preferences.dropFirst())))
  }

  /// Without a reference an archive has no second model.
  @Test(arguments: [DirectPreferenceLoss.Form.simpo, .orpo])
  func formsWithoutAReferenceResumeToo(form: DirectPreferenceLoss.Form) throws {
    var (whole, preferences) = try Self.training(form, iterations: 3)
    let (withReference, _) = try Self.training(iterations: 3)
    #expect(try whole.archive().count < withReference.archive().count)
    var interrupted = whole
    while !whole.isFinished { try whole.advance() }
    while !interrupted.isFinished {
      try interrupted.advance()
      interrupted = try Training(
        archive: interrupted.archive(), TrainingExamples(training: preferences))
    }
    #expect(try whole.archive() == interrupted.archive())
  }

  @Test func theImpliedRewardComesToOrderWhatIsHeldBack() throws {
    let preferences = try RewardModelingTests.preferences(100, responses: 2)
    let (known, validationCount) = (Array(preferences.dropLast(20)), Array(preferences.suffix(20)))
    func training(_ validation: [RankedResponses]) throws -> Training {
      try Training(
        TunableModel(try SmallTask().model()),
        TrainingExamples(training: known, validation: validation),
        .init(
          recipe: TrainingRecipe(
            iterations: 60, batch: 8, learningRate: 3e-3, evaluationInterval: 20),
          loss: DirectPreferenceLoss(coefficient: 0.2)),
        stream: RandomStream(seed: 3))
    }
    var (measured, unmeasured) = (try training(validationCount), try training([]))
    #expect(
      abs(measured.objective.evaluate(measured.model, on: validationCount).loss - log(2)) < 1e-6)
    while !measured.isFinished { try measured.advance() }
    while !unmeasured.isFinished { try unmeasured.advance() }
    let evaluated = measured.history.filter { $0.validationLoss != nil }
    #expect(evaluated.map(\.iteration) == [20, 40, 60])
    #expect(measured.history[59].validationAccuracy ?? 0 > 0.75)
    let last = measured.objective.evaluate(measured.model, on: validationCount)
    #expect(last.loss == measured.history[59].validationLoss)
    // Measuring changes nothing of what is learned.
    #expect(measured.history.map(\.loss) == unmeasured.history.map(\.loss))
    let archive = try measured.archive()
    #expect(throws: TrainingError.differentCorpus) {
      try Training(archive: archive, TrainingExamples(training: known))
    }
    let restored = try Training(
      archive: archive, TrainingExamples(training: known, validation: validationCount))
    #expect(restored.history == measured.history)
  }
}
