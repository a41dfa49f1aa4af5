import OctavoResults
import Testing

/// Tables with a row for each setting.
@Suite struct SummaryTests {
  private static let rows: String = {
    var rows: [String] = []
    for width in [64, 32] {
      for rate in [0.1, 0.2] {
        for seed in 1...3 {
          rows.append(
            "  - {width: \(width), rate: \(rate), seed: \(seed), "
              + "loss: \(10 * rate + Double(seed + width))}")
        }
      }
    }
    return "```step points\nrun: table\nrows:\n\(rows.joined(separator: "\n"))\n```\n\n"
  }()

  private func table(_ options: String) throws -> Table {
    let run = runNotebook(Self.rows + "```step t\nrun: table\ndata: points\n\(options)\n```\n")
    let record = try #require(run[step: "t"])
    return try #require(record.tables["table"], "\(record.status)")
  }

  private func numbers(_ table: Table, _ column: String) -> [Double?] {
    table[column: column]?.values.map { $0?.double } ?? []
  }

  @Test func aRowForEachCombinationHasTheMeanWithItsInterval() throws {
    let table = try table("rows: [width, rate]\nof: loss")
    #expect(table.columns.map(\.name) == ["width", "rate", "loss", "loss-lower", "loss-upper"])
    #expect(numbers(table, "width") == [64, 64, 32, 32])
    #expect(numbers(table, "loss") == [67, 68, 35, 36])
    let half = 4.302652729749462 / 3.0.squareRoot()
    #expect(abs(try #require(numbers(table, "loss-upper")[0]) - (67 + half)) < 1e-9)
  }

  /// Three seeds are three numbers, however many settings are averaged within them.
  @Test func settingsAreAveragedWithinASeed() throws {
    let table = try table("rows: width\nof: loss")
    #expect(numbers(table, "loss") == [67.5, 35.5])
    let half = 4.302652729749462 / 3.0.squareRoot()
    #expect(abs(try #require(numbers(table, "loss-upper")[0]) - (67.5 + half)) < 1e-9)
  }

  /// What was measured as NaN is not left out as if it had not been.
  @Test func aNumberThatIsNoneMakesTheMeanNone() throws {
    let run = runNotebook(
      """
      ```step data
      run: table
      rows:
        - {group: a, seed: 1, loss: 5}
        - {group: a, seed: 2, loss: .nan}
        - {group: b, seed: 1, loss: 2}
        - {group: b, seed: 2, loss: ~}
      ```

      ```step t
      run: table
      data: data
      rows: group
      of: loss
      ```
      """)
    let record = try #require(run[step: "t"])
    let means = numbers(try #require(record.tables["table"], "\(record.status)"), "loss")
    #expect(means[0]?.isNaN == true && means[1] == 2)
  }

  @Test func theBestAcrossIsThatOfARow() throws {
    let table = try table("rows: rate\nacross: width\nof: loss\nbest: {loss: lowest}")
    #expect(
      table[column: "width-32"]?.presentation == .init(best: .lowest, bestAcross: "loss"))
  }

  @Test(arguments: ["rows: [width, width]\nof: loss", "rows: width\nof: [loss, loss]"])
  func columnsAreNamedOnce(_ options: String) {
    let run = runNotebook(Self.rows + "```step t\nrun: table\ndata: points\n\(options)\n```\n")
    #expect(run[step: "t"]?.tables.isEmpty ?? true)
  }

  @Test func valuesMayBecomeColumns() throws {
    let table = try table("rows: rate\nacross: width\nof: loss\nformat: {loss: .1f}")
    #expect(
      table.columns.map(\.name) == [
        "rate", "width-64", "width-64-lower", "width-64-upper", "width-32", "width-32-lower",
        "width-32-upper",
      ])
    #expect(numbers(table, "width-32") == [35, 36])
    #expect(table[column: "width-32"]?.presentation == .init(format: ".1f"))
  }

  @Test func rowsAreSorted() throws {
    #expect(
      numbers(try table("rows: [width, rate]\nof: loss\nsort: loss"), "loss") == [35, 36, 67, 68])
    let two = try table("rows: [width, rate]\nof: loss\nsort: [width, -rate]")
    #expect(numbers(two, "loss") == [36, 35, 68, 67])
    let last = try table("columns: [seed, loss]\nsort: -loss\nlast: 2")
    #expect(numbers(last, "loss") == [34, 35].reversed() || numbers(last, "loss") == [35, 34])
  }

  @Test func looksTravelWithTheColumns() throws {
    let table = try table("rows: rate\nof: loss\nbest: {loss: lowest}\npercent: rate")
    #expect(table[column: "loss"]?.presentation == .init(best: .lowest))
    #expect(table[column: "rate"]?.presentation == .init(percent: true))
    #expect(table[column: "loss-lower"]?.presentation == nil)
  }

  @Test func columnsHaveBars() throws {
    let table = try table("rows: rate\nof: loss\nbars: loss")
    #expect(table[column: "loss"]?.presentation == .init(bar: true))
    #expect(table[column: "rate"]?.presentation == nil)
  }

  @Test(arguments: ["sort: loss", "best: {width-65: lowest}", "percent: seed"])
  func columnsThatTheValuesDoNotMakeAreAnError(options: String) throws {
    let text = "```step t\nrun: table\ndata: points\nrows: rate\nacross: width\nof: loss\n"
    let record = try #require(runNotebook(Self.rows + text + "\(options)\n```\n")[step: "t"])
    guard case .failed(let error) = record.status else {
      Issue.record("no error")
      return
    }
    #expect(error.contains("there is no column"))
  }

  @Test func emptyCellsAreLeftOut() throws {
    let text = """
      ```step points
      run: table
      rows:
        - {rate: 1, seed: 1, loss: 2}
        - {rate: 1, seed: 2, loss: 4}
        - {rate: 2, seed: 1, loss: null}
        - {rate: 2, seed: 2, loss: 5}
      ```

      ```step t
      run: table
      data: points
      rows: rate
      of: loss
      ```
      """
    let table = try #require(runNotebook(text)[step: "t"]?.tables["table"])
    #expect(numbers(table, "loss") == [3, 5])
    #expect(numbers(table, "loss-lower")[1] == nil)
  }
}
