import OctavoEngine
import Testing

@Suite struct KahnemanTverskyTests {
  typealias Training = TrainingLoop<KahnemanTverskyOptimization>

  static func training(
    _ loss: KahnemanTverskyLoss = KahnemanTverskyLoss(coefficient: 0.2),
    adapter: ModelAdapter? = nil, dropout: DropoutRates? = nil, iterations: Int = 60,
    batch: Int = 8
  ) throws -> (Training, [RankedResponses]) {
    let preferences = try RewardModelingTests.preferences(80, responses: 4)
    let training = try Training(
      TunableModel(try SmallTask().model(), adapter: adapter),
      TrainingExamples(training: preferences),
      .init(
        recipe: TrainingRecipe(
          iterations: iterations, batch: batch, learningRate: 3e-3, dropout: dropout),
        loss: loss),
      stream: RandomStream(seed: 3))
    return (training, preferences)
  }

  @Test func theLossIsThatOfTRL() throws {
    let reference = try PreferenceReference()
    for expected in reference.kto {
      let mismatched = try #require(expected.mismatched).map {
        ResponseLikelihood(logProbability: $0[0], reference: $0[1], length: 1)
      }
      let point = KahnemanTverskyLoss.referencePoint(mismatched: mismatched)
      #expect(abs(point - (try #require(expected.point))) < 1e-12)
      let loss = KahnemanTverskyLoss(
        coefficient: expected.coefficient, desirableWeight: try #require(expected.desirable),
        undesirableWeight: try #require(expected.undesirable))
      expectLoss(of: reference.responses, expected) {
        loss($0, areDesirable: reference.labels, referencePoint: point)
      }
    }
    #expect(
      KahnemanTverskyLoss.referencePoint(
        mismatched: [ResponseLikelihood(logProbability: -3, reference: -1, length: 2)]) == 0)
  }

  @Test func labelsAreThePlaceAboutTheMedian() {
    func labels(_ ranks: [Int]) -> [Bool?] {
      let ranked = RankedResponses(
        prompt: [1], responses: ranks.indices.map { [Int32($0)] }, ranks: ranks)
      let labeled = Dictionary(
        uniqueKeysWithValues: ranked.labeled.map { ($0.response[0], $0.isDesirable) })
      return ranks.indices.map { labeled[Int32($0)] }
    }
    #expect(labels([1, 0]) == [false, true])
    #expect(labels([2, 0, 1]) == [false, true, nil])
    #expect(labels([0, 1, 2, 3]) == [true, true, false, false])
    #expect(labels([0, 1, 1, 1]) == [true, false, false, false])
    #expect(labels([0, 1, 1, 3]) == [true, nil, nil, false])
  }

  @Test func mismatchedResponsesAreThoseToOtherPrompts() {
    func example(_ prompt: Int32, _ response: [Int32]) -> LabeledResponse {
      LabeledResponse(prompt: [prompt, prompt], response: response, isDesirable: true)
    }
    let batch = [example(1, [5]), example(1, [6, 6, 6]), example(2, [7, 7])]
    #expect(batch.mismatched(context: 9).responses == [[7, 7], [7, 7], [5]])
    #expect(batch.mismatched(context: 3).responses == [[7], [7], [5]])
    #expect(batch.mismatched(context: 9).prompts == [[1, 1], [1, 1], [2, 2]])
    let same = [example(1, [5]), example(1, [6])]
    #expect(same.mismatched(context: 9).responses == [[6], [5]])
  }

  @Test func startsAtOneHalf() throws {
    let model = try SmallTask().model()
    let adapter = ModelAdapter.lowRank(
      try LowRankAdapter(.init(rank: 2), for: model.configuration, stream: .init(seed: 4)))
    for (adapter, dropout) in [(nil, nil), (adapter, nil), (nil, 0.3)]
      as [(ModelAdapter?, DropoutRates?)]
    {
      var (training, _) = try Self.training(adapter: adapter, dropout: dropout)
      #expect(abs(try training.advance().loss - 0.5) < 1e-6)
      #expect(abs(training.objective.state.iterations[0]) < 1e-5)
    }
  }

  @Test func makesDesirableResponsesMoreProbable() throws {
    var (training, preferences) = try Self.training(iterations: 100)
    while !training.isFinished { try training.advance() }
    #expect(training.objective.evaluate(training.model, on: preferences).accuracy > 0.8)
    #expect(training.objective.state.iterations.count == 100)
    #expect(training.objective.state.iterations.allSatisfy { $0 >= 0 })
    #expect(training.objective.state.iterations.contains { $0 > 0 })
  }

  /// With one of the weights at 0 only the other label's responses are learned from.
  @Test func weightsAreThoseOfTheLabels() throws {
    func loss(_ desirable: Double, _ undesirable: Double) throws -> Double {
      var (training, _) = try Self.training(
        KahnemanTverskyLoss(
          coefficient: 0.2, desirableWeight: desirable, undesirableWeight: undesirable),
        iterations: 1)
      return try training.advance().loss
    }
    #expect(abs(try loss(1, 0) + loss(0, 1) - loss(1, 1)) < 1e-6)
    #expect(try loss(1, 0) > 0)
  }

  @Test func resumesToTheSameBits() throws {
    let (training, preferences) = try Self.training(dropout: 0.1, iterations: 4)
    try expectResumption(
      training, on: TrainingExamples(training: preferences),
      refusing: TrainingExamples(training: Array(preferences.dropFirst())))
  }

  @Test func aBatchOfOneHasNoMismatch() {
    #expect(throws: TrainingError.setting("batch", "must be at least 2, but is 1")) {
      try Self.training(batch: 1)
    }
  }
}
