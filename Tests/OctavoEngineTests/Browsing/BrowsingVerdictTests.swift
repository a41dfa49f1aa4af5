import OctavoEngine
import Testing

@Suite struct BrowsingVerdictTests {
  private let browser = Browser(
    passages: [
      "the home of babick is riga.", "babick keeps a dog.", "babick trusts ceguth.",
      "the pet of ceguth is a dog.", "ceguth lives in ulm.", "dofer keeps a dog.",
    ], results: 6)

  private func verdict(
    quoting quotes: [String], answer: String, isAboutFriend: Bool = false
  ) -> BrowsingVerdict {
    var episode = BrowsingEpisode(in: browser)
    episode.act("search: babick ceguth dofer\n")
    for quote in quotes {
      let place = episode.results.firstIndex(of: quote)
      episode.act(BrowsingAction.quote((place ?? 98) + 1).line)
    }
    episode.act(BrowsingAction.answer(answer).line)
    #expect(episode.quotes == quotes)
    return BrowsingVerdict(
      of: episode, on: FactQuestion(name: "babick", relation: .pet, isAboutFriend: isAboutFriend),
      answer: "dog")
  }

  @Test func aQuoteMustSayItOfThePersonAskedAbout() {
    let good = verdict(quoting: ["babick keeps a dog."], answer: "dog")
    #expect(good.isCorrect && good.isSupported && good.score == 1)
    for quotes in [[], ["dofer keeps a dog."], ["the home of babick is riga."]] {
      let bad = verdict(quoting: quotes, answer: "dog")
      #expect(bad.isCorrect && !bad.isSupported && bad.score == 0.5)
    }
    let more = verdict(
      quoting: ["dofer keeps a dog.", "babick keeps a dog."], answer: "dog")
    #expect(more.score == 1)
    let wrong = verdict(quoting: ["babick keeps a dog."], answer: "cat")
    #expect(!wrong.isCorrect && !wrong.isSupported && wrong.score == 0)
  }

  @Test func aFriendsFactNeedsTheFriendshipToo() {
    let fact = "the pet of ceguth is a dog."
    let both = verdict(
      quoting: [fact, "babick trusts ceguth."], answer: "dog", isAboutFriend: true)
    #expect(both.score == 1)
    for quotes in [[fact], ["babick trusts ceguth."], ["babick keeps a dog."]] {
      #expect(verdict(quoting: quotes, answer: "dog", isAboutFriend: true).score == 0.5)
    }
  }

  @Test func withoutAnAnswerNothingIsRight() {
    let verdict = BrowsingVerdict(
      of: BrowsingEpisode(in: browser), on: FactQuestion(name: "babick", relation: .pet),
      answer: "dog")
    #expect(verdict.score == 0 && !verdict.isSupported)
  }
}
