import OctavoReport
import OctavoResults
import Testing

@Suite struct SummaryViewTests {
  private func text(_ steps: [StepRecord]) -> String {
    let document = ReportDocument(
      title: "", elements: steps.map { .step($0, source: "") },
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: steps))
    return SummaryView(context: PageContext(document)).node.plainText
  }

  private func expectation(_ name: String, _ holds: Bool...) -> StepRecord {
    StepRecord(
      name: name, operation: "expect", status: .done,
      shownItems: [.verdicts(holds.map { Verdict(claim: "c", holds: $0, detail: "") })])
  }

  private func step(_ name: String, _ status: StepRecord.Status) -> StepRecord {
    StepRecord(name: name, operation: "o", status: status)
  }

  @Test func goodNews() {
    #expect(text([step("a", .done)]).isEmpty)
    #expect(text([expectation("a", true)]) == "The expectation holds.")
    #expect(text([expectation("a", true), expectation("b", true)]) == "All 2 expectations hold.")
  }

  @Test func narrowNews() {
    let verdicts = [0.1, 0.3, 0.2, nil].map {
      Verdict(claim: "c", holds: true, detail: "", margin: $0)
    }
    func said(_ verdicts: [Verdict]) -> String {
      text([
        StepRecord(
          name: "a", operation: "expect", status: .done, shownItems: [.verdicts(verdicts)])
      ])
    }
    #expect(said(verdicts) == "All 4 expectations hold, 2 of them narrowly.")
    #expect(said([verdicts[0]]) == "The expectation holds narrowly.")
    #expect(said([verdicts[1]]) == "The expectation holds.")
  }

  @Test func badNews() {
    #expect(text([step("a", .failed(error: "e"))]) == "One step failed: a")
    #expect(
      text([
        step("a", .failed(error: "e")), step("b", .failed(error: "e")),
        step("c", .skipped(because: "x")),
      ]) == "2 steps failed: a, bOne step was skipped: c")
    #expect(
      text([expectation("a", false, true, false)]) == "2 of 3 expectations do not hold: a")
    #expect(text([expectation("a", false)]) == "The expectation does not hold: a")
    #expect(
      text([expectation("a", false), expectation("b", true)])
        == "One of 2 expectations does not hold: a")
  }
}
