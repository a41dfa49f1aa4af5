import OctavoResults
import Testing

@Suite struct ComparisonTests {
  private func results(
    loss: Value = 1.5, cells: [Value?] = [1, 2, 3], seed: UInt64 = 1,
    status: StepRecord.Status = .done, width: Value = 8
  ) -> ResultsFile {
    ResultsFile(
      Run(
        notebook: "x", title: "X", seed: seed, params: ["width": width],
        steps: [
          StepRecord(
            name: "train", operation: "gpt.train", status: status, values: ["loss": loss],
            tables: [
              "history": Table([.init("iteration", integers: [1, 2, 3]), .init("loss", cells)])
            ])
        ]))
  }

  private func findings(
    _ old: ResultsFile, _ new: ResultsFile, tolerance: Double = 0
  ) -> [String] {
    Comparison(of: old, with: new, tolerance: tolerance).differences.map {
      "\($0.path): \($0.finding)"
    }
  }

  @Test func theSameIsTheSame() {
    let comparison = Comparison(of: results(), with: results())
    #expect(comparison.isSame)
    #expect(comparison.comparedValues == 11)
    #expect(findings(results(loss: .number(.nan)), results(loss: .number(.nan))).isEmpty)
    #expect(findings(results(loss: 2), results(loss: 2.0)).isEmpty)
  }

  @Test func theLastBitCounts() throws {
    let large = 1 << 53
    #expect(
      findings(results(loss: .integer(large + 1)), results(loss: .integer(large))) == [
        "train.loss: 9007199254740993 became 9007199254740992 (+0)"
      ])
    #expect(findings(results(loss: .number(0.1)), results(loss: .number(0.1.nextUp))).count == 1)
    #expect(findings(results(loss: .number(0)), results(loss: .number(-0.0))).count == 1)
    #expect(findings(results(loss: .integer(0)), results(loss: .number(-0.0))).count == 1)
    #expect(findings(results(loss: .integer(0)), results(loss: .number(0))).isEmpty)
    #expect(findings(results(loss: .number(.nan)), results(loss: "nan")).count == 1)
    #expect(
      findings(results(loss: .number(0)), results(loss: .number(-0.0)), tolerance: 1e-12).isEmpty)
  }

  @Test(arguments: [
    Value.number(.nan), .number(.infinity), .number(-.infinity), "nan", "inf", "-inf", "", "-0",
    .number(-0.0), .integer((1 << 53) + 1), .boolean(true),
  ])
  func valuesAreReadAsTheyWere(_ value: Value) throws {
    let read = try ResultsFile(decoding: results(loss: value).encoded())
    #expect(findings(results(loss: value), read).isEmpty)
    let again = try #require(read.steps["train"]?.values["loss"])
    #expect(again.description == value.description)
    #expect((again.double == nil) == (value.double == nil))
  }

  @Test func whatDiffersIsNamed() {
    #expect(
      findings(results(), results(loss: 1.75, seed: 2, width: 16)) == [
        "seed: 1 became 2", "params.width: 8 became 16 (+8)",
        "train.loss: 1.5 became 1.75 (+0.25)",
      ])
    #expect(
      findings(results(), results(cells: [1, 2.5, 5])) == [
        "train.history: 2 of 6 cells differ, most loss in row 3: 3 became 5 (+2)"
      ])
    #expect(
      findings(results(), results(cells: [1, nil, 3])) == [
        "train.history: 1 of 6 cells differ, most loss in row 2: 2 became nothing"
      ])
    #expect(
      findings(results(), results(status: .failed(error: "no data"))) == [
        "train: done became failed (no data)"
      ])
    #expect(
      findings(results(loss: "a"), results(loss: .text(String(repeating: "b", count: 60)))) == [
        "train.loss: “a” became “\(String(repeating: "b", count: 50))…”"
      ])
  }

  @Test func aToleranceIsRelative() {
    #expect(findings(results(loss: 1000), results(loss: 1001), tolerance: 1e-2).isEmpty)
    #expect(findings(results(loss: 1), results(loss: 1.1), tolerance: 1e-2).count == 1)
    #expect(findings(results(loss: 0), results(loss: 1e-9), tolerance: 1e-2).count == 1)
    #expect(findings(results(loss: 1), results(loss: .number(.nan)), tolerance: 0.5).count == 1)
    #expect(
      findings(results(cells: [1, 2, 3]), results(cells: [1, 2, 3.0001]), tolerance: 1e-3).isEmpty)
  }

  @Test func whatIsGoneAndWhatIsNew() {
    var other = results()
    other.steps["train"]?.values = ["accuracy": 1]
    other.steps["plot"] = other.steps["train"]
    #expect(
      findings(results(), other) == [
        "plot: is new", "train.accuracy: is new", "train.loss: is gone",
      ])
    #expect(findings(other, results()).contains("plot: is gone"))
    other.steps["train"]?.tables["history"] = Table([.init("loss", numbers: [1])])
    #expect(
      findings(results(), other).contains(
        "train.history: 3 rows of iteration, loss became 1 rows of loss"))
  }
}
