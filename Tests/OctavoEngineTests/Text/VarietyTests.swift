import OctavoEngine
import Testing

@Suite struct VarietyTests {
  @Test func countsDifferentGramsOverAllTexts() {
    let variety = Variety(of: ["A b, a c", "a b!", "", "A b, a c"], n: 2)
    // a b, b a, a c | a b | a b, b a, a c
    #expect(variety.distinctGrams == 3.0 / 7)
    #expect(variety.distinctTexts == 0.75)
    #expect(variety.words == 2.5)
  }

  @Test func countsNoMoreGramsThanWanted() {
    #expect(Variety(of: ["a b c d", "a b c d"], n: 1, grams: 4).distinctGrams == 1)
    #expect(Variety(of: ["a b c d", "a b c d"], n: 1).distinctGrams == 0.5)
    #expect(Variety(of: ["a b"], n: 3).distinctGrams == nil)
  }
}
