import OctavoEngine
import Testing

@Suite struct CheerfulnessLexiconTests {
  private let lexicon = CheerfulnessLexicon(cheerful: ["glad"], gloomy: ["sad", "wept"])

  @Test(arguments: [
    ("", 0), ("glad", 1), ("Glad, GLAD!", 2), ("gladly", 0), ("she wept. sad.", -2),
    ("a sad-glad day", 0),
  ])
  func scoreCountsWholeWords(text: String, score: Int) {
    #expect(lexicon.score(text) == score)
  }

  @Test func noWordIsBothCheerfulAndGloomy() {
    let stories = CheerfulnessLexicon.stories
    #expect(stories.cheerful.isDisjoint(with: stories.gloomy))
  }
}
