import OctavoEngine
import Testing

@Suite struct BrowsingDemonstratorTests {
  private struct World {
    let browser: Browser
    let questions: [(question: FactQuestion, answer: String)]

    init() {
      let stream = RandomStream(seed: 4)
      let facts = FactLanguage.facts(people: 150, from: stream)
      let names = facts.filter { $0.relation == .home }.map(\.name)
      let friendships = FactLanguage.friendships(among: names, from: stream)
      browser = Browser(
        passages: facts.map(\.statement) + friendships.map(\.statement), results: 2)
      let friends = Dictionary(friendships.map { ($0.friend, $0.name) }) {
        first, _ in first
      }
      questions = facts.flatMap { fact in
        [(FactQuestion(name: fact.name, relation: fact.relation), fact.object)]
          + (friends[fact.name].map {
            [(FactQuestion(name: $0, relation: fact.relation, isAboutFriend: true), fact.object)]
          } ?? [])
      }
    }

    func verdicts(slips: Double) -> [(episode: BrowsingEpisode, verdict: BrowsingVerdict)] {
      let demonstrator = BrowsingDemonstrator(browser: browser, slips: slips)
      return questions.enumerated().map { index, asked in
        let episode = demonstrator.episode(
          on: asked.question, from: RandomStream(seed: 1).derived(for: "question", index: index))
        return (
          episode, BrowsingVerdict(of: episode, on: asked.question, answer: asked.answer)
        )
      }
    }
  }

  @Test func aCarefulDemonstrationIsRightAndSupported() {
    let shown = World().verdicts(slips: 0)
    #expect(shown.count > 700)
    #expect(shown.allSatisfy { $0.episode.malformed == 0 })
    // Whom somebody trusts may stand behind those who trust the person, where two passages are shown.
    let failed = shown.filter { $0.verdict.score < 1 }
    #expect(failed.allSatisfy { $0.episode.answer == "unknown" })
    #expect(failed.count < shown.count / 20)
    // Some facts are not found at the first attempt.
    let lengths = Set(shown.map(\.episode.turns.count))
    #expect(lengths == [3, 4, 5, 6, 7])
  }

  @Test func slipsCostSupportAndAnswers() {
    let shown = World().verdicts(slips: 0.4)
    let count = Double(shown.count)
    let good = Double(shown.count { $0.verdict.score == 1 }) / count
    let unsupported = Double(shown.count { $0.verdict.score == 0.5 }) / count
    #expect((0.55...0.68).contains(good))
    #expect((0.1...0.25).contains(unsupported))
    #expect(shown.allSatisfy { $0.episode.answer != nil && $0.episode.malformed == 0 })
  }

  @Test func whatIsNotInTheStoreIsUnknown() {
    let demonstrator = BrowsingDemonstrator(
      browser: Browser(passages: ["dofer keeps a dog."]), slips: 0)
    let episode = demonstrator.episode(
      on: FactQuestion(name: "babick", relation: .home), from: RandomStream(seed: 1))
    #expect(episode.answer == "unknown" && episode.searches == 2)
  }
}
