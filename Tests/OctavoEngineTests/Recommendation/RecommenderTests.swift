import Foundation
import OctavoEngine
import Testing

/// Recommenders against NumPy and PyTorch in float64, as `make_recommendation_reference.py` wrote them.
@Suite struct RecommenderTests {
  private struct Reference: Decodable {
    struct Posterior: Decodable {
      let history: [Int]
      let next: [Double]
      let likesMood0Subject3: Double
    }

    struct Neighbors: Decodable {
      let histories: [[Int]]
      let items, count: Int
      let history: [Int]
      let scores: [Double]
    }

    struct Binary: Decodable {
      let positives, negatives: [Int32]
      let loss: Double
      let gradient: [Double]
    }

    let world: FilmTastes
    let posteriors: [Posterior]
    let neighbors: Neighbors
    let binary: Binary

    init() throws {
      let url = try #require(
        Bundle.module.url(forResource: "recommendation_reference", withExtension: "json"))
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }
  }

  @Test func theBayesRankerIsTheEnumeration() throws {
    let reference = try Reference()
    let posterior = TastePosterior(of: reference.world)
    for expected in reference.posteriors {
      let next = posterior.nextProbabilities(after: expected.history)
      #expect(zip(next, expected.next).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(abs(next.reduce(0, +) - 1) < 1e-12)
      let likes = posterior.probability(after: expected.history) {
        $0.moods.contains(0) && $0.subjects.contains(3)
      }
      #expect(abs(likes - expected.likesMood0Subject3) < 1e-12)
    }
  }

  /// Over histories that the world composes, the probability that is given to a film is as often right
  /// as it says.
  @Test func theBayesRankerIsCalibrated() {
    let world = FilmTastes(succession: 0.3, from: RandomStream(seed: 1))
    let posterior = TastePosterior(of: world)
    let histories = world.histories(people: 600, lengths: 5...5, from: RandomStream(seed: 2))
    var (expected, observed, variance) = (0.0, 0.0, 0.0)
    for history in histories {
      let next = posterior.nextProbabilities(after: Array(history.dropLast()))
      let best = next.indices.max { next[$0] < next[$1] }!
      expected += next[best]
      variance += next[best] * (1 - next[best])
      observed += history[4] == best ? 1 : 0
    }
    #expect(abs(observed - expected) < 4 * variance.squareRoot())
  }

  @Test func neighborsAreThoseOfNumPy() throws {
    let reference = try Reference().neighbors
    let neighbors = HistoryNeighbors(
      reference.histories, items: reference.items, count: reference.count)
    let scores = neighbors.scores(after: reference.history)
    #expect(zip(scores, reference.scores).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func theLossIsThatOfPyTorch() throws {
    let reference = try Reference().binary
    let tape = Tape()
    let logits = tape.variable(
      Tensor((0..<20).map { Float(2 * sin(1.7 * Double($0) + 0.4)) }, shape: [4, 5]))
    let loss = logits.binaryCrossEntropy(
      positives: reference.positives, negatives: reference.negatives)
    expectClose([loss.value.scalar], [reference.loss])
    expectClose(tape.gradients(of: loss, by: [logits])[0].values, reference.gradient)
  }

  @Test func gradientsAreTheDifferences() {
    expectGradients(of: [randomTensor([3, 4], seed: 1)]) {
      $0[0].binaryCrossEntropy(positives: [0, 1, 3], negatives: [2, 0, 0])
    }
  }
}

@Suite struct SequentialRecommendationTests {
  private let configuration = SequentialRecommender.Configuration(
    items: 6, context: 4, layers: 1, heads: 2, width: 16)
  /// Each item is followed by the next of a circle.
  private let examples = TrainingExamples<[[Int32]]>(
    training: (0..<60).map { start in (0..<4).map { Int32((start + $0) % 6) } },
    validation: [[0, 1, 2], [4, 5, 0, 1, 2]])

  private func loop(
    _ criterion: SequentialRecommendation.Criterion
  ) throws -> TrainingLoop<SequentialRecommendation> {
    try TrainingLoop(
      SequentialRecommender(configuration, stream: RandomStream(seed: 1)), examples,
      .init(
        recipe: TrainingRecipe(iterations: 150, batch: 8, learningRate: 1e-2),
        criterion: criterion),
      stream: RandomStream(seed: 2))
  }

  @Test(arguments: SequentialRecommendation.Criterion.allCases)
  func whatFollowsIsLearned(_ criterion: SequentialRecommendation.Criterion) throws {
    var loop = try loop(criterion)
    while !loop.isFinished { try loop.advance() }
    let scores = loop.model.scores(after: [[2, 3], [5]])
    #expect(scores.map { scores in scores.indices.max { scores[$0] < scores[$1] } } == [4, 0])
    #expect(try #require(loop.validationLoss) < #require(loop.initialValidationLoss) / 2)
  }

  @Test(arguments: SequentialRecommendation.Criterion.allCases)
  func trainingContinuesToTheSameBits(_ criterion: SequentialRecommendation.Criterion) throws {
    var whole = try loop(criterion)
    for _ in 0..<3 { try whole.advance() }
    var resumed = try TrainingLoop<SequentialRecommendation>(archive: whole.archive(), examples)
    for _ in 0..<3 {
      try whole.advance()
      try resumed.advance()
    }
    #expect(whole.model.scores(after: [[1, 2]]) == resumed.model.scores(after: [[1, 2]]))
  }

  @Test func aHistoryDoesNotDependOnItsBatch() throws {
    let model = try SequentialRecommender(configuration, stream: RandomStream(seed: 3))
    let histories = [[0, 1, 2, 3, 4, 5], [2], [5, 1, 4]]
    #expect(model.scores(after: histories) == histories.map { model.scores(after: [$0])[0] })
    #expect(model.scores(after: [[0, 1, 2, 3, 4, 5]]) == model.scores(after: [[2, 3, 4, 5]]))
  }

  @Test func historiesOfOneItemTeachNothing() throws {
    #expect(throws: TrainingError.self) {
      try TrainingLoop<SequentialRecommendation>(
        SequentialRecommender(configuration, stream: RandomStream(seed: 1)),
        TrainingExamples(training: [[1], [2]]), .init(recipe: TrainingRecipe(iterations: 1)),
        stream: RandomStream(seed: 2))
    }
  }
}
