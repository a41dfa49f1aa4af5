import OctavoEngine
import Testing

@Suite struct StoryGrammarTests {
  private static let girls: Set = ["lily", "mia", "rosa", "nell", "anna", "ruby"]
  private static let things: Set = [
    "kite", "boat", "drum", "lantern", "ball", "cake", "hat", "book", "flute", "basket",
  ]
  private let grammar = StoryGrammar()
  private let stories = StoryGrammar().stories(
    count: 4000, cheerful: 0.5, from: RandomStream(seed: 1))

  @Test func aStoryReadsAsWritten() {
    let first = grammar.stories(count: 2, cheerful: 1, from: RandomStream(seed: 1))
    #expect(
      first.corpus == """
        ben the duck took a paper lantern to the garden one sunny afternoon. at the gate he met \
        anna the cat. then the light of the paper lantern went out. anna struck a match and lit it. "we did \
        it!" laughed anna. ben gave anna a big hug.
        one sunny morning, leo the cat took his silver flute up the hill. "come, nell," said leo \
        to the frog. "let us play a tune!" just then the silver flute made no sound. nell shook \
        the flute, and a beetle flew out. nell cheered, leo clapped, and both were glad.

        """)
  }

  @Test func storiesAreShortPlainAndNeverTheSameTwice() {
    let alphabet = Set("abcdefghijklmnopqrstuvwxyz ,.\"?!")
    for story in stories {
      #expect((30...60).contains(words(of: story.text).count), "\(story.text)")
      #expect(alphabet.isSuperset(of: story.text), "\(story.text)")
      #expect(!story.text.contains("  "))
    }
    #expect(Set(stories.map(\.text)).count > 3990)
  }

  @Test func requestsNameWordsOfTheContinuationAndItsMood() throws {
    for (index, story) in stories.prefix(500).enumerated() {
      var stream = RandomStream(seed: 2).derived(for: "request", index: index)
      let asking = story.asking(for: 4, using: &stream)
      #expect(asking.continuation == story.continuation && asking.mood == story.mood)
      let request = try #require(asking.prompt.split(separator: ".").first)
      #expect(asking.prompt == "\(request). \(story.prompt)")
      let asked = words(of: String(request)).dropFirst(2)
      #expect(asked.count == 4 && Set(asked).count == 4)
      #expect(Set(words(of: story.continuation)).isSuperset(of: asked))
      #expect(Set(words(of: story.prompt)).isDisjoint(with: asked))
      let counts = CheerfulnessLexicon.stories.counts(in: String(request))
      let (own, other) =
        story.mood == .cheerful
        ? (counts.cheerful, counts.gloomy) : (counts.gloomy, counts.cheerful)
      #expect((1...2).contains(own) && other == 0, "\(request)")
    }
  }

  @Test func everyEndingShowsItsMoodInTheLexiconsWords() {
    for story in stories {
      let counts = CheerfulnessLexicon.stories.counts(in: story.continuation)
      #expect((counts.cheerful > 0) == (story.mood == .cheerful), "\(story.text)")
      #expect((counts.gloomy > 0) == (story.mood == .gloomy), "\(story.text)")
    }
  }

  @Test func whatTheTwoMoodsShareIsNeutral() {
    for seed in UInt64(0)..<500 {
      var forCheerful = RandomStream(seed: seed)
      var forGloomy = RandomStream(seed: seed)
      let cheerful = grammar.story(ending: .cheerful, using: &forCheerful)
      let gloomy = grammar.story(ending: .gloomy, using: &forGloomy)
      let shared = cheerful.text.commonPrefix(with: gloomy.text)
      let counts = CheerfulnessLexicon.stories.counts(in: shared)
      #expect(counts == (0, 0), "\(shared)")
      #expect(cheerful.prompt == gloomy.prompt)
      #expect(shared.count > cheerful.prompt.count + 20)
    }
  }

  @Test func pronounsAgreeWithTheHero() throws {
    for story in stories {
      let words = words(of: story.text)
      let hero = try #require(words.first { Self.girls.contains($0) || boysName($0) })
      let wrong: Set = Self.girls.contains(hero) ? ["he", "his"] : ["she", "her"]
      #expect(wrong.isDisjoint(with: words), "\(story.text)")
    }
  }

  @Test func theThingOfTheOpeningReturnsAndNoOtherIntrudes() {
    for story in stories {
      let carried = Self.things.intersection(words(of: story.prompt))
      #expect(carried.count == 1, "\(story.prompt)")
      #expect(Self.things.intersection(words(of: story.continuation)) == carried, "\(story.text)")
    }
  }

  @Test(arguments: [0, 0.25, 0.7, 1])
  func theShareOfCheerfulStoriesIsAsAsked(cheerful: Double) {
    let stories = grammar.stories(count: 2000, cheerful: cheerful, from: RandomStream(seed: 5))
    let share = Double(stories.count { $0.mood == .cheerful }) / 2000
    #expect(abs(share - cheerful) <= 4 * (cheerful * (1 - cheerful) / 2000).squareRoot())
  }

  @Test func aStoryDoesNotDependOnHowManyAreComposed() {
    let few = grammar.stories(count: 10, cheerful: 0.5, from: RandomStream(seed: 1))
    #expect(few == Array(stories.prefix(10)))
  }

  private func words(of text: String) -> [String] {
    text.split(whereSeparator: { !$0.isLetter }).map(String.init)
  }

  private func boysName(_ word: String) -> Bool {
    ["tom", "ben", "max", "sam", "leo", "finn"].contains(word)
  }
}
