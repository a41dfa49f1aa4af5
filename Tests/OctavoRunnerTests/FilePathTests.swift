import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults
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
    let url = (plan.steps.first?.drafts.first as? ToyMake)?.file?.url
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

  /// Opening a pipe for reading waits until somebody writes to it.
  @Test(.timeLimit(.minutes(20))) func onlyRegularFilesAreRead() {
    let folder = root.appending(path: "where")
    mkfifo(folder.appending(path: "pipe").path, 0o600)
    #expect(
      file("pipe", notebook: "note.md").message
        == "`pipe` is a named pipe, and a regular file is wanted")
    #expect(
      file("/dev/zero", notebook: "note.md").message
        == "`/dev/zero` is a device, and a regular file is wanted")
    #expect(throws: FileProblem.self) {
      try ContentHash(ofFile: folder.appending(path: "pipe"))
    }
  }

  @Test func symbolicLinksAreFollowed() throws {
    let folder = root.appending(path: "where")
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: name).path, withDestinationPath: target)
    }
    try link("link.txt", to: "../beside/data.txt")
    try link("lost.txt", to: "gone.txt")
    try link("round.txt", to: "round.txt")
    #expect(file("link.txt", notebook: "note.md").text == "beside")
    #expect(
      file("lost.txt", notebook: "note.md").message
        == "`lost.txt` is a symbolic link to `gone.txt`, which does not exist")
    #expect(
      file("round.txt", notebook: "note.md").message
        == "`round.txt` is a symbolic link that leads in a circle")
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func whatMayNotBeReadIsSaidPlainly() throws {
    let url = root.appending(path: "where/other.txt")
    chmod(url.path, 0)
    #expect(
      file("other.txt", notebook: "note.md").message
        == "`other.txt` may not be read by this user (permission denied)")
  }

  @Test func theHashIsOfTheContent() throws {
    let url = root.appending(path: "where/data.txt")
    let first = try ContentHash(ofFile: url)
    #expect(first == ContentHash(of: Array("where".utf8)))
    try Data("other".utf8).write(to: url)
    #expect(try ContentHash(ofFile: url) == ContentHash(of: Array("other".utf8)))
    #expect(throws: FileProblem.self) { try ContentHash(ofFile: root) }
    #expect(throws: FileProblem.self) { try ContentHash(ofFile: root.appending(path: "no")) }
  }
}
