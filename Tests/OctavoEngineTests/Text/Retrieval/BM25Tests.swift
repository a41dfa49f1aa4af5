import Foundation
import OctavoEngine
import Testing

@Suite struct BM25Tests {
  private let documents = ["The cat sat.", "A cat and a cat, and a dog.", "Birds sing!", ""]

  /// The formula by hand: four documents of 3, 8, 2 and 0 words, of which two hold `cat`.
  @Test func scoresAreTheFormulas() {
    let hits = BM25(documents).best(10, for: "CAT")
    let idf = log(2.0)
    func score(_ f: Double, _ length: Double) -> Double {
      let norm = 1.2 * (0.25 + 0.75 * length / 3.25)
      return idf * f * 2.2 / (f + norm)
    }
    #expect(hits.map(\.document) == [0, 1])
    #expect(abs(hits[0].score - score(1, 3)) < 1e-12)
    #expect(abs(hits[1].score - score(2, 8)) < 1e-12)
  }

  @Test func lengthAndRepetitionCountAsTheSettingsSay() {
    let hits = BM25(documents, saturation: 100, lengthNormalization: 0).best(2, for: "cat")
    #expect(hits.map(\.document) == [1, 0])
  }

  @Test func rareWordsWeighMore() {
    let index = BM25(["the fox", "the owl", "the hen", "a fox"])
    #expect(index.best(1, for: "the owl").map(\.document) == [1])
    #expect(index.best(4, for: "the").map(\.document) == [0, 1, 2])
  }

  @Test func whatSharesNoWordIsNoHit() {
    #expect(BM25(documents).best(3, for: "fish?").isEmpty)
    #expect(BM25(documents).best(3, for: "").isEmpty)
    #expect(BM25([]).best(3, for: "cat").isEmpty)
  }

  @Test func wordsAreFoundInTheirOrder() {
    #expect("Mia lives in New Bern.".holdsWords(of: " new bern\n"))
    #expect(!"Mia lives in Bern, new to her.".holdsWords(of: "new bern"))
    #expect(!"the fox".holdsWords(of: "ox"))
    #expect(!"the fox".holdsWords(of: "!"))
    #expect(!"fox".holdsWords(of: "the fox"))
  }
}
