import OctavoResults
import Testing

@Suite struct SettingComparisonTests {
  private func results(_ losses: [[Double]], tokens: Int = 960) -> ResultsFile {
    var points: [PointRecord] = []
    for (rate, row) in zip([0.001, 0.01], losses) {
      for (index, loss) in row.enumerated() {
        points.append(
          PointRecord(
            point: Point([.init("rate", .number(rate)), .init("seed", .integer(index + 1))]),
            status: .done, values: ["loss": .number(loss), "tokens": .integer(tokens)]))
      }
    }
    return ResultsFile(
      Run(
        notebook: "x", title: "X", seed: 1, params: [:],
        steps: [
          StepRecord(name: "learn", operation: "gpt.train", status: .done, points: points),
          StepRecord(
            name: "judge", operation: "gpt.evaluate", status: .done,
            values: ["loss": .number(losses[0][0])]),
        ]))
  }

  private let before = [[2, 2.5, 3], [1, 1, 1]]
  private let after = [[1.5, 2, 2], [1, 1, 1]]

  @Test func theMeansOverTheSeedsOfEachSettingAreCompared() throws {
    let comparison = SettingComparison(of: results(before), with: results(after))
    #expect(comparison.differences.map(\.path) == ["learn[rate=0.001].loss"])
    let difference = try #require(comparison.differences.first)
    #expect(difference.before == 2.5 && difference.change.count == 3)
    #expect(abs(difference.change.value + 2.0 / 3) < 1e-12)
    #expect(difference.finding.hasPrefix("2.5 became 1.83333 (-0.667, 95 % interval -1.38 to "))
    #expect(difference.finding.hasSuffix(", 3 seeds)"))
  }

  @Test func onlySinglePointsAreCovered() {
    let (old, new) = (results(before), results(after))
    let settings = SettingComparison(of: old, with: new)
    let elsewhere = Comparison(of: old, with: new).differences.filter { !settings.covers($0) }
    #expect(elsewhere.map(\.path) == ["judge.loss"])
  }

  @Test func theSameIsTheSame() {
    #expect(SettingComparison(of: results(before), with: results(before)).differences.isEmpty)
    #expect(
      SettingComparison(of: results(before), with: results(after), tolerance: 0.5)
        .differences.isEmpty)
  }

  @Test func largeChangesHaveAllTheirDigits() throws {
    let comparison = Comparison(of: results(before), with: results(before, tokens: 34_293))
    let first = try #require(comparison.differences.first)
    #expect(first.finding == "960 became 34293 (+33,333)")
  }
}
