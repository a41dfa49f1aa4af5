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
              .init(claim: "lower(b) > 0", holds: true, detail: "0.1 > 0", margin: 0.1),
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

  /// A share is written as percent, and an estimate with the ends of its interval is one value.
  @Test func valuesAreWrittenAsTheyAreDeclared() {
    let record = StepRecord(
      name: "s", operation: "o", status: .done,
      values: [
        "accuracy": 0.8625, "win-rate": 0.86, "win-rate-lower": 0.81, "win-rate-upper": 0.9,
        "kl": 0.8625,
      ],
      shownItems: [.values(["accuracy", "win-rate", "win-rate-lower", "win-rate-upper", "kl"])],
      shares: ["accuracy", "win-rate", "win-rate-lower", "win-rate-upper"])
    let markup = Markup(HTMLWriter.fragment(node(record)))
    #expect(markup.all("dt").map(\.text) == ["accuracy", "win rate", "KL"])
    #expect(
      markup.all("dd").map { $0.text.replacing("\u{A0}", with: " ") }
        == ["86.2 %", "86 (81 to 90) %", "0.8625"])
  }

  @Test func sharesOfSeveralSeedsAreEstimates() {
    let points = [0.5, 0.75].enumerated().map { seed, share in
      PointRecord(
        point: Point([.init("seed", .integer(seed))]), status: .done,
        values: ["accuracy": .number(share)])
    }
    let record = StepRecord(
      name: "s", operation: "o", status: .done, shownItems: [.values(["accuracy"]), .points],
      points: points, shares: ["accuracy"])
    let markup = Markup(HTMLWriter.fragment(node(record)))
    #expect(markup.all("dd").first?.text.hasSuffix("\u{A0}%") == true)
    #expect(
      markup.all("td").map(\.text).filter { $0.hasSuffix("%") } == ["50\u{A0}%", "75\u{A0}%"])
  }
}
