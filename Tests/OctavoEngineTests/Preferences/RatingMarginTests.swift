import Foundation
import OctavoEngine
import Testing

/// Margins by rating and combined rewards, against PyTorch's in float64, which
/// `make_rating_reference.py` wrote, and by finite differences.
@Suite struct RatingMarginTests {
  private struct Reference: Decodable {
    struct Ranking: Decodable {
      let gold: [[Double]]
      let ranks: [[Int]]
      let scores, gradient: [Double]
      let loss: Double
    }

    struct Combination: Decodable {
      let safety, helpfulness, whitened, weighted: [Double]
      let risky: [Bool]
    }

    let grades: Int
    let width, step, threshold: Double
    let ranking: Ranking
    let combination: Combination

    init() throws {
      let url = try #require(
        Bundle.module.url(forResource: "rating_reference", withExtension: "json"))
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }

    var rating: RatingMargin { RatingMargin(grades: grades, width: width, step: step) }

    var preferences: [RankedResponses] {
      zip(ranking.ranks, ranking.gold).map { ranks, gold in
        RankedResponses(
          prompt: [1], responses: ranks.indices.map { [Int32($0)] }, ranks: ranks, margin: 9,
          goldScores: gold)
      }
    }
  }

  private func expectEqual(_ values: [Double], _ expected: [Double]) {
    #expect(values.count == expected.count)
    for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < 1e-9) }
  }

  @Test func theLossIsThatOfPyTorch() throws {
    let reference = try Reference()
    let loss = RankingObjective.pairs.loss(
      reference.ranking.scores, reference.preferences, rating: reference.rating)
    expectEqual([loss.value], [reference.ranking.loss])
    expectEqual(loss.gradient, reference.ranking.gradient)
  }

  @Test func theGradientIsTheDifference() throws {
    let reference = try Reference()
    func loss(_ scores: [Double]) -> Loss {
      RankingObjective.pairs.loss(scores, reference.preferences, rating: reference.rating)
    }
    let scores = reference.ranking.scores
    let gradient = loss(scores).gradient
    for index in scores.indices {
      func moved(_ step: Double) -> Double {
        var scores = scores
        scores[index] += step
        return loss(scores).value
      }
      #expect(abs(gradient[index] - (moved(1e-6) - moved(-1e-6)) / 2e-6) < 1e-8)
    }
  }

  @Test func withoutGoldScoresThePreferencesOwnMarginsHold() {
    let plain = RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 1], margin: 0.7)
    let objective = RankingObjective.pairs
    #expect(
      objective.loss([0.4, 0.1], [plain], rating: RatingMargin())
        == objective.loss([0.4, 0.1], [plain]))
  }

  @Test(arguments: [
    (0, 0), (0.9, 0), (1, 1), (-1.5, 1), (2.5, 2), (3, 3), (40, 3), (.infinity, 3), (1e300, 3),
  ])
  func gradesHaveWidths(difference: Double, grade: Int) {
    let rating = RatingMargin(grades: 4, width: 1, step: 0.5)
    #expect(rating.grade(of: difference) == grade)
    #expect(rating(difference) == 0.5 * Double(grade))
  }

  @Test func agreementIsCountedByGrade() {
    let preferences = [
      RankedResponses(
        prompt: [1], responses: [[1], [2], [3]], ranks: [0, 1, 2], goldScores: [0, 0.5, 3]),
      RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 1]),
      RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 1], goldScores: [1, 1]),
      RankedResponses(prompt: [1], responses: [[1], [2]], ranks: [0, 1], goldScores: [9, 1]),
    ]
    let grades = RatedAccuracy.all(
      scores: [0, -1, 1, 0, 1, 0, 1, 5, 5], of: preferences, RatingMargin(grades: 4, width: 1))
    #expect(grades.map(\.grade) == [0, 2, 3])
    #expect(grades.map(\.comparisons) == [1, 1, 2])
    #expect(grades.map(\.accuracy) == [0, 1, 0.5])
  }

  @Test func rewardsAreCombinedAsInPyTorch() throws {
    let reference = try Reference()
    let values = reference.combination
    let scores = [values.safety, values.helpfulness]
    let piecewise = RewardCombination.piecewise(
      threshold: reference.threshold, riskyPrompts: nil
    ).combined(scores, isRisky: values.risky)
    let whitening = RewardNormalization(of: piecewise, mean: 0, deviation: 1)
    expectEqual(piecewise.map { whitening($0) }, values.whitened)
    expectEqual(
      RewardCombination.sum(weights: [0.25, -1.5]).combined(scores, isRisky: values.risky),
      values.weighted)
  }

  @Test func riskyPromptsAreTheSafetyModels() throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "abcdefgh"))
    let trunk = try SmallTask().model()
    let models = [5, 6].map { RewardModel(trunk: trunk, stream: RandomStream(seed: $0)) }
    let (prompts, responses): ([[Int32]], [[Int32]]) = ([[0, 1], [2], [3]], [[4], [5, 6], [7]])
    let own = models.map { $0.scores(prompts: prompts, responses: responses) }
    let reward = try CombinedReward(models, .piecewise(threshold: 0, riskyPrompts: "b|d"))
    #expect(
      reward.scores(prompts: prompts, responses: responses, tokenizer)
        == [own[0][0], own[1][1], own[0][2]])
    #expect(reward.guardedShare(prompts: prompts, responses: responses, tokenizer) == 2.0 / 3)
    let white = reward.whitened(prompts: prompts, responses: responses, tokenizer)
      .scores(prompts: prompts, responses: responses, tokenizer)
    #expect(abs(white.reduce(0, +)) < 1e-9)
    #expect(abs(white.reduce(0) { $0 + $1 * $1 } - 3) < 1e-9)
    #expect(throws: (any Error).self) {
      try CombinedReward(models, .piecewise(threshold: 0, riskyPrompts: "("))
    }
  }
}
