import Foundation
import OctavoEngine
import Testing

@Suite struct RewardModelingTests {
  typealias Training = TrainingLoop<RewardModeling>

  /// Responses of one to five tokens; the more threes, the better.
  static func preferences(_ count: Int, responses: Int = 3, noise: Double = 0) throws
    -> [RankedResponses]
  {
    let noise = try RankingNoise(rate: noise)
    let configuration = try SmallTask().model().configuration
    return (0..<count).map { index in
      var stream = RandomStream(seed: 77).derived(for: "preference", index: index)
      let sampled = (0..<responses).map { _ in
        (0...stream.integer(below: 5)).map { _ in Int32(1 + stream.integer(below: 7)) }
      }
      let scores = sampled.map { Double($0.count { $0 == 3 }) }
      return RankedResponses(
        prompt: [Int32(1 + index % 7), 2], responses: sampled,
        ranks: noise.ranks(of: scores, using: &stream), goldScores: scores)
    }
    .filter { $0.problem(for: configuration) == nil }
  }

  static func training(
    _ preferences: [RankedResponses], _ objective: RankingObjective = .pairs,
    validation: [RankedResponses] = [], dropout: Double = 0, asked: DropoutRates? = nil,
    iterations: Int = 100, rating: RatingMargin? = nil
  ) throws -> Training {
    try Training(
      RewardModel(
        trunk: try SmallTask(dropout: dropout).model(), stream: RandomStream(seed: 2)),
      TrainingExamples(training: preferences, validation: validation),
      .init(
        recipe: TrainingRecipe(
          iterations: iterations, batch: 8, learningRate: 5e-3, dropout: asked),
        ranking: objective, rating: rating),
      stream: RandomStream(seed: 3))
  }

  @Test(arguments: RankingObjective.allCases)
  func learnsWhatIsPreferred(objective: RankingObjective) throws {
    let all = try Self.preferences(250)
    let validation = Array(all.prefix(50))
    var training = try Self.training(
      Array(all.dropFirst(50)), objective, validation: validation)
    #expect(training.initialValidation!.accuracy! < 0.75)
    while !training.isFinished { try training.advance() }
    let evaluation = training.model.evaluate(on: validation)
    #expect(evaluation.accuracy > 0.9, "\(objective)")
    #expect(evaluation.accuracy == training.history.last?.validationAccuracy)
    #expect(evaluation.labelAgreement == 1)
    #expect(abs(evaluation.judgeAgreement! - evaluation.accuracy) < 1e-12)
  }

  /// All comparisons of a prompt in one pass weigh as the same comparisons apart.
  @Test func aPromptsPairsWeighAsMuchTogetherAsApart() throws {
    let preference = RankedResponses(
      prompt: [1], responses: [[3, 3], [2, 4, 5], [3, 1], [6]], ranks: [0, 2, 1, 2], margin: 0.3)
    #expect(preference.pairs.count == 5)
    let model = RewardModel(trunk: try SmallTask().model(), stream: RandomStream(seed: 2))
    func loss(_ preferences: [RankedResponses]) throws -> (Double, [[Float]]) {
      let tape = Tape()
      let weights = model.network.weights(on: tape)
      let scores = model.rawScores(
        preferences.flatMap { one in one.responses.map { one.prompt + $0 } }, weights, dropout: nil)
      let loss = scores.loss { RankingObjective.pairs.loss($0, preferences) }
      return (
        Double(loss.value.scalar),
        tape.gradients(of: loss, by: weights.trunk.variables + weights.head.variables).map(\.values)
      )
    }
    let (together, apart) = (try loss([preference]), try loss(preference.pairs))
    #expect(abs(together.0 - apart.0) < 1e-6)
    for (together, apart) in zip(together.1, apart.1) {
      expectClose(together, apart.map(Double.init), tolerance: 1e-5)
    }
  }

  @Test func scoresTheLastRealTokenWhateverElseIsInTheBatch() throws {
    let model = RewardModel(trunk: try SmallTask().model(), stream: RandomStream(seed: 2))
    let prompts: [[Int32]] = [[1, 2], [3], [4, 5, 6]]
    let responses: [[Int32]] = [[7, 1, 2, 3, 4, 5, 6], [2], [1, 1]]
    let together = model.scores(prompts: prompts, responses: responses)
    for row in 0..<3 {
      let alone = model.scores(prompts: [prompts[row]], responses: [responses[row]])[0]
      #expect(abs(alone - together[row]) < 1e-5)
    }
    #expect(Set(together).count == 3)
    let normalized = model.normalized(prompts: prompts, responses: responses, deviation: 1)
    let scores = normalized.scores(prompts: prompts, responses: responses)
    var moments = RunningMoments()
    moments.add(scores)
    #expect(abs(moments.mean) < 1e-6 && abs(moments.deviation(.population) - 1) < 1e-6)
    let centered = model.normalized(prompts: prompts, responses: responses)
      .scores(prompts: prompts, responses: responses)
    #expect(abs((centered[0] - centered[1]) - (together[0] - together[1])) < 1e-6)
    let restored = try RewardModel(
      trunk: normalized.network.trunk, head: safetensors(normalized.writeHead))
    #expect(restored.scores(prompts: prompts, responses: responses) == scores)
  }

  @Test func theHeadStartsWithVarianceOneOverWidthPlusOne() {
    let head = ScalarHead(width: 4000, .normal(RandomStream(seed: 1)))
    let values = head.parameters["head.weight"].values.map(Double.init)
    var moments = RunningMoments()
    moments.add(values)
    // The variance of 4,000 numbers is known to about 2 %.
    #expect(abs(moments.variance(.population) * 4001 - 1) < 0.08)
    #expect(ScalarHead(width: 8, .zero).parameters["head.weight"].values.allSatisfy { $0 == 0 })
  }

  @Test func dropsWhatIsAskedForAlone() throws {
    let preferences = try Self.preferences(30)
    func losses(_ dropout: Double, _ asked: DropoutRates?) throws -> [Double] {
      var training = try Self.training(preferences, dropout: dropout, asked: asked, iterations: 3)
      while !training.isFinished { try training.advance() }
      return training.history.map(\.loss)
    }
    let plain = try losses(0, nil)
    #expect(try losses(0.3, nil) == plain)
    #expect(try losses(0, 0.3) != plain)
    #expect(throws: TrainingError.self) { try losses(0, 1) }
  }

  @Test(arguments: [nil, RatingMargin(grades: 3, width: 1, step: 0.5)])
  func goesOnFromAnArchiveToTheSameBits(rating: RatingMargin?) throws {
    let preferences = try Self.preferences(30)
    let training = try Self.training(preferences, asked: 0.1, iterations: 5, rating: rating)
    try expectResumption(
      training, on: TrainingExamples(training: preferences),
      refusing: TrainingExamples(training: Array(preferences.dropLast())))
  }

  @Test func namesThePreferenceThatTeachesNothing() throws {
    let configuration = try SmallTask().model().configuration
    let tied = RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 0])
    #expect(tied.problem(for: configuration) == .nothingPreferred)
    let equal = RankedResponses(prompt: [1], responses: [[2, 3], [2, 3]], ranks: [0, 1])
    #expect(equal.problem(for: configuration) == .equalResponses)
    for bad in [tied, equal] {
      #expect(throws: TrainingError.self) { try Self.training([bad]) }
    }
    #expect(throws: TrainingError.self) { try Self.training([]) }
  }

}
