import OctavoReport
import OctavoResults
import Testing

@Suite struct MarkdownExportTests {
  private func markdown(
    _ notebook: String, params: [String: Value] = [:], steps: [StepRecord] = [],
    references: [Reference] = []
  ) -> String {
    let saved = SavedRun(
      run: Run(notebook: "n", title: "N", seed: 1, params: params, steps: steps),
      notebook: .init(text: notebook, path: "n.md", reportFolder: "outputs/n"), images: [:],
      references: references, showsTimings: false)
    return String(decoding: saved.markdown(imagesIn: "n files").document, as: UTF8.self)
  }

  private func notebook(_ prose: String) -> String {
    "---\nparams: {n: 3, name: \"a_b|*c*\"}\n---\n\n\(prose)\n"
  }

  private let params: [String: Value] = ["n": 3, "name": "a_b|*c*"]

  @Test(arguments: [
    ("There are `{value} params.n` of them.", "There are 3 of them."),
    ("> There are ``{value}\n> params.n`` of\n> them.", "> There are 3 of\n> them."),
    ("There are `\n{value} params.n\n` of them.", "There are 3 of them."),
    ("- `{value} params.n`. Rank", "- 3\\. Rank"),
    ("`{value} params.n` and\n`{value} params.n`", "3 and\n3"),
    ("| a |\n| --- |\n| `{value} params.name` |", "| a |\n| --- |\n| a\\_b\\|\\*c\\* |"),
    ("It is `{value} params.name`.", "It is a\\_b\\|\\*c\\*."),
    ("A note.[^1]\n\n[^1]: It is `{value} params.n`.", "A note.[^1]\n\n[^1]: It is 3."),
    (
      "$$\nx = 1\n$$ {#eq-one}\n\nBy [](#eq-one).",
      "$$\nx = 1\n\\tag{1} $$\n\nBy Equation\u{A0}1."
    ),
    ("Code: `` `{value} params.n` ``.", "Code: `` `{value} params.n` ``."),
  ])
  func valuesStandInTheProse(prose: String, expected: String) {
    #expect(markdown(notebook(prose), params: params) == "# N\n\n\(expected)\n")
  }

  @Test(arguments: ["# N", "## *N*!", "\n# N #\n", "N\n==", "N\n-", "  # N"])
  func aHeadingThatRepeatsTheTitleIsNotShownTwice(_ heading: String) {
    let text = "---\ntitle: N\nsubtitle: S\n---\n\(heading)\nText.\n\n# N\n"
    #expect(markdown(text) == "# N\n\n**S**\n\nText.\n\n# N\n", "\(heading)")
  }

  @Test func whatStandsBeforeARepeatedTitleStays() {
    let text = "---\ntitle: N\n---\n[a]: https://x.org\n\n# N\n\n[T][a].\n"
    #expect(markdown(text) == "# N\n\n[a]: https://x.org\n\n\n[T][a].\n")
  }

  @Test func anotherHeadingStays() {
    #expect(markdown("---\ntitle: N\n---\n# M\n\nText.\n") == "# N\n\n# M\n\nText.\n")
    #expect(markdown("# N\n\nText.\n") == "# N\n\nText.\n")
  }

  @Test func referencesNameWhatTheyReferTo() {
    let step = StepRecord(
      name: "t", operation: "table", status: .done,
      tables: ["table": Table([.init("x", integers: [1])])],
      shownItems: [.table("table", caption: "Costs of `x_y` in $x_1$, 2 * 3.")])
    let text = markdown(
      "As [](#t) shows, [the table](#t) is small.\n\n```step t\nrun: table\n```\n", steps: [step])
    #expect(text.contains("As Table\u{A0}1 shows, [the table](#t) is small."))
    #expect(text.contains("**Table\u{A0}1** Costs of `x_y` in $x_1$, 2 \\* 3."))
  }

  @Test func citationsNameTheWorks() {
    let work = Reference(
      key: "ouyang2022", type: "article",
      fields: [
        "author": "Ouyang, Long and Wu, Jeff and Jiang, Xu", "title": "Training", "year": "2022",
      ])
    let text = markdown(
      "---\nbibliography: b.bib\n---\n\nAs [see @ouyang2022, p. 4] and @ouyang2022 say.\n",
      references: [work])
    #expect(
      text.contains(
        "As (see Ouyang\u{A0}et\u{A0}al., 2022, p. 4) and Ouyang\u{A0}et\u{A0}al.\u{A0}(2022) say."),
      "\(text)")
    #expect(text.contains("\n\n## References\n\n- Ouyang, L."), "\(text)")
  }

  @Test func textsKeepTheirLinesAndSigns() {
    let passages = [Passage(label: "a_1", prompt: "Once ", text: "*upon*\n- a time\n\n1. <b>")]
    let step = StepRecord(
      name: "s", operation: "gpt.sample", status: .done,
      shownItems: [
        .figure(Figure(.passages(passages), caption: "Samples.", note: "Two left out."))
      ])
    let text = markdown("```step s\nrun: gpt.sample\n```\n", steps: [step])
    #expect(
      text.contains(
        """
        > *a\\_1*
        >
        > <b>Once </b>\\*upon\\*\\
        > \\- a time
        >
        > 1\\. \\<b\\>

        **Figure\u{A0}1** Samples. Two left out. The prompt is in bold.
        """), "\(text)")
  }

  @Test func pathsOfImagesAreEncoded() {
    let tile = ImageTile(label: "one", png: [1, 2], width: 1, height: 1)
    let step = StepRecord(
      name: "s", operation: "images.show", status: .done,
      shownItems: [.figure(Figure(.images([tile]), caption: "Images."))])
    let text = markdown("```step s\nrun: images.show\n```\n", steps: [step])
    #expect(text.contains("![one](n%20files/s-1-1.png)"), "\(text)")
  }
}
