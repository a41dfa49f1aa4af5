import OctavoResults
import Testing

@Suite struct RunVerdictTests {
  private func verdict(_ steps: [StepRecord]) -> RunVerdict {
    RunVerdict(Run(notebook: "x", title: "X", seed: 1, params: [:], steps: steps))
  }

  private func expect(_ outcomes: [Bool]) -> StepRecord {
    StepRecord(
      name: "claims", operation: "expect", status: .done,
      shownItems: [
        .verdicts(outcomes.map { Verdict(claim: "a < b", holds: $0, detail: "") })
      ])
  }

  @Test func saysHowARunWent() {
    let failed = StepRecord(name: "train", operation: "gpt.train", status: .failed(error: "no"))
    let skipped = StepRecord(name: "eval", operation: "table", status: .skipped(because: "no"))
    #expect(verdict([]).text == "done")
    #expect(verdict([]).isGood)
    #expect(verdict([expect([true, true])]).text == "held 2 of 2")
    #expect(verdict([expect([true, true])]).isGood)
    #expect(verdict([expect([true, false])]).text == "held 1 of 2")
    #expect(!verdict([expect([true, false])]).isGood)
    #expect(
      verdict([failed, skipped, expect([true])]).text
        == "held 1 of 1; failed: train; skipped 1 step")
    #expect(!verdict([failed]).isGood)
  }
}
