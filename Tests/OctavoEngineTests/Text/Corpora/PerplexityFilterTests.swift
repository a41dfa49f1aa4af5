import OctavoEngine
import Testing

@Suite struct PerplexityFilterTests {
  private let documents = ["30", "10", "nan", "20", "10"]

  private func kept(_ limit: PerplexityFilter.Limit) throws -> [Int] {
    try PerplexityFilter(limit: limit) { Double($0) ?? .nan }.kept(of: documents)
  }

  @Test func keepsWhatIsAtOrUnderTheLimit() throws {
    #expect(try kept(.atMost(20)) == [1, 3, 4])
  }

  @Test(
    arguments: [(0.0, []), (0.2, [1]), (0.6, [1, 3, 4]), (1, [0, 1, 3, 4])] as [(Double, [Int])])
  func keepsTheShareThatIsMostLikely(share: Double, kept expected: [Int]) throws {
    #expect(try kept(.lowest(share: share)) == expected)
  }

  @Test func aModelsErrorIsPassedOn() {
    let filter = PerplexityFilter(limit: .atMost(1)) { text in
      try Double(CharacterTokenizer(of: "a").encode(text).count)
    }
    #expect(throws: TokenizerError.self) { try filter.kept(of: ["b"]) }
  }
}
