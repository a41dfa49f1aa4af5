import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// What a page says of steps in other languages, also where their records have it in English.
@Suite struct StepPhrasesTests {
  private static let plot = Plot(
    panels: [
      .init(
        title: "width 0.5",
        .series([
          .init("rate 0.001", x: [0, 1], y: [0.5, 1.5]), .init("v1.5", x: [0, 1], y: [0.6, 1.6]),
        ]))
    ], horizontal: .init("x"), vertical: .init("y"))

  private func page(_ lang: String) -> String {
    let notebook = Notebook.read(
      Source(
        path: "n.md",
        text: """
          ---
          title: T
          lang: \(lang)
          ---

          ```step learn
          run: gpt.train
          ```

          ```step after
          run: gpt.sample
          model: learn
          ```

          ```step other
          run: gpt.sample
          ```
          """))
    let learn = StepRecord(
      name: "learn", operation: "gpt.train", status: .done,
      shownItems: [
        .figure(
          Figure(
            .plot(Self.plot),
            caption: "Loss by iteration, on the training and the validation split.",
            note: "The lines or points of 3 seeds are drawn one by one.")),
        .verdicts([
          Verdict(claim: "a", holds: true, detail: "at all 12 points"),
          Verdict(
            claim: "b", holds: false,
            detail: "not at 2 of 12 points, such as rate 0.001, seed 1: learn.loss is 1.5"),
        ]),
      ])
    let after = StepRecord(
      name: "after", operation: "gpt.sample", status: .skipped(because: "`learn` failed"))
    var run = Run(notebook: "n", title: "T", seed: 0, params: [:], steps: [learn, after])
    run.uses = ["after": ["learn"]]
    return Report.html(ReportDocument(run: run, notebook: notebook))
  }

  @Test func german() {
    let page = page("de")
    #expect(page.contains("Wie die Schritte voneinander abhängen"))
    #expect(page.contains("after verwendet learn."))
    #expect(
      page.contains("Verlust über die Iterationen, auf dem Trainings- und dem Validierungsteil."))
    #expect(page.contains("Die Linien oder Punkte von 3 Seeds sind einzeln gezeichnet."))
    #expect(page.contains("an allen 12 Punkten"))
    #expect(page.contains("nicht an 2 von 12 Punkten, etwa rate 0,001, seed 1: learn.loss is 1,5"))
    #expect(page.contains("<code>learn</code> ist fehlgeschlagen"))
    #expect(page.contains("er gehörte nicht zu diesem Lauf"))
  }

  @Test(arguments: [
    ("fr", "Comment les étapes dépendent les unes des autres", "aux 12 points"),
    ("es", "Cómo dependen los pasos unos de otros", "en los 12 puntos"),
    ("zh", "各步骤之间的依赖关系", "在全部 12 个点上"),
    ("en", "How the steps depend on one another", "at all 12 points"),
  ])
  func otherLanguages(lang: String, graph: String, points: String) {
    let page = page(lang)
    #expect(page.contains(graph) && page.contains(points))
    #expect(lang == "en" || !page.contains("Loss by iteration"))
    #expect(lang == "en" || !page.contains("drawn one by one"))
    #expect(lang == "en" || !page.contains("was not part of"))
    #expect(page.contains("<code>learn</code>"))
  }

  /// As ticks do; what is no number by itself stays.
  @Test func numbersInTheNamesOfSettingsFollowThePage() {
    let german = page("de")
    #expect(german.contains(">rate 0,001</text>") && german.contains(">width 0,5</text>"))
    #expect(german.contains(">v1.5</text>") && !german.contains(">rate 0.001</text>"))
    #expect(page("en").contains(">rate 0.001</text>"))
  }

  @Test func onlyEnglishHasACommaBeforeTheLastAuthor() {
    let reference = Reference(
      key: "b", type: "misc",
      fields: ["author": "Senécal, J. and Jauvin, C.", "title": "A", "year": "2003"])
    let cited = Inline.citation(Citation([.init("b")], isNarrative: true, source: "@b"))
    let work = References([reference], citedIn: [.paragraph([cited])]).works[0]
    let shown = { (words: ReferenceWords) in
      HTMLNode.fragment(ReferenceView(work: work, words: words).nodes).plainText
    }
    #expect(shown(.english).hasPrefix("Senécal, J., and Jauvin, C. (2003)"))
    var german = ReferenceWords.english
    (german.and, german.commaBeforeAnd) = ("und", false)
    #expect(shown(german).hasPrefix("Senécal, J. und Jauvin, C. (2003)"))
  }
}
