import OctavoReport
import Testing

@Suite struct NameInWordsTests {
  @Test(arguments: [
    ("validation-loss", "validation loss"), ("kl", "KL"), ("grpo-kl", "GRPO KL"),
    ("win-rate-lower", "win rate lower"), ("log π old", "log π old"), ("A-B test", "A-B test"),
    ("-", " "), ("", ""), ("rate-0.001", "rate 0.001"),
    ("learning-rate-1e-3", "learning rate 1e−3"),
    ("loss-rate-0.5", "loss rate 0.5"), ("shift--2", "shift −2"), ("top-1", "top 1"),
  ])
  func namesBecomeWords(name: String, words: String) {
    #expect(name.inWords == words)
  }

  @Test func sentencesBeginWithACapital() {
    #expect("win rate".beginningSentence == "Win rate")
    #expect("".beginningSentence == "")
  }
}
