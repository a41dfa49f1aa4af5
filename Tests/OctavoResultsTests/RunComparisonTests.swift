import OctavoResults
import Testing

@Suite struct RunComparisonTests {
  private func results(
    seed: UInt64 = 1, width: Value = 8, steps: [String: [String: Value]]
  ) -> ResultsFile {
    ResultsFile(
      Run(
        notebook: "x", title: "X", seed: seed, params: ["width": width],
        steps: steps.map { name, values in
          StepRecord(name: name, operation: "gpt.train", status: .done, values: values)
        }))
  }

  @Test func everyRunHasItsColumn() {
    let comparison = RunComparison(
      of: results(steps: ["train": ["loss": 1.5]]),
      with: [
        results(seed: 2, steps: ["train": ["loss": 1.5]]),
        results(width: 16, steps: ["train": ["loss": 1.75, "norm": 2]]),
      ])
    #expect(!comparison.isSame)
    #expect(comparison.comparisons.map(\.isSame) == [false, false])
    #expect(comparison.rows.map(\.path) == ["seed", "params.width", "train.loss", "train.norm"])
    #expect(comparison.rows.map(\.value) == [1, 8, 1.5, nil])
    #expect(comparison.rows.map { $0.differences[0]?.after } == [2, nil, nil, nil])
    #expect(comparison.rows.map { $0.differences[1]?.after } == [nil, 16, 1.75, 2])
    #expect(comparison.rows[2].differences[1]?.change == 0.25)
    #expect(comparison.rows[2].differences[1]?.changeText == "+0.25")
    #expect(comparison.rows[3].differences[1]?.finding == "is new")
  }

  @Test func rowsStandByTheirSteps() {
    let comparison = RunComparison(
      of: results(steps: ["b": ["x": 1], "c": ["x": 1]]),
      with: [
        results(steps: ["b": ["x": 1], "c": ["x": 2]]),
        results(steps: ["a": ["x": 1], "b": ["x": 3], "c": ["x": 1]]),
      ])
    #expect(comparison.rows.map(\.path) == ["a", "b.x", "c.x"])
  }

  @Test func whatIsGoneIsNotTheSame() {
    let comparison = RunComparison(
      of: results(steps: ["train": ["loss": 1]]),
      with: [results(steps: ["train": ["loss": 2]]), results(steps: [:])])
    #expect(comparison.rows.map(\.path) == ["train", "train.loss"])
    #expect(comparison.rows.map { $0.differences[1]?.finding } == ["is gone", "is gone"])
    #expect(comparison.rows[0].differences[0] == nil)
  }

  @Test func equalRunsAreTheSame() {
    let one = results(steps: ["train": ["loss": 1.5]])
    let comparison = RunComparison(of: one, with: [one, one])
    #expect(comparison.isSame)
    #expect(comparison.rows.isEmpty)
  }

  @Test func cellsThatDifferAreCounted() throws {
    func table(_ cells: [Value?]) -> ResultsFile {
      ResultsFile(
        Run(
          notebook: "x", title: "X", seed: 1, params: [:],
          steps: [
            StepRecord(
              name: "t", operation: "table", status: .done,
              tables: ["rows": Table([.init("loss", cells)])])
          ]))
    }
    let row = try #require(
      RunComparison(of: table([1, 2, 4]), with: [table([1, 3, 400])]).rows.first)
    let cells = try #require(row.differences[0]?.cells)
    #expect(row.path == "t.rows")
    #expect(cells.different == 2 && cells.count == 3)
    #expect(cells.column == "loss" && cells.row == 3)
    #expect(cells.before == 4 && cells.after == 400)
  }
}
