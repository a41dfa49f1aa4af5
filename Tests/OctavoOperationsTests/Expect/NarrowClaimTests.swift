import OctavoEngine
import OctavoResults
import Testing

@Suite struct NarrowClaimTests {
  private func verdict(on claim: String) throws -> Verdict {
    let run = runNotebook(
      """
      ```step stories
      run: stories.compose
      for: {seed: 1..5}
      count: 20
      ```

      ```step claims
      run: expect
      that: ["\(claim)"]
      ```
      """)
    return try #require(run.steps.last?.verdicts.first)
  }

  private let end = "lower(estimate(stories.characters))"
  private let width =
    "(upper(estimate(stories.characters)) - lower(estimate(stories.characters)))"

  @Test(arguments: [
    ("END > END - 0.1 * WIDTH", 0.1), ("END - 0.3 * WIDTH < END", 0.3),
    ("END > END - WIDTH and 1 < 2", 1), ("END > 0 and END > END - 0.2 * WIDTH", 0.2),
    ("END > END + 0.5 * WIDTH", 0.5), ("END > END - 0.3 * WIDTH or END > END - 0.1 * WIDTH", 0.3),
    ("END > END + WIDTH or END > END - 0.2 * WIDTH", 0.2),
  ])
  func marginIsInWidthsOfTheInterval(claim: String, margin: Double) throws {
    // The limit is a sum, since two ends that are compared with one another have no margin.
    let written = claim.replacing("END", with: end).replacing("WIDTH", with: width)
    let found = try #require(verdict(on: written).margin)
    #expect(abs(found - margin) < 1e-9)
  }

  @Test func narrowIsAQuarterOfTheWidth() throws {
    let wide = "\(end) > \(end) - 0.26 * \(width)"
    let narrow = "\(end) > \(end) - 0.24 * \(width)"
    let broken = "\(end) > \(end) + 0.1 * \(width)"
    #expect(try !verdict(on: wide).holdsNarrowly)
    #expect(try verdict(on: narrow).holdsNarrowly)
    let no = try verdict(on: broken)
    #expect(!no.holds && !no.holdsNarrowly)
  }

  /// Ends by their names, and of several points the least margin; a parameter is no end of an interval,
  /// whatever its name.
  @Test func endsAmongTheValuesOfAStepCountToo() throws {
    let run = runNotebook(
      """
      ---
      params: {limit-lower: 6.5, limit-upper: 9}
      ---

      ```step losses
      run: table
      for: {task: [1, 2]}
      rows: [{loss: 1.0}, {loss: 2.0}, {loss: "${2 + task}"}]
      ```

      ```step summary
      run: statistics.summarize
      for: {task: [1, 2]}
      data: losses.table[task=(task)]
      of: loss
      ```

      ```step claims
      run: expect
      that:
        - summary.mean-upper < params.limit-lower
        - all(summary.mean-upper < 6.5)
        - summary.mean-upper[task=2] < 6.5
        - 6.5 > summary.mean-upper[task=2]
        - summary.mean < 6.5
        - params.limit-lower < 7
      ```
      """)
    let second = Estimate(overSeeds: [1, 2, 4])
    let margin = (6.5 - second.upper) / (second.upper - second.lower)
    #expect(margin < Verdict.narrowMargin)
    let verdicts = try #require(run.steps.last).verdicts
    #expect(verdicts.map(\.margin) == [margin, margin, margin, margin, nil, nil])
    #expect(verdicts.map(\.holdsNarrowly) == [true, true, true, true, false, false])
  }

  @Test(arguments: [
    "stories.characters > 0", "1 < 2", "END < upper(estimate(stories.characters))",
    "END != 0", "1 < 2 or END > END - 0.1 * WIDTH",
  ])
  func claimsWithoutALimitForAnEndHaveNoMargin(claim: String) throws {
    let verdict = try verdict(
      on: claim.replacing("END", with: end).replacing("WIDTH", with: width))
    #expect(verdict.holds && verdict.margin == nil && !verdict.holdsNarrowly)
  }

  /// The table in `docs/statistics.md`: how often a claim that holds by a margin fails on as many new
  /// seeds, under the posterior of a mean and a variance of which nothing was known before.
  @Test(arguments: [
    (3, [0.50, 0.46, 0.40, 0.32, 0.21, 0.11]), (5, [0.50, 0.45, 0.38, 0.28, 0.15, 0.05]),
    (30, [0.50, 0.45, 0.37, 0.25, 0.09, 0.01]),
  ])
  func narrowClaimsFailOnNewSeeds(count: Int, shares: [Double]) {
    for (margin, share) in zip([0, 0.05, 0.125, 0.25, 0.5, 1], shares) {
      #expect(abs(failures(on: count, margin: margin) - share) < 0.015)
    }
  }

  private func failures(on count: Int, margin: Double) -> Double {
    var stream = RandomStream(seed: 7)
    let deviations = (0..<count).map { Double($0) - Double(count - 1) / 2 }
    let squares = deviations.map { $0 * $0 }.reduce(0, +)
    let measured = Estimate(overSeeds: deviations)
    let mean = -measured.lower + margin * (measured.upper - measured.lower)
    let trials = 10_000
    let failures = (0..<trials).count { _ in
      let chiSquared = (1..<count).map { _ in stream.normal() }.map { $0 * $0 }.reduce(0, +)
      let deviation = (squares / chiSquared).squareRoot()
      let truth = mean + deviation / Double(count).squareRoot() * stream.normal()
      let repeated = (0..<count).map { _ in truth + deviation * stream.normal() }
      return Estimate(overSeeds: repeated).lower <= 0
    }
    return Double(failures) / Double(trials)
  }
}
