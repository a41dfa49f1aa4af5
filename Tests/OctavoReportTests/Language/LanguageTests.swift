import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// A page in other languages: its words and numbers, and what of it stays as it is.
@Suite struct LanguageTests {
  private static let learn = StepRecord(
    name: "learn", operation: "gpt.train", status: .done,
    values: ["loss": .number(1234.5678), "share": .number(0.25)],
    tables: [
      "t": Table([.init("loss", numbers: [0.125, 2.5]), .init("name", texts: ["a.5", "b"])])
    ],
    shownItems: [
      .figure(
        Figure(
          .plot(
            Plot(
              .series([.init("a", x: [0, 1], y: [0.5, 1.5])]), horizontal: .init("x"),
              vertical: .init("y"))), caption: "Loss at 0.5.",
          note: "Mean over 2 to 3 seeds with its 95 % interval.")),
      .table("t", caption: nil), .values(["loss"]),
      .verdicts([
        Verdict(claim: "a < 1.5", holds: true, detail: "1.25 < 1.5"),
        Verdict(claim: "b", holds: true, detail: ""),
      ]),
    ], warnings: [StepWarning(.minor, "One."), StepWarning(.minor, "Two.")])

  private func page(_ lang: String) -> String {
    let notebook = Notebook.read(
      Source(
        path: "n.md",
        text: """
          ---
          title: T
          lang: \(lang)
          ---

          # One

          `{value} learn.loss | ,.2f`, `{value} learn.share | .1%`, [](#learn).[^1]

          # Two

          > [!NOTE]
          > Text 1.5.

          # Three

          [^1]: A note.

          ```step learn
          run: gpt.train
          rate: 1e-3
          ```
          """))
    let run = Run(notebook: "n", title: "T", seed: 0, params: [:], steps: [Self.learn])
    return Report.html(ReportDocument(run: run, notebook: notebook))
  }

  @Test(arguments: [
    ("de", "Abbildung\u{A0}1", "Inhalt", "Alle 2 Erwartungen treffen zu.", "1.234,57", "25,0"),
    ("de-AT", "Abbildung\u{A0}1", "Inhalt", "Alle 2 Erwartungen treffen zu.", "1.234,57", "25,0"),
    ("de-CH", "Abbildung\u{A0}1", "Inhalt", "Alle 2 Erwartungen treffen zu.", "1’234.57", "25.0"),
    (
      "fr", "Figure\u{A0}1", "Sommaire", "Les 2 attentes sont satisfaites.", "1\u{202F}234,57",
      "25,0"
    ),
    (
      "es", "Figura\u{A0}1", "Contenido", "Las 2 expectativas se cumplen.", "1\u{202F}234,57",
      "25,0"
    ),
    ("es-MX", "Figura\u{A0}1", "Contenido", "Las 2 expectativas se cumplen.", "1,234.57", "25.0"),
    ("zh-Hans", "图\u{A0}1", "目录", "全部 2 项预期均成立。", "1,234.57", "25.0"),
    ("en", "Figure\u{A0}1", "Contents", "All 2 expectations hold.", "1,234.57", "25.0"),
    ("pt-BR", "Figure\u{A0}1", "Contents", "All 2 expectations hold.", "1,234.57", "25.0"),
  ])
  func wordsAndNumbers(
    lang: String, figure: String, contents: String, verdicts: String, number: String, share: String
  ) {
    let page = page(lang)
    #expect(page.contains("<html lang=\"\(lang)\">"))
    #expect(page.contains(">\(figure)</a>"))
    #expect(page.contains(">\(contents)</p>"))
    #expect(page.contains(verdicts))
    #expect(page.contains(">\(number)</span>"))
    #expect(page.contains(">\(share)%</span>"))
  }

  @Test func numbersOfTablesAxesAndCaptionsFollow() {
    let page = page("de")
    #expect(page.contains("<td class=\"number\">0,125</td>"))
    #expect(page.contains("<td class=\"number\">2,500</td>"))
    #expect(page.contains(">0,6</text>") || page.contains(">0,5</text>"))
    #expect(page.contains("<dd>1.235</dd>"))
  }

  @Test func meansOverSeedsAreExplained() {
    #expect(
      page("de").contains("Mittel über 2 bis 3 Seeds mit seinem 95\u{2011}%\u{2011}Intervall."))
    #expect(page("en").contains("Mean over 2 to 3 seeds with its 95\u{A0}% interval."))
    #expect(!page("fr").contains("Mean over"))
  }

  /// Sources, identifiers, and what was computed as text.
  @Test func dataStayAsTheyAre() {
    let page = page("de")
    #expect(page.contains("a.5"))
    #expect(page.contains("1.25 &lt; 1.5") || page.contains("1.25 < 1.5"))
    #expect(page.contains("1e-3"))
    #expect(page.contains("Loss at 0.5."))
    #expect(page.contains("id=\"figure:1\"") && page.contains("id=\"table:1\""))
  }

  @Test(arguments: [
    ("de", "2 geringfügige Warnungen"), ("fr", "2 avertissements mineurs"),
    ("es", "2 advertencias menores"), ("zh", "2 条轻微警告"), ("en", "2 minor warnings"),
  ])
  func countsHaveTheirPlural(lang: String, text: String) { #expect(page(lang).contains(text)) }

  /// No language shows an English word of the page's own by mistake.
  @Test(arguments: ["de", "fr", "es", "zh"]) func nothingStaysEnglish(lang: String) {
    let page = page(lang)
    for word in [
      "Skip to", "Contents", "Holds", "Reproducing", "Footnotes", "Link to this", "Data of",
      "Line plot", "points from", "lowest", "Show the source", "Dark", "Sources",
    ] where !(lang == "fr" && word == "Sources") {
      #expect(!page.contains(word), "\(word)")
    }
  }

  /// What a pointer learns from blocks of a heatmap and from the runs behind a mean.
  @Test func marksSpeakTheLanguageOfThePage() {
    let names = (0..<30).map { "n\($0)" }
    let plots = [
      Plot.Content.heatmap(
        .init(
          rows: names, columns: names, values: names.map { _ in names.indices.map(Double.init) },
          quantity: "q")),
      .series([.init("mean", x: [0, 1], y: [1, 2], runs: [[0, 2], [2, 2]])]),
    ].map { Plot($0, horizontal: .init("x"), vertical: .init("y")) }
    let titles = PageLanguage(tag: "de").speaking {
      plots.flatMap { plot in
        let drawing = PlotDrawing(plot, layout: .wide)
        return Markup(
          HTMLWriter.fragment(drawing.svg(identifier: "f", title: "t", description: "d"))
        ).all("title").map(\.text)
      }
    }
    #expect(titles.contains { $0.hasPrefix("n0 bis n") })
    #expect(titles.contains("mean\neinzelne Läufe"))
    #expect(!titles.contains { $0.contains(" to ") })
  }
}
