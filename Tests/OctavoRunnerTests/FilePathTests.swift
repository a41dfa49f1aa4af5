import Foundation
import OctavoNotebook
import OctavoRunner
import Testing

@Suite struct FilePathTests {
  /// A folder with `beside/note.md`, `beside/data.txt` and `where/data.txt`, `where/other.txt`.
  private let root: URL

  init() throws {
    root = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    for (path, text) in [
      ("beside/data.txt", "beside"), ("where/data.txt", "where"), ("where/other.txt", "other"),
    ] {
      let url = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  private func file(_ path: String, notebook: String) -> (text: String?, message: String?) {
    let source = Source(
      path: notebook, text: "```step one\nrun: toy.make\nnumber: 1\nfile: \(path)\n```")
    let plan = Plan(
      Notebook.read(source), catalogue: toys, folder: root.appending(path: "where"))
    let url = (plan.steps.first?.draft as? ToyMake)?.file?.url
    return (
      url.flatMap { try? String(contentsOf: $0, encoding: .utf8) }, plan.diagnostics.first?.message
    )
  }

  @Test func theNotebooksFolderComesFirst() {
    #expect(file("data.txt", notebook: "../beside/note.md").text == "beside")
    #expect(file("data.txt", notebook: root.path + "/beside/note.md").text == "beside")
  }

  @Test func thenTheFolderOfTheCommand() {
    #expect(file("other.txt", notebook: "../beside/note.md").text == "other")
    #expect(file("data.txt", notebook: "note.md").text == "where")
    #expect(file("../beside/data.txt", notebook: "note.md").text == "beside")
  }

  @Test func whatIsNoFileIsReported() {
    #expect(file("nothing.txt", notebook: "note.md").message == "there is no file `nothing.txt`")
    #expect(
      file("../beside", notebook: "note.md").message
        == "`../beside` is a folder, and a file is wanted")
  }
}
