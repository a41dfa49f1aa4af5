import OctavoResults
import Testing

@Suite struct ExpectTests {
  private func details(
    seeds: String, claim: String = "lower(estimate(stories.unigram-entropy)) + 1 > 1"
  ) throws -> [String] {
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
        - \(claim)
      ```
      """)
    return try #require(run.steps.last).verdicts.map(\.detail)
  }

  /// What is said to hold at all points is shown with numbers of one where it does not, also inside of
  /// `all(…)`.
  @Test func numbersOfAPointAreShown() throws {
    let bare = try details(seeds: "[1, 2]", claim: "stories.characters < 0")
    let all = try details(seeds: "[1, 2]", claim: "all(stories.characters < 0)")
    #expect(bare == all && bare[0].hasPrefix("not at 2 of 2 points, such as seed 1: "))
  }

  /// One that is not defined for the results does not keep the others from being tried.
  @Test func whatIsNotDefinedDoesNotHold() throws {
    let details = try details(
      seeds: "[1, 2]", claim: "1 / (min(stories.characters) - min(stories.characters)) > 0")
    #expect(details == ["division by zero"])
  }

  @Test func missingPointsAreToldOnce() throws {
    let run = runNotebook(
      """
      ```step measured
      run: table
      for: {seed: 1..3}
      rows: [{x: "${1 / (seed - 2)}"}, {x: 1.5}]
      ```

      ```step summary
      run: statistics.summarize
      for: {seed: 1..3}
      data: measured.table[seed=(seed)]
      of: x
      ```

      ```step claims
      run: expect
      that:
        - upper(estimate(summary.mean)) < 100
        - mean(summary.mean) < 100
      ```
      """)
    let claims = try #require(run.steps.last)
    #expect(claims.warnings.texts == ["1 of 3 points have no value, such as seed 2."])
  }

  @Test func oneSeedHasNoIntervalAndIsToldSo() throws {
    #expect(try details(seeds: "[1]") == ["nan > 1; an interval takes two seeds or more"])
    let two = try #require(details(seeds: "[1, 2]").first)
    #expect(!two.contains("interval"))
  }
}
