import OctavoReport
import OctavoResults
import Testing

@Suite struct FooterViewTests {
  @Test func commandCanBePastedIntoAShell() {
    let params: [String: Value] = [
      "rate": 0.001, "text": "it's two plays.txt", "width": 128, "on": true, "empty": "",
    ]
    let document = ReportDocument(
      title: "", elements: [], run: Run(notebook: "my notes", title: "", seed: 7, params: params))
    let markup = Markup(
      HTMLWriter.fragment(FooterView(context: PageContext(document)).node))
    #expect(
      markup.all("code").first?.text
        == "octavo run 'my notes.md' --seed 7 -p empty= -p on=true -p rate=0.001 "
        + "-p 'text=it'\\''s two plays.txt' -p width=128")
  }

  @Test func commandIsTheOneThatWasGiven() {
    var document = ReportDocument(
      title: "", elements: [], run: Run(notebook: "same", title: "", seed: 3, params: ["rows": 2]))
    for (arguments, command) in [
      (["./-a b.md", "--seed", "3", "-o", "oo"], "octavo run './-a b.md' --seed 3 -o oo"),
      (["-", "--seed", "3"], "octavo run - --seed 3  # with the notebook on standard input"),
    ] {
      document.metadata = RunMetadata(
        octavo: "1", arguments: arguments, started: "", host: "", processor: "", threads: 1,
        notebookHash: "")
      let markup = Markup(HTMLWriter.fragment(FooterView(context: PageContext(document)).node))
      #expect(markup.all("code").first?.text == command)
    }
  }

  @Test func commandRepeatsWhatIsNotFinite() {
    let params: [String: Value] = ["a": .number(.nan), "b": .number(-.infinity)]
    let document = ReportDocument(
      title: "", elements: [], run: Run(notebook: "-dash", title: "", seed: 3, params: params))
    let markup = Markup(HTMLWriter.fragment(FooterView(context: PageContext(document)).node))
    #expect(
      markup.all("code").first?.text == "octavo run ./-dash.md --seed 3 -p a=.nan -p b=-.inf")
  }

  @Test func processorsAreTold() {
    let steps = ["learn", "measured"].map {
      StepRecord(name: $0, operation: "gpt.train", status: .done)
    }
    var document = ReportDocument(
      title: "", elements: steps.map { .step($0, source: "") },
      run: Run(notebook: "n", title: "", seed: 3, params: [:], steps: steps))
    func table(_ points: [String: RunMetadata.Step]) -> String {
      document.metadata = RunMetadata(
        octavo: "1", started: "", host: "", processor: "Here", threads: 1, notebookHash: "",
        steps: [
          "learn": .init(cached: false, seconds: 6, points: points),
          "measured": .init(cached: false, seconds: 1, processor: "Xeon"),
        ])
      let markup = Markup(HTMLWriter.fragment(FooterView(context: PageContext(document)).node))
      return markup.all("table").first?.text ?? ""
    }
    let xeon = RunMetadata.Step(cached: false, seconds: 2, processor: "Xeon")
    let epyc = RunMetadata.Step(cached: false, seconds: 2, processor: "EPYC")
    #expect(table(["a": epyc, "b": xeon, "c": epyc]).contains("EPYC × 2, Xeon × 1"))
    #expect(!table(["a": xeon, "b": xeon]).contains("Xeon"))
  }
}
