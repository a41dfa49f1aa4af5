import OctavoResults
import Testing

@Suite struct StatisticsCompareTests {
  /// Losses by seed, a column for each setting; an empty cell leaves the row out.
  private static func rows(_ losses: [String: [Double?]], order: [String]) -> String {
    order.flatMap { setting in
      (losses[setting] ?? []).enumerated().compactMap { index, loss in
        loss.map { "  - {rate: \(setting), seed: \(index + 1), loss: \($0)}" }
      }
    }.joined(separator: "\n")
  }

  private static func comparison(of rows: String, _ options: String = "") throws -> StepRecord {
    let run = runNotebook(
      """
      ```step trainings
      run: table
      rows:
      \(rows)
      ```

      ```step effect
      run: statistics.compare
      data: trainings
      of: loss
      between: rate
      \(options)
      ```
      """)
    return try #require(run[step: "effect"])
  }

  private static let three = rows(
    [
      "0.1": [5, 6, 7, 8, 9, 10, 11], "0.2": [4, 4, 4, 4, 4, 4, 4], "0.3": [6, 5, 8, 7, 10, 9, 11],
    ], order: ["0.1", "0.2", "0.3"])

  /// All differences of 0.2 with 0.1 have one sign: 2 of 2⁷ flips go as far.
  @Test func eachSettingIsComparedWithTheBaseline() throws {
    let step = try Self.comparison(of: Self.three, "baseline: 0.1")
    #expect(step.status == .done)
    #expect(step.warnings.texts == [])
    #expect(try step.column("setting", of: "table") == [0.2, 0.3])
    #expect(try step.column("baseline", of: "table") == [0.1, 0.1])
    #expect(try step.column("n", of: "table") == [7, 7])
    #expect(try step.column("difference", of: "table") == [-4, 0])
    #expect(try step.column("p", of: "table") == [2.0 / 128, 1])
    #expect(try step.column("p-adjusted", of: "table") == [4.0 / 128, 1])
    #expect(try step.number("smallest-p-adjusted") == 4.0 / 128)
    #expect(try step.number("largest-p-adjusted") == 1)
    #expect(try step.number("comparisons") == 2)
    #expect(step.values["p"] == nil && step.values["difference"] == nil)
    // The differences are −1 … −7: a deviation of √(14/3), and t(0.975) = 2.4469 with six degrees.
    let half = 2.446_911_851 * (14.0 / 3 / 7).squareRoot()
    #expect(abs(try step.column("difference-lower", of: "table")[0] - (-4 - half)) < 1e-8)
    #expect(abs(try step.column("difference-upper", of: "table")[0] - (-4 + half)) < 1e-8)
  }

  @Test func withoutABaselineEveryTwoAreCompared() throws {
    let step = try Self.comparison(of: Self.three)
    #expect(try step.column("setting", of: "table") == [0.2, 0.3, 0.3])
    #expect(try step.column("baseline", of: "table") == [0.1, 0.1, 0.2])
    #expect(try step.column("difference", of: "table") == [-4, 0, 4])
    #expect(try step.column("p-adjusted", of: "table") == [6.0 / 128, 1, 6.0 / 128])
  }

  @Test func oneComparisonIsAnEstimate() throws {
    let rows = Self.rows(
      ["small": [3, 4, 5, 5, 6, 7], "large": [2, 2, 4, 2, 3, 4]], order: ["small", "large"])
    let step = try Self.comparison(of: rows, "interval: bootstrap")
    #expect(try step.texts("setting", of: "table") == ["large"])
    #expect(abs(try step.number("difference") - -13.0 / 6) < 1e-14)
    #expect(try step.number("p") == 2.0 / 64)
    // A mean of resamples lies between the extreme differences.
    let (lower, upper) = (
      try step.number("difference-lower"), try step.number("difference-upper")
    )
    #expect(-3 <= lower && lower < -2 && -2.2 < upper && upper <= -1)
  }

  /// What makes a pair is not the order of the rows.
  @Test func rowsWithoutAPartnerAreLeftOutAndCounted() throws {
    let step = try Self.comparison(
      of: Self.rows(
        ["0.1": [1, nil, 3, 5, 4, 7, 8, 6], "0.2": [nil, 2, 2, 3, 3, 2, 1, 2]],
        order: ["0.2", "0.1"]), "baseline: 0.1")
    #expect(try step.column("n", of: "table") == [6])
    #expect(abs(try step.number("difference") - (13 - 33) / 6.0) < 1e-14)
    #expect(
      step.warnings.texts == [
        "2 rows have no partner and are left out. The first is row 1 (rate 0.2, seed 2), in the "
          + "comparison of 0.2 with 0.1."
      ])
  }

  @Test func groupsAreComparedApart() throws {
    let rows = (1...6).flatMap { seed in
      ["a", "b"].flatMap { task in
        ["0.1", "0.2"].map { rate in
          let effect = rate == "0.1" ? 0 : task == "a" ? 1 : -2
          return "  - {task: \(task), rate: \(rate), seed: \(seed), loss: \(seed * seed + effect)}"
        }
      }
    }.joined(separator: "\n")
    let step = try Self.comparison(of: rows, "by: task")
    #expect(try step.texts("task", of: "table") == ["a", "b"])
    #expect(try step.column("difference", of: "table") == [1, -2])
    // Without the groups, two rows could stand in one place.
    guard case .failed(let error) = try Self.comparison(of: rows).status else {
      Issue.record("rows that are not told apart were compared")
      return
    }
    #expect(
      error
        == "rows 1 and 3 both have rate 0.1, seed 1, so that either could make the pair; name the "
        + "columns that tell them apart in `over` or `by`")
  }

  @Test(arguments: [
    (5, "With 5 pairs no p can be below 0.0625. To come below 0.05, 6 pairs are needed."), (6, ""),
  ])
  func tooFewPairsToTellAreWarnedOf(pairs: Int, warning: String) throws {
    let losses = (0..<pairs).map { Double?(Double($0 * $0)) }
    let step = try Self.comparison(
      of: Self.rows(["1": losses, "2": losses.map { $0.map { $0 + 1 } }], order: ["1", "2"]))
    #expect(step.warnings.texts == (warning.isEmpty ? [] : [warning]))
  }

  @Test func manyComparisonsNeedMorePairs() throws {
    let six: [Double?] = [1, 2, 3, 4, 5, 6]
    let step = try Self.comparison(
      of: Self.rows(["1": six, "2": six, "3": six], order: ["1", "2", "3"]))
    #expect(
      step.warnings.texts == [
        "With 6 pairs no p can be below 0.03125, and with 3 comparisons none adjusted below 0.09375. "
          + "To come below 0.05, 7 pairs are needed."
      ])
    // Nothing differs: the intervals are of width 0, and every choice of signs goes as far.
    #expect(try step.column("difference-upper", of: "table") == [0, 0, 0])
    #expect(try step.number("smallest-p-adjusted") == 1)
  }

  @Test func aComparisonOfOnePairHasNoInterval() throws {
    let step = try Self.comparison(
      of: Self.rows(
        [
          "1": [1, 2, 3, 4, 5, 6], "2": [2, 3, 4, 5, 6, 8], "3": [nil, nil, nil, nil, nil, 9],
        ], order: ["1", "2", "3"]), "baseline: 1")
    let table = try #require(step.tables["table"])
    #expect(table[column: "n"]?.values == [6, 1])
    #expect(table[column: "difference"]?.values[1] == 3.0)
    for name in ["difference-lower", "difference-upper", "p", "p-adjusted"] {
      #expect(table[column: name]?.values[1] == nil && table[column: name]?.values[0] != nil)
    }
    // What was not tested does not count among the tests.
    #expect(try step.column("p-adjusted", of: "table")[0] == 2.0 / 64)
    #expect(
      step.warnings.texts.contains(
        "1 of 2 comparisons has fewer than two pairs, and so no interval and no p. The first is of 3 "
          + "with 1."), "\(step.warnings.texts)")
  }

  @Test func whatIsNotANumberIsNotHidden() throws {
    let rows = Self.three.replacing("seed: 3, loss: 4.0", with: "seed: 3, loss: .nan")
    let step = try Self.comparison(of: rows, "baseline: 0.1")
    #expect(try step.column("p", of: "table")[0].isNaN)
    #expect(try step.column("difference-lower", of: "table")[0].isNaN)
    #expect(try step.column("p-adjusted", of: "table")[1] == 1)
    #expect(try step.number("smallest-p-adjusted").isNaN)
  }

  @Test(arguments: [
    ("baseline: 0.4", "no row has 0.4 in `rate`; did you mean `0.1`?"),
    ("over: loss-lower", "there is no column `loss-lower`"),
  ])
  func whatCannotBeComparedIsSaid(options: String, message: String) throws {
    guard case .failed(let error) = try Self.comparison(of: Self.three, options).status else {
      Issue.record("compared with \(options)")
      return
    }
    #expect(error.contains(message), "\(error)")
  }

  @Test func oneSettingIsNothingToCompare() throws {
    let step = try Self.comparison(of: Self.rows(["1": [1, 2]], order: ["1"]))
    #expect(
      step.status == .failed(error: "there is nothing to compare: `rate` is 1 in every row"))
  }

  @Test func settingsWithoutPairsAreAnError() throws {
    let step = try Self.comparison(
      of: Self.rows(["1": [1, 2, nil, nil], "2": [nil, nil, 1, 2]], order: ["1", "2"]))
    #expect(
      step.status
        == .failed(
          error: "no comparison has two pairs: rows make a pair where they have equal cells in "
            + "`seed`; measure each setting at two or more of the same values of `seed`"))
  }
}
