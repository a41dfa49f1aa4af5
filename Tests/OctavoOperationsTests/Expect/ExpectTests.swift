import OctavoResults
import Testing

@Suite struct ExpectTests {
  private func details(seeds: String) throws -> [String] {
    let run = runNotebook(
      """
      ```step stories
      run: stories.compose
      for: {seed: \(seeds)}
      count: 20
      ```

      ```step claims
      run: expect
      that:
        - lower(estimate(stories.unigram-entropy)) + 1 > 1
      ```
      """)
    return try #require(run.steps.last).verdicts.map(\.detail)
  }

  @Test func oneSeedHasNoIntervalAndIsToldSo() throws {
    #expect(try details(seeds: "[1]") == ["nan > 1; an interval takes two seeds or more"])
    let two = try #require(details(seeds: "[1, 2]").first)
    #expect(!two.contains("interval"))
  }
}
