import OctavoEngine
import Testing

@Suite struct FilmTastesTests {
  private let world = FilmTastes(succession: 0.3, from: RandomStream(seed: 1))

  @Test func nobodySeesAFilmTwice() {
    let histories = world.histories(people: 500, lengths: 3...9, from: RandomStream(seed: 2))
    #expect(histories.allSatisfy { Set($0).count == $0.count })
    #expect(Set(histories.map(\.count)) == Set(3...9))
    #expect(Set(histories.joined()).isSubset(of: Set(FilmTastes.titles.indices)))
  }

  @Test func aSequelHasTheSameSubjectInTheNextMood() {
    let titles = FilmTastes.titles
    #expect(titles[FilmTastes.sequel(of: 0)] == "golden harbor")
    #expect(titles[FilmTastes.sequel(of: titles.count - 1)] == "silent kingdom")
    #expect(Set(titles.indices.map(FilmTastes.sequel)).count == titles.count)
  }

  /// Of films drawn by taste some are sequels too, so the share is a little above.
  @Test func sequelsFollowAsOftenAsTheyShould() {
    let histories = world.histories(people: 2000, lengths: 6...6, from: RandomStream(seed: 3))
    let pairs = histories.flatMap { zip($0, $0.dropFirst()).map { ($0, $1) } }
    let share = Double(pairs.count { FilmTastes.sequel(of: $0) == $1 }) / Double(pairs.count)
    #expect((0.27...0.4).contains(share))
  }

  @Test func peopleKeepToTheirTaste() {
    let world = FilmTastes(succession: 0, from: RandomStream(seed: 1))
    let histories = world.histories(people: 1000, lengths: 6...6, from: RandomStream(seed: 4))
    let moods = histories.map { $0.map { $0 / FilmTastes.subjects.count } }
    let same = moods.count { $0[0] == $0[5] }
    // One in eight, if taste did not matter.
    #expect(same > 200)
  }

  @Test func aPersonDoesNotDependOnHowManyThereAre() {
    let few = world.histories(people: 3, lengths: 2...8, from: RandomStream(seed: 5))
    let many = world.histories(people: 30, lengths: 2...8, from: RandomStream(seed: 5))
    #expect(Array(many.prefix(3)) == few)
  }
}

@Suite struct ItemCountsTests {
  private let counts = ItemCounts([[0, 1, 2], [0, 1], [3]], items: 5)

  @Test func popularityIsAShare() {
    let choices: [Double] = [2, 2, 1, 1, 0]
    #expect(counts.popularity == choices.map { $0 / 6 })
  }

  @Test func transitionsAreProbabilities() {
    let after = counts.transitions(after: 0)
    #expect(abs(after.reduce(0, +) - 1) < 1e-12)
    #expect(abs(after[1] - 7.0 / 9) < 1e-12)
    #expect(abs(after[3] - 1.0 / 18) < 1e-12)
  }

  @Test func afterAnItemThatEndedEveryHistoryPopularityIsLeft() {
    #expect(counts.transitions(after: 4) == counts.popularity)
  }
}

@Suite struct RankingMetricsTests {
  @Test func ranksCountWhatIsAhead() {
    let candidates = [7, 3, 9, 1]
    let scores = [0.1, 0.5, 0.5, 0.9]
    #expect(
      candidates.map { RankingMetrics.rank(of: $0, among: candidates, scores: scores) }
        == [4, 2, 3, 1])
  }

  @Test func gainsAreDiscounted() {
    #expect(RankingMetrics.gain(rank: 1, k: 5) == 1)
    #expect(RankingMetrics.gain(rank: 3, k: 5) == 0.5)
    #expect(RankingMetrics.gain(rank: 6, k: 5) == 0)
    #expect((1...6).map { RankingMetrics.hit(rank: $0, k: 5) } == [1, 1, 1, 1, 1, 0])
  }
}
