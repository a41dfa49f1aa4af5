import OctavoBase
import Testing

@Suite struct NavigationTests {
  /// The sample with the cursor behind the start of the n-th occurrence of a text.
  private func editor(at text: String, _ number: Int = 0, offset: Int = 1) throws -> Editor {
    let ranges = sample.ranges(of: text)
    try #require(ranges.count > number)
    var marked = sample
    marked.insert("‸", at: marked.index(ranges[number].lowerBound, offsetBy: offset))
    return Editor(marked)
  }

  private func line(of text: String, _ number: Int = 0) -> Int {
    let start = sample.ranges(of: text)[number].lowerBound
    return sample[..<start].count { $0 == "\n" }
  }

  @Test func hoversExplain() throws {
    let operation = try #require(try editor(at: "gpt.train").hover)
    #expect(operation.contains("Trains a GPT"))
    let option = try #require(try editor(at: "training:").hover)
    #expect(option.contains("`learning-rate`"))
    let nested = try #require(try editor(at: "iterations").hover)
    #expect(nested.contains("integer"))
    let step = try #require(try editor(at: "data: stories", offset: 8).hover)
    #expect(step.contains("stories.compose"))
    let output = try #require(try editor(at: "validation-loss").hover)
    #expect(output.contains("a number"))
    let parameter = try #require(try editor(at: "params.width", offset: 9).hover)
    #expect(parameter.contains("64"))
    #expect(try editor(at: "Learning").hover == nil)
  }

  @Test func definitionsAreFoundFromEverywhere() throws {
    let definition = JSON.object([
      ("line", .integer(line(of: "step learn"))), ("character", 8),
    ])
    for (text, offset) in [("learn.validation-loss[", 2), ("(#learn)", 3), ("mean(learn", 6)] {
      let found = try editor(at: text, offset: offset).ask("definition")
      #expect(found["range"]?["start"] == definition, "from \(text)")
    }
    let config = try editor(at: "extends: small", offset: 10).ask("definition")
    #expect(config["range"]?["start"]?["line"] == .integer(line(of: "config small")))
  }

  @Test func referencesAreInOrder() throws {
    let editor = try editor(at: "step stories", offset: 6)
    let all = editor.ask("references", [("context", ["includeDeclaration": true])])
    #expect(
      all.elements?.map { $0["range"]?["start"]?["line"]?.integer }
        == [line(of: "step stories"), line(of: "data: stories"), line(of: "- stories")])
    let others = editor.ask("references", [("context", ["includeDeclaration": false])])
    #expect(others.elements?.count == 2)
  }

  @Test func renamingReachesExpressionsProseAndChoices() throws {
    let editor = try editor(at: "config small", offset: 8)
    let edits = try #require(editor.edits(editor.ask("rename", [("newName", "tiny")])))
    let text = try applying(edits, to: sample)
    #expect(text.contains("config tiny\n"))
    #expect(text.contains("extends: tiny\n"))
    #expect(text.contains("shape: [tiny, smaller]"))
    #expect(text.contains("[shape=tiny]"))
    #expect(text.ranges(of: "small").count == text.ranges(of: "smaller").count)
    #expect(Editor(text).diagnostics().first?["diagnostics"] == [])
  }

  @Test func aStepIsRenamedEverywhere() throws {
    let editor = try editor(at: "step learn", offset: 6)
    let edits = try #require(editor.edits(editor.ask("rename", [("newName", "fit-it")])))
    let text = try applying(edits, to: sample)
    #expect(
      text
        == sample.replacing("learn.", with: "fit-it.")
        .replacing("step learn", with: "step fit-it").replacing("#learn", with: "#fit-it")
        .replacing("mean(learn", with: "mean(fit-it"))
  }

  @Test func parametersAreRenamed() throws {
    let editor = try editor(at: "width: 64", offset: 2)
    #expect(editor.renamedLines(to: "breadth")?.count == 3)
  }

  @Test(arguments: ["stories", "Learn", "two words", "params", "and", ""])
  func namesThatCannotBeGivenAreRefused(name: String) throws {
    #expect(try editor(at: "step learn", offset: 6).renamedLines(to: name) == nil)
  }

  @Test func aNameThatIsPutTogetherIsNotRenamed() {
    let text = """
      ---
      params: {size: small}
      ---

      ```config small-model‸
      layers: 2
      ```

      ```step stories
      run: stories.compose
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: ${params.size}-model
      ```

      """
    #expect(Editor(text).diagnostics().first?["diagnostics"] == [])
    #expect(Editor(text).renamedLines(to: "other") == nil)
    #expect(Editor(text).renamedLines(to: "tiny-model") == nil)
  }

  @Test func whatHasNoNameIsNotRenamed() throws {
    let editor = try editor(at: "Learning")
    #expect(editor.ask("prepareRename") == .null)
    #expect(editor.renamedLines(to: "other") == nil)
    #expect(
      try self.editor(at: "step learn", offset: 6).ask("prepareRename")["placeholder"] == "learn")
  }

  @Test func symbolsNestBelowHeadings() throws {
    let editor = Editor(sample)
    let symbols = try #require(editor.ask("documentSymbol").elements)
    #expect(symbols.map { $0["name"]?.string } == ["Größe 🚀 und Wörter"])
    let children = try #require(symbols[0]["children"]?.elements)
    #expect(children.map { $0["name"]?.string } == ["stories", "small", "smaller", "Learning"])
    #expect(
      children[3]["children"]?.elements?.map { $0["name"]?.string } == ["learn", "claims"])
    #expect(children[0]["detail"] == "stories.compose")
  }

  @Test func blocksAndSectionsFold() throws {
    let folds = try #require(Editor(sample).ask("foldingRange").elements)
    let starts = folds.compactMap { $0["startLine"]?.integer }
    #expect(starts == starts.sorted())
    for text in ["---", "# Größe", "```step stories", "```config small", "## Learning"] {
      #expect(starts.contains(line(of: text)), "\(text)")
    }
  }
}
