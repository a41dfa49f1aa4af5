import OctavoBase
import OctavoOperations
import OctavoRunner
import Testing

@Suite struct CompletionTests {
  private let above = """
    ---
    params: {width: 64}
    ---

    ```step stories
    run: stories.compose
    ```

    ```config small
    layers: 2
    ```

    ```step learn
    run: gpt.train
    for: {seed: 1..3}
    data: stories
    model: small
    ```


    """

  private func editor(inStep text: String) -> Editor {
    Editor(above + "```step next\n\(text)\n```\n\n```step later\nrun: stories.compose\n```\n")
  }

  @Test func operationsFollowRun() throws {
    let editor = editor(inStep: "run: gpt.tr‸")
    #expect(editor.labels == Catalogue.octavo.names)
    let item = try #require(editor.item("gpt.train"))
    #expect(item["detail"] == "Trains a GPT to predict the next token of a text.")
    #expect(item["textEdit"]?["newText"] == "gpt.train")
    #expect(item["textEdit"]?["range"]?["start"]?["character"] == 5)
    #expect(item["documentation"]?["value"]?.string?.contains("`training`") == true)
  }

  @Test func optionsHaveTypesBoundsAndDefaults() throws {
    let editor = editor(inStep: "run: stories.compose\ncount: 3\n‸")
    let labels = editor.labels
    #expect(labels.contains("for"))
    #expect(!labels.contains("run"))
    #expect(!labels.contains("count"))
    let item = try #require(editor.item("for"))
    #expect(item["textEdit"]?["newText"] == "for: ")
  }

  @Test(
    arguments: [
      "run: gpt.train\nmodel: {layers: 2, ‸}", "run: gpt.train\nmodel:\n  layers: 2\n  ‸",
      "run: gpt.train\nmodel:\n  layers: 2\n  hea‸: 2", "run: gpt.train\nmodel: {‸",
      "model: {hidden-width: 3, h‸\nrun: gpt.train",
    ])
  func nestedOptionsAreThoseOfTheGroup(text: String) throws {
    let item = try #require(editor(inStep: text).item("heads"))
    #expect(item["detail"]?.string?.contains("integer") == true)
    #expect(item["textEdit"]?["newText"] == .string(text.contains("‸:") ? "heads" : "heads: "))
  }

  @Test(arguments: ["judge:\n  - ‸", "judge:\n  - by: length\n    ‸", "judge: [{‸"])
  func elementsOfAListMayBeGroups(text: String) {
    let labels = editor(inStep: "run: policy.compare\n\(text)").labels
    #expect(labels.contains("weight"))
    #expect(labels.contains("by") != text.contains("by:"))
  }

  @Test func aConfigHasTheOptionsOfWhatTakesIt() {
    let editor = Editor(above.replacing("layers: 2\n", with: "layers: 2\n‸\n"))
    #expect(editor.labels.contains("heads"))
    #expect(editor.labels.contains("extends"))
    #expect(!editor.labels.contains("layers"))
  }

  @Test(arguments: [
    "positions: ‸", "positions: rot‸", "{positions: ‸}", "{layers: 1, positions: l‸",
  ])
  func choicesAreOffered(text: String) {
    let model = text.contains("{") ? "model: \(text)" : "model:\n  \(text)"
    #expect(editor(inStep: "run: gpt.train\n\(model)").labels == ["learned", "rotary"])
  }

  @Test func inputsAreStepsAboveThatMakeThem() {
    let labels = editor(inStep: "run: gpt.train\ndata: ‸").labels
    #expect(labels == ["stories", "stories.corpus"])
    #expect(
      editor(inStep: "run: gpt.finetune\nmodel: l‸").labels == ["learn", "learn.model"])
  }

  @Test func tablesOfPointsAreInputsToo() {
    #expect(editor(inStep: "run: table\ndata: ‸").labels.contains("learn.points"))
  }

  @Test func groupsMayBeConfigsAbove() {
    #expect(editor(inStep: "run: gpt.train\nmodel: ‸").labels == ["small"])
    #expect(
      Editor(above + "```config other\nextends: ‸\n```\n").labels == ["small"])
  }

  @Test func shownItemsAreTheOperations() {
    let labels = editor(inStep: "run: gpt.train\nshow: [‸]").labels
    #expect(labels.contains("validation-loss"))
    #expect(!labels.contains("model"))
  }

  @Test func expressionsNameWhatIsAbove() {
    let roots = editor(inStep: "run: gpt.train\nfor: {rate: [1, 2]}\ncount: ${‸").labels
    #expect(roots.contains("params"))
    #expect(roots.contains("learn"))
    #expect(roots.contains("small"))
    #expect(roots.contains("mean"))
    #expect(!roots.contains("later"))
    #expect(editor(inStep: "run: gpt.train\nseed: ${params.‸}").labels == ["width"])
    #expect(editor(inStep: "run: gpt.train\nseed: ${small.‸}").labels == ["layers"])
    #expect(
      editor(inStep: "run: expect\nthat:\n  - learn.‸").labels.contains("validation-loss"))
    #expect(
      editor(inStep: "run: expect\nthat:\n  - learn.history.‸").labels.contains("seed"))
    #expect(
      editor(inStep: "run: expect\nthat: [\"learn.validation-loss[‸\"]").labels == ["seed"])
    #expect(
      editor(inStep: "run: expect\nthat: [\"learn.validation-loss[seed=‸\"]").labels
        == ["1", "2", "3"])
  }

  @Test func proseNamesValuesLabelsAndWorks() {
    let figure = "\n![](a.png)\n{#fig-curve}\n\n"
    #expect(Editor(above + "As `{value} learn.val‸` says").labels.contains("validation-loss"))
    #expect(Editor(above + "# A part\n\n" + figure + "see [](#‸)").labels.contains("a-part"))
    #expect(Editor(above + "see [](#l‸)").labels.contains("learn"))
    #expect(Editor(above + "write to me@‸").labels.isEmpty)
    #expect(Editor(above + "just prose ‸").labels.isEmpty)
  }

  @Test func commentsAndOtherCodeHaveNone() {
    #expect(editor(inStep: "run: gpt.train # ‸").labels.isEmpty)
    #expect(Editor("```python\nrun: ‸\n```\n").labels.isEmpty)
    #expect(editor(inStep: "run: gpt.train\ncaption: |\n  some ‸").labels.isEmpty)
  }
}
