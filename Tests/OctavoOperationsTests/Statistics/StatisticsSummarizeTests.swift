import OctavoResults
import Testing

@Suite struct StatisticsSummarizeTests {
  private static func summary(of rows: String, _ options: String) throws -> StepRecord {
    let run = runNotebook(
      """
      ```step trainings
      run: table
      rows:
      \(rows.split(separator: "\n").map { "  - {\($0)}" }.joined(separator: "\n"))
      ```

      ```step summary
      run: statistics.summarize
      data: trainings
      \(options)
      ```
      """)
    return try #require(run[step: "summary"])
  }

  private static let trainings = """
    rate: 0.01, seed: 1, loss: 2
    rate: 0.1, seed: 1, loss: 5
    rate: 0.01, seed: 2, loss: 4
    rate: 0.01, seed: 3, loss: 9
    rate: 0.1, seed: 2, loss: 6
    """

  /// The half-widths are t(0.975) of Student's tables times the deviation over √n.
  @Test func eachGroupHasItsMeanAndInterval() throws {
    let step = try Self.summary(of: Self.trainings, "by: rate\nof: loss")
    #expect(step.status == .done)
    #expect(step.warnings.texts == [])
    #expect(
      step.tables["table"]?.columns.map(\.name)
        == ["rate", "n", "loss", "loss-lower", "loss-upper", "loss-sd", "loss-median"])
    #expect(try step.column("rate", of: "table") == [0.01, 0.1])
    #expect(try step.column("n", of: "table") == [3, 2])
    #expect(try step.column("loss", of: "table") == [5, 5.5])
    #expect(try step.column("loss-median", of: "table") == [4, 5.5])
    let deviations = try step.column("loss-sd", of: "table")
    #expect(abs(deviations[0] - 13.0.squareRoot()) < 1e-14)
    let halves = [4.302_652_73 * (13.0 / 3).squareRoot(), 12.706_204_736 * 0.5]
    for (group, half) in halves.enumerated() {
      let mean = try step.column("loss", of: "table")[group]
      #expect(abs(try step.column("loss-lower", of: "table")[group] - (mean - half)) < 1e-7)
      #expect(abs(try step.column("loss-upper", of: "table")[group] - (mean + half)) < 1e-7)
    }
    #expect(step.values["mean"] == nil)
  }

  @Test func oneGroupIsAnEstimate() throws {
    let step = try Self.summary(of: Self.trainings, "of: loss")
    #expect(try step.number("mean") == 5.2)
    let (lower, upper) = (try step.number("mean-lower"), try step.number("mean-upper"))
    #expect(try step.column("loss-lower", of: "table") == [lower])
    #expect(lower < 5.2 && abs(lower + upper - 10.4) < 1e-12)
  }

  @Test func oneNumberHasNoInterval() throws {
    let step = try Self.summary(of: "rate: 1, loss: 2\nrate: 2, loss: 3", "by: rate\nof: loss")
    let table = try #require(step.tables["table"])
    #expect(table[column: "loss"]?.values == [2.0, 3.0])
    for name in ["loss-lower", "loss-upper", "loss-sd"] {
      #expect(table[column: name]?.values == [nil, nil])
    }
    #expect(step.warnings.texts == [])
  }

  @Test func emptyCellsAreLeftOutAndCounted() throws {
    let step = try Self.summary(
      of: "rate: 1, loss: 2\nrate: 1, loss: ~\nrate: 2, loss: ~\nrate: 1, loss: 4",
      "by: rate\nof: loss")
    let table = try #require(step.tables["table"])
    #expect(table[column: "n"]?.values == [2, 0])
    #expect(table[column: "loss"]?.values == [3.0, nil])
    #expect(table[column: "loss-median"]?.values == [3.0, nil])
    #expect(
      step.warnings.texts
        == ["2 of 4 cells of `loss` are empty and left out. The first is in row 2, of rate 1."])
  }

  @Test func whatIsNotANumberIsNotHidden() throws {
    let step = try Self.summary(
      of: "rate: 1, loss: 2\nrate: 1, loss: .nan\nrate: 2, loss: 3\nrate: 2, loss: 5",
      "by: rate\nof: loss")
    for name in ["loss", "loss-lower", "loss-upper", "loss-sd", "loss-median"] {
      let column = try step.column(name, of: "table")
      #expect(column[0].isNaN && !column[1].isNaN, "\(name)")
    }
    #expect(
      step.warnings.texts.contains { $0.contains("`loss` is NaN in row 1") },
      "\(step.warnings.texts)")
  }

  /// `1` and `1.0` are one setting; numbers that a `Double` cannot tell apart are not.
  @Test func equalNumbersMakeOneGroup() throws {
    let step = try Self.summary(
      of: """
        rate: 1, loss: 2
        rate: 1.0, loss: 4
        rate: 9007199254740993, loss: 4
        rate: 9007199254740992, loss: 4
        rate: .nan, loss: 1
        rate: .nan, loss: 1
        """, "by: rate\nof: loss")
    #expect(try step.column("n", of: "table") == [2, 1, 1, 2])
  }
}
