import OctavoReport
import OctavoResults
import Testing

@Suite struct StepViewTests {
  private func node(_ record: StepRecord) -> HTMLNode {
    let source = "run: \(record.operation)\n"
    let document = ReportDocument(
      title: "", elements: [.step(record, source: source)],
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: [record]),
      metadata: RunMetadata(
        octavo: "1", started: "", host: "", processor: "", threads: 1, notebookHash: "",
        steps: ["train": .init(cached: false, seconds: 75)]))
    return StepView(record: record, source: source, context: PageContext(document)).node
  }

  @Test func snapshots() throws {
    try expectSnapshot(
      node(
        StepRecord(
          name: "train", operation: "gpt.train", status: .done,
          values: ["validation-loss": 1.25, "iterations": 2000],
          tables: [
            "sizes": Table([
              .init("model-size", texts: ["small"]), .init("loss", unit: "nats", numbers: [1.5]),
            ])
          ],
          shownItems: [
            .values(["validation-loss", "iterations", "absent"]),
            .table("sizes", caption: "Sizes."),
            .verdicts([
              .init(claim: "a < 2", holds: true, detail: "1 < 2"),
              .init(claim: "a < 1", holds: false, detail: ""),
            ]),
            .figure(Figure(.passages([.init(label: "one", prompt: "To ", text: "be")]))),
          ], warnings: [StepWarning(.ordinary, "odd")])), named: "step-done")
    try expectSnapshot(
      node(StepRecord(name: "train", operation: "gpt.train", status: .failed(error: "no\n  way"))),
      named: "step-failed")
    try expectSnapshot(
      node(
        StepRecord(name: "other", operation: "table", status: .skipped(because: "train failed"))),
      named: "step-skipped")
  }
}
