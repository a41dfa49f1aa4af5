import Foundation
import OctavoEngine
import Testing

@Suite struct JudgeTests {
  @Test func countsCheerfulAndGloomyWords() throws {
    let score = try Judge.lexicon(.stories).scoring()
    #expect(score("", "They laughed and were happy.") == 2)
    #expect(score("", "She cried, alone.") == -2)
    #expect(score("", "") == 0)
  }

  @Test(arguments: [(5, 1.0), (4, 0.8), (10, 0.0), (0, 0.0), (30, -1.0)])
  func measuresTheDistanceToALength(words: Int, score: Double) throws {
    let text = Array(repeating: "word", count: words).joined(separator: " ")
    #expect(abs(try Judge.length(words: 5).scoring()("", text) - score) < 1e-12)
  }

  @Test func countsDistinctPhrases() throws {
    #expect(try Judge.distinct(n: 1).scoring()("", "the cat and the dog") == 0.8)
    #expect(try Judge.distinct(n: 2).scoring()("", "a b a b a") == 0.5)
    #expect(try Judge.distinct(n: 3).scoring()("", "a b") == 0)
  }

  @Test func matchesPatterns() throws {
    let score = try Judge.pattern("[Tt]he end\\.?$").scoring()
    #expect(score("", "And so it was. The end.") == 1)
    #expect(score("", "The end was near") == 0)
    #expect(try Judge.count(of: "ab|c").scoring()("", "abcab") == 3)
    #expect(Judge.pattern("(").problems.count == 1)
    #expect(throws: (any Error).self) { try Judge.pattern("(").scoring() }
  }

  @Test func addsUpWithWeights() throws {
    let judge = Judge.weighted([
      .init(weight: 2, judge: .lexicon(.stories)), .init(weight: -1, judge: .pattern("happy")),
    ])
    #expect(try judge.scoring()("", "happy") == 1)
    #expect(judge.problems.isEmpty)
    let bad = Judge.weighted([
      .init(weight: 1, judge: .length(words: 0)), .init(weight: 1, judge: .distinct(n: 0)),
    ])
    #expect(bad.problems.count == 2)
    #expect(Judge.weighted([]).problems.count == 1)
  }

  @Test func readsWhatThePromptAsksFor() throws {
    let prompt = "tell of Tears, kite, tears. the kite was red."
    let all = try Judge.promptWords(in: nil).scoring()
    #expect(all("a kite", "The kite, the kite!") == 0.5)
    #expect(all("", "anything") == 0)
    let asked = try Judge.promptWords(in: "tell of ([^.]*)").scoring()
    #expect(asked(prompt, "the kite was red") == 0.5)
    #expect(asked(prompt, "tears, tears on the kite") == 1)
    #expect(asked("no request", "kite") == 0)
    let match = try Judge.promptWords(in: "was [a-z]+").scoring()
    #expect(match(prompt, "red") == 0.5)
    #expect(Judge.promptWords(in: "(").problems.count == 1)
    #expect(Judge.promptWords(in: nil).problems.isEmpty)
  }

  @Test func readsTokens() throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "happy sad"))
    let scores = try Judge.lexicon(.stories).scorer(tokenizer)(
      [[0], [0]], [try tokenizer.encode("happy"), try tokenizer.encode("sad sad")])
    #expect(scores == [1, -2])
  }
}

@Suite struct RankingNoiseTests {
  @Test(arguments: [0, 0.1, 0.3, 0.5])
  func errsAtTheStatedRate(rate: Double) throws {
    let noise = try RankingNoise(rate: rate)
    var stream = RandomStream(seed: 9)
    let count = 20_000
    let wrong = (0..<count).count { _ in noise.ranks(of: [0.2, 0.7], using: &stream) == [0, 1] }
    // Four standard deviations.
    #expect(abs(Double(wrong) / Double(count) - rate) <= 0.015 * (rate == 0 ? 0 : 1))
  }

  @Test func distantResponsesAreConfusedLessOften() throws {
    let noise = try RankingNoise(rate: 0.3)
    var stream = RandomStream(seed: 9)
    var (near, far) = (0, 0)
    for _ in 0..<5000 {
      let ranks = noise.ranks(of: [3, 2, 1, 0], using: &stream)
      #expect(Set(ranks) == [0, 1, 2, 3])
      near += ranks[0] > ranks[1] ? 1 : 0
      far += ranks[0] > ranks[3] ? 1 : 0
    }
    #expect(far < near / 2)
  }

  @Test func tiesStayTies() throws {
    var stream = RandomStream(seed: 9)
    #expect(try RankingNoise(rate: 0).ranks(of: [1, 4, 1, 7], using: &stream) == [2, 1, 2, 0])
    for _ in 0..<50 {
      let ranks = try RankingNoise(rate: 0.4).ranks(of: [1, 4, 1], using: &stream)
      #expect(ranks[0] == ranks[2])
    }
    #expect(throws: TrainingError.self) { try RankingNoise(rate: 0.6) }
    #expect(throws: TrainingError.self) { try RankingNoise(rate: -0.1) }
  }

  @Test func choicesFollowBradleyAndTerryAndPlackettAndLuce() {
    var stream = RandomStream(seed: 9)
    let count = 20_000
    for difference in [0, 0.5, 2] {
      let right = (0..<count).count { _ in
        RankingNoise.choices.ranks(of: [1, 1 + difference], using: &stream) == [1, 0]
      }
      let expected = BradleyTerry.probability(goldDifference: difference)
      #expect(abs(Double(right) / Double(count) - expected) < 0.015)
    }
    // The best of three is chosen in proportion to exp(score), and then the best of the others.
    let scores = [0.3, 1.0, -0.4]
    var orders: [[Int]: Int] = [:]
    for _ in 0..<count {
      orders[RankingNoise.choices.ranks(of: scores, using: &stream), default: 0] += 1
    }
    let weights = scores.map { exp($0) }
    let (first, second) = (
      weights[1] / weights.reduce(0, +), weights[0] / (weights[0] + weights[2])
    )
    let expected = first * second
    #expect(abs(Double(orders[[1, 0, 2]] ?? 0) / Double(count) - expected) < 0.015)
    #expect(orders.count == 6)
  }

  @Test func preferencesAreCollectedFromAPolicy() throws {
    let model = try SmallTask().model()
    let preferences = try model.collectPreferences(
      prompts: SmallTask.prompts, responses: 4, sampling: SamplingSettings(maximumTokens: 5),
      judge: SmallTask.reward, noise: RankingNoise(rate: 0), stream: RandomStream(seed: 4))
    #expect(preferences.map(\.prompt) == SmallTask.prompts)
    for preference in preferences {
      #expect(preference.responses.count == 4)
      let gold = try SmallTask.reward([], preference.responses)
      #expect(preference.goldScores == gold)
      for (first, second) in [(0, 1), (1, 2), (2, 3), (0, 3)] {
        #expect(
          (gold[first] > gold[second]) == (preference.ranks[first] < preference.ranks[second]))
      }
    }
  }
}
