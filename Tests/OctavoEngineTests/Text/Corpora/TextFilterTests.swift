import OctavoEngine
import Testing

@Suite struct TextFilterTests {
  @Test func filtersApplyInTurnAndCountWhatTheyDrop() throws {
    let documents = ["a fox ran home", "", "!!! ??? !!!", "a fox ran home ", "the bear slept well"]
    let cleaned = try CleanedTexts(
      of: documents,
      by: [LengthFilter(words: 1...10), SymbolRatioFilter(atMost: 0.3), ExactDuplicateFilter()])
    #expect(cleaned.documents == ["a fox ran home", "the bear slept well"])
    #expect(cleaned.counts.map(\.filter) == ["length", "symbol ratio", "exact duplicates"])
    #expect(cleaned.counts.map(\.examined) == [5, 4, 3])
    #expect(cleaned.counts.map(\.dropped) == [1, 1, 1])
  }

  @Test func withoutFiltersNothingIsDropped() throws {
    let cleaned = try CleanedTexts(of: ["a", "a"], by: [])
    #expect(cleaned.documents == ["a", "a"])
    #expect(cleaned.counts.isEmpty)
  }

  @Test func lengthCountsWords() {
    let filter = LengthFilter(words: 2...3)
    #expect(filter.kept(of: ["one", "one two", "one\n\ntwo  three", "1 2 3 4", " "]) == [1, 2])
  }

  /// ASCII is looked at byte by byte, other text by characters: one letter more changes no decision.
  @Test func asciiIsTreatedAsOtherText() {
    var random = RandomStream(seed: 1)
    let parts = ["a", "b", " ", "\t", "\n", "\r\n", "\r", "\u{B}", "\u{1C}", "\u{7F}"]
    let documents = (0..<3000).map { _ in
      (0..<random.integer(below: 7)).map { _ in parts[random.integer(below: parts.count)] }.joined()
    }
    let others = documents.map { "é" + $0 }
    for words in 1...4 {
      let filter = LengthFilter(words: words...words)
      let ascii = documents.map { "e" + $0 }
      #expect(filter.kept(of: ascii) == filter.kept(of: others))
    }
    #expect(
      ExactDuplicateFilter().kept(of: documents.map { "e" + $0 })
        == ExactDuplicateFilter().kept(of: others))
  }

  @Test(
    arguments: [
      (0.0, [0]), (0.25, [0, 1]), (0.5, [0, 1, 2]), (0.99, [0, 1, 2]), (1, [0, 1, 2, 3, 4]),
    ] as [(Double, [Int])])
  func symbolRatioIsOfVisibleCharacters(limit: Double, kept: [Int]) {
    let documents = ["äb 12", "abc!", "a b { }", "#### //", "  "]
    #expect(SymbolRatioFilter(atMost: limit).kept(of: documents) == kept)
  }

  /// The vowel signs of Devanagari are marks, not symbols.
  @Test func marksAreNoSymbols() {
    #expect(SymbolRatioFilter(atMost: 0).kept(of: ["हिन्दी", "e\u{301}", "%"]) == [0, 1])
  }
}
