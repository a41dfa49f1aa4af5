import Foundation
import OctavoNotebook
import Testing

@Suite struct NotebookReaderTests {
  @Test func putsElementsInOrder() throws {
    let notebook = read(
      """
      # A

      ```config small
      layers: 4
      ```

      Text

      ~~~~ yaml   step  train
      run: gpt.train

      # a comment
      ~~~~

      ```yml config large
      extends: small
      ```

      ```yaml
      just: yaml
      ```
      """)
    #expect(notebook.diagnostics == [])
    #expect(notebook.elements.count == 6)
    #expect(notebook.blocks.map(\.name.text) == ["small", "train", "large"])
    #expect(notebook.steps.map(\.text) == ["run: gpt.train\n\n# a comment"])
    #expect(notebook.configs.map(\.extends?.text) == [nil, "small"])
    #expect(notebook.elements.last == .prose(.code(language: "yaml", text: "just: yaml\n")))
  }

  @Test func refersToConfigsAbove() {
    let notebook = read(
      "```config a\n```\n\n```config b\nextends: a\n```\n\n```config c\nextends: b\n```\n")
    #expect(notebook.diagnostics == [])
  }

  @Test func readsFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "first-report.md")
    try Data("Text\n".utf8).write(to: file)
    let notebook = Notebook.read(path: file.path)
    #expect(notebook.diagnostics == [])
    #expect(notebook.title == "first-report")
    #expect(
      Notebook.read(path: folder.path).diagnostics.map(\.message) == [
        "the notebook is a folder, and a file is wanted"
      ])
    #expect(
      Notebook.read(path: file.path + "x").diagnostics.map(\.message) == [
        "the notebook does not exist"
      ])
  }

  @Test func limitsWhatItReports() {
    let notebook = read(String(repeating: "[](#none)\n\n", count: 1000))
    #expect(notebook.diagnostics.count == 201)
    #expect(notebook.diagnostics.last?.message == "there are 800 more problems from here on")
    #expect(notebook.diagnostics.containsError)
  }

  /// Each is far more than a notebook holds, and ends in an error or a result.
  @Test(arguments: [
    String(repeating: "a", count: 10_000_000),
    "```step a\nb: " + String(repeating: "a", count: 10_000_000) + "\n```",
    (0..<100_000).map { "```step s\($0)\nrun: x\n```\n" }.joined(),
    (0..<12_000).map { "```step s\($0)\nrun: x\n```\n" }.joined(),
    String(repeating: "> ", count: 50_000), String(repeating: "- ", count: 50_000),
    (0..<1000).map { String(repeating: "  ", count: $0) + "- a\n" }.joined(),
    String(repeating: "[", count: 100_000), String(repeating: "*a _b ", count: 20_000),
    String(repeating: "![", count: 50_000), String(repeating: "`", count: 100_000),
    "```step a\nb: " + String(repeating: "[", count: 100_000) + "\n```",
    "```step a\n" + String(repeating: "{a: ", count: 50_000) + "\n```",
    "```step a\n" + String(repeating: "- ", count: 50_000) + "\n```",
    "```step a\n" + String(repeating: "? ", count: 50_000) + "\n```",
    "```step a\nb: ${" + String(repeating: "(", count: 100_000) + "}\n```",
    "```step a\nb: " + String(repeating: "${", count: 50_000) + "\n```",
    "---\n" + String(repeating: "a\n", count: 100_000),
    "`{value} " + String(repeating: "-", count: 100_000) + "1`",
  ])
  func survivesExcess(text: String) {
    let notebook = read(text)
    let printed = DiagnosticPrinter(notebook.source).text(notebook.diagnostics)
    #expect(printed.utf8.count < 200_000)
    #expect(notebook.elements.count <= 12_000)
  }
}
