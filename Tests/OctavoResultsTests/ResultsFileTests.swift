import Foundation
import OctavoResults
import Testing

@Suite struct ResultsFileTests {
  private let run = Run(
    notebook: "x", title: "A title", seed: .max, params: ["rate": 1e-5, "name": "a\"b"],
    steps: [
      StepRecord(
        name: "train", operation: "gpt.train", status: .done,
        values: ["loss": 1.25, "count": 3, "ok": true, "diverged": .number(.nan)],
        tables: ["history": Table([.init("loss", unit: "nats", [1.5, nil, .number(-.infinity)])])]),
      StepRecord(name: "plot", operation: "plot.line", status: .failed(error: "no data")),
      StepRecord(name: "after", operation: "table", status: .skipped(because: "`plot` failed")),
    ])

  @Test func theSameRunGivesTheSameBytes() throws {
    #expect(try ResultsFile(run).encoded() == ResultsFile(run).encoded())
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let read = try ResultsFile(decoding: ResultsFile(run).encoded())
    #expect(read.seed == .max)
    #expect(read.params == run.params)
    let train = try #require(read.steps["train"])
    #expect(train.values["loss"] == 1.25)
    #expect(train.values["count"] == 3)
    #expect(train.values["ok"] == true)
    #expect(train.values["diverged"]?.double?.isNaN == true)
    #expect(train.tables["history"] == run.steps[0].tables["history"])
    #expect(read.steps["plot"]?.status == .failed(error: "no data"))
    #expect(read.steps["after"]?.status == .skipped(because: "`plot` failed"))
  }

  @Test func statusStandsBesideTheOperation() throws {
    let object = try JSONSerialization.jsonObject(with: ResultsFile(run).encoded())
    let steps = (object as? [String: Any])?["steps"] as? [String: [String: Any]]
    #expect(steps?["plot"]?["status"] as? String == "failed")
    #expect(steps?["plot"]?["error"] as? String == "no data")
    #expect(steps?["plot"]?["operation"] as? String == "plot.line")
  }

  @Test func anotherFormatIsRefused() {
    let data = Data(
      #"{"format":2,"notebook":"x","title":"","seed":0,"params":{},"steps":{}}"#.utf8)
    #expect(throws: DecodingError.self) { try ResultsFile(decoding: data) }
  }
}
