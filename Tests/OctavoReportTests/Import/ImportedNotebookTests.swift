import Foundation
import OctavoReport
import OctavoResults
import Testing

@Suite struct ImportedNotebookTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

  /// The notebooks and pages of the repository.
  static let files = ["notebooks", "docs"].flatMap { folder in
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? [])
      .filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
  }

  /// As it comes back from the Jupyter notebook that it was exported as.
  private func returned(_ text: String) throws -> String {
    let saved = SavedRun(
      run: Run(notebook: "n", title: "N", seed: 1, params: [:]),
      notebook: .init(text: text, path: "n.md", reportFolder: "outputs/n"), images: [:],
      showsTimings: false)
    let imported = try ImportedNotebook(
      parsing: saved.jupyterNotebook().document, imagesIn: "images")
    #expect(imported.notes == [])
    return String(decoding: imported.bytes, as: UTF8.self)
  }

  @Test(arguments: files) func everyNotebookComesBack(_ file: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
    #expect(try returned(text).utf8.elementsEqual(text.utf8))
  }

  @Test(arguments: [
    "", "\n", "\n\n \n", "word", "---\ntitle: T\n---", "---\ntitle: T\n---\n\n\n",
    "\r\n# A\r\n\r\nb\r\n", "a\rb\r\r```step s\rrun: table\r```\r", "```step s\nrun: table\n```",
    "   ```config c\n   a: 1\n   ```  \nx\n\n\n\n", "> ```step s\n> run: table\n> ```\n",
    "~~~~ yaml step s\n~~~\nrun: table\n~~~~\n\t\n", "```step s\nrun: table", "a\u{0}b\n",
    "<details>\n\n```step s\nrun: table\n```\n\n</details>\n", "[^a]\n\n[^a]: b\n\n    c\n",
    "---\nbad: [\n---\n\ntext\n", "\n\n---\ntitle: T\n---\n",
  ])
  func whateverATextHasComesBack(_ text: String) throws {
    #expect(try returned(text).utf8.elementsEqual(text.utf8))
  }
}
