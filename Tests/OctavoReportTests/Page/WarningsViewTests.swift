import OctavoReport
import OctavoResults
import Testing

@Suite struct WarningsViewTests {
  private let warnings = [
    StepWarning(.minor, "1 of 4,001 documents is left out."), StepWarning(.ordinary, "Odd."),
    StepWarning(.grave, "KL explosion: 33 nats. Usual causes: many."),
  ]

  @Test func threeGradesLookDifferent() throws {
    try expectSnapshot(WarningsView(warnings).node, named: "warnings")
  }

  @Test func ofVeryManySomeAreCounted() {
    let many = [StepWarning](repeating: warnings[1], count: 60)
    #expect(WarningsView(many).node.plainText.contains("10 more warnings are in results.json."))
  }

  @Test func ofOneStepTheFirstStandsForAll() {
    let step = StepRecord(
      name: "sum", operation: "o", status: .done,
      warnings: [StepWarning(.grave, "`mean` is NaN."), StepWarning(.grave, "`sd` is NaN.")])
    let document = ReportDocument(
      title: "", elements: [.step(step, source: "")],
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: [step]))
    let text = SummaryView(context: PageContext(document)).node.plainText
    #expect(text == "Grave warning: sum `mean` is NaN. (2 grave warnings)")
  }

  @Test func graveOnesStandAtTheTopWithTheirStep() {
    let step = StepRecord(name: "ppo", operation: "o", status: .done, warnings: warnings)
    let document = ReportDocument(
      title: "", elements: [.step(step, source: "")],
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: [step]))
    let node = SummaryView(context: PageContext(document)).node
    #expect(node.plainText == "Grave warning: ppo KL explosion: 33 nats.")
    #expect(HTMLWriter.fragment(node).contains("href=\"#step:ppo\""))
  }
}
