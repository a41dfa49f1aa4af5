import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// Links from one notebook to another.
@Suite final class ReportLinksTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private let metadata = RunMetadata(
    octavo: "test", started: "2025-01-01T00:00:00Z", seconds: 1, host: "h", processor: "p",
    threads: 1, notebookHash: "00")

  private func save() -> (page: String, saved: SavedRun) {
    let text = "[to b](b.md#end), [to c](c.md), [to itself](a.md)\n"
    return Report.save(
      run: Run(notebook: "a", title: "A", seed: 1, params: [:]),
      notebook: Notebook.read(
        Source(path: folder.appending(path: "notebooks/a.md").path, text: text)),
      folder: folder.appending(path: "outputs/a"), metadata: metadata)
  }

  private func links(_ page: String) -> [String] {
    Markup(page).all("a").filter { $0.text.hasPrefix("to ") }
      .compactMap { $0.attributes["href"] }
  }

  @Test func leadToReportsThatStandBeside() throws {
    let source = ["../../notebooks/b.md#end", "../../notebooks/c.md", "../../notebooks/a.md"]
    #expect(links(save().page) == source)
    try write("", to: "outputs/b/index.html")
    try write(#"{"notebook": "../../notebooks/b.md"}"#, to: "outputs/b/manifest.json")
    // A folder of that name may hold another notebook's report.
    try write("", to: "outputs/c/index.html")
    try write(#"{"notebook": "../../elsewhere/c.md"}"#, to: "outputs/c/manifest.json")
    let (page, saved) = save()
    let expected = ["../b/index.html#end", source[1], source[2]]
    #expect(links(page) == expected)
    let again = Report.render(
      saved, metadata: metadata, folder: folder.appending(path: "outputs/a"))
    #expect(links(again) == expected)
    #expect(links(Report.render(saved, metadata: metadata)) == source)
  }
}
