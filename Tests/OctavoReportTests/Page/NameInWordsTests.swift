import OctavoReport
import Testing

@Suite struct NameInWordsTests {
  @Test(arguments: [
    ("validation-loss", "validation loss"), ("kl", "KL"), ("grpo-kl", "GRPO KL"),
    ("win-rate-lower", "win rate lower"), ("log π old", "log π old"), ("A-B test", "A-B test"),
    ("-", " "), ("", ""),
  ])
  func namesBecomeWords(name: String, words: String) {
    #expect(name.inWords == words)
  }

  @Test func sentencesBeginWithACapital() {
    #expect("win rate".beginningSentence == "Win rate")
    #expect("".beginningSentence == "")
  }
}
