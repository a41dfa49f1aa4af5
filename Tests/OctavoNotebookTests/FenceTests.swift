import OctavoNotebook
import Testing

/// Which blocks of code are Octavo's, by CommonMark's rules for fences.
@Suite struct FenceTests {
  @Test(arguments: [
    "    ```step a\n    run: x\n    ```\n", "\t```step a\n\trun: x\n\t```\n",
    "  \t```step a\n\trun: x\n", "Text:\n\n    ```python\n    x\n\n    y\n", "    ~~~step a\n",
    "    `{value} params.n | .3f`\n", "- item\n\n      ```step a\n      run: x\n",
    ">     ```step a\n>     run: x\n", "~~~\n```step a\nrun: x\n```\n~~~\n",
    "````\n```step a\nrun: x\n```\n````\n", "<!--\n```step a\nrun: x\n```\n-->\n",
    "<pre>\n```step a\n```\n</pre>\n", "text ```step a``` text\n",
    "- item\n\n  ```\n  open to the end of the item\n\ntext\n",
    "    ```step a\n\n\ntext\n\n    ```\n",
  ])
  func areNotTakenForBlocks(text: String) {
    let notebook = read(text)
    #expect(notebook.blocks.isEmpty)
    #expect(notebook.diagnostics.filter { $0.severity == .error } == [])
    #expect(!notebook.diagnostics.contains { $0.message.contains("closed") })
  }

  @Test(arguments: [
    "```step a\nx: 1\n```\n", "~~~step a\nx: 1\n~~~\n", "   ```step a\n   x: 1\n ```\n",
    "````step a\nx: 1\n`````  \n", "``` step a\nx: 1\n```\n", "~~~ yaml step a\nx: 1\n~~~~\n",
    "text\n```step a\nx: 1\n```\ntext\n", "<details>\n\n```step a\nx: 1\n```\n\n</details>\n",
    "- item\n```step a\nx: 1\n```\n", "> quotation\n```step a\nx: 1\n```\n",
    "```step a\r\nx: 1\r\n```\r\n", "```step a\nx: 1\n   ```", "```\tstep\ta\nx: 1\n```\n",
  ])
  func areBlocks(text: String) {
    let notebook = read(text)
    #expect(notebook.blocks.map(\.name.text) == ["a"])
    #expect(notebook.blocks.first?.body?.keys == ["x"])
    #expect(notebook.diagnostics.filter { $0.severity == .error } == [])
  }

  @Test(arguments: [
    ("- ```step a\n  x: 1\n  ```\n", "a step inside a list, quotation or footnote is not run"),
    ("> ```config a\n> x: 1\n", "a config inside a list, quotation or footnote is not run"),
    ("<div>\n```step a\nx: 1\n```\n</div>\n", "a step inside HTML is not run"),
    ("```step a\nx: 1\n    ```\n", "this step is never closed"),
    ("```step a\nx: 1\n``\n", "this step is never closed"),
    ("```step a\nx: 1\n~~~\n", "this step is never closed"),
  ])
  func areRefused(text: String, message: String) {
    let errors = read(text).diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.message) == [message])
  }

  @Test func aStepThatAnOpenFenceSwallowsIsWarnedOf() {
    let notebook = read("```python\nprint(1)\n\n```step a\nrun: x\n```\n")
    #expect(
      notebook.diagnostics.map(\.message)
        == ["this line is part of the code above it, and is not run"])
    #expect(notebook.diagnostics.first?.range?.start.line == 4)
    #expect(read("````md\n```step a\nrun: x\n```\n````\n").diagnostics == [])
    #expect(read("~~~md\n```step a\nrun: x\n```\n~~~\n").diagnostics == [])
  }

  @Test(arguments: [
    "config.yaml", "steps/step.yml", "python step.py", "text", "step-by-step guide",
  ])
  func otherCodeIsNotDoubted(_ info: String) {
    #expect(read("```\(info)\nx\n```\n").diagnostics == [])
  }

  @Test func indentedCodeIsShownAsItIs() {
    let notebook = read("Write:\n\n    ```step a\n    run: x\n    ```\n\nDone.\n")
    #expect(
      notebook.diagnostics.map(\.message) == [
        "indented like this, a fence is shown as code, not run"
      ])
    #expect(read("Write:\n\n    ```python\n    x\n    ```\n\nDone.\n").diagnostics == [])
    guard case .prose(.code(nil, "```step a\nrun: x\n```\n"))? = notebook.elements.dropFirst().first
    else {
      Issue.record("\(notebook.elements)")
      return
    }
  }
}
