import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite final class SavedReportTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private static let text = """
    ---
    title: Everything
    author: Ada
    params: {width: 32}
    ---
    # Everything

    ![a picture](a%20b.gif) and ![data](data:image/gif;base64,R0lGODlh), not ![gone](gone.png).

    See [the data](../data/x.csv), [this](#train), [itself](n.md#train), [up](../../../../up.txt) and
    [a page](https://example.org). Width `{value} params.width | 6d`,
    loss `{value} sizes.loss`.

    """

  private var metadata: RunMetadata {
    RunMetadata(
      octavo: "test", started: "2025-01-01T00:00:00Z", seconds: 1.5, host: "h", processor: "p",
      threads: 2, notebookHash: "00")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// All kinds of figures, in a notebook beside which an image stands.
  private func save(showsTimings: Bool) throws -> (page: String, saved: SavedRun) {
    let notebooks = folder.appending(path: "notebooks")
    try FileManager.default.createDirectory(at: notebooks, withIntermediateDirectories: true)
    try Data("GIF89a".utf8).write(to: notebooks.appending(path: "a b.gif"))
    let steps = SampleReport.records
    let text =
      Self.text + steps.map { "```step \($0.name)\nrun: \($0.operation)\n```\n\n" }.joined()
    let path = notebooks.appending(path: "n.md").path
    return Report.save(
      run: Run(notebook: "n", title: "Everything", seed: 3, params: ["width": 64], steps: steps),
      notebook: Notebook.read(Source(path: path, text: text)),
      folder: folder.appending(path: "outputs/n"), metadata: metadata,
      showsTimings: showsTimings)
  }

  @Test(arguments: [true, false])
  func isDrawnAgainByteForByte(showsTimings: Bool) throws {
    let (page, saved) = try save(showsTimings: showsTimings)
    #expect(saved.images["a%20b.gif"] == Array("GIF89a".utf8))
    #expect(saved.images["gone.png"] == nil)
    #expect(page.contains("href=\"../../data/x.csv\""))
    #expect(page.contains("2025-01-01") == showsTimings)
    try FileManager.default.removeItem(at: folder)
    let again = try SavedRun(decoding: saved.encoded())
    #expect(Report.render(again, metadata: metadata) == page)
  }

  @Test func linksLeadFromTheReport() throws {
    let (page, saved) = try save(showsTimings: false)
    #expect(saved.notebook.path == "notebooks/n.md")
    #expect(saved.notebook.reportFolder == "outputs/n")
    let links = Markup(page).all("a").compactMap { $0.attributes["href"] }
    let expected = [
      "../../data/x.csv", "#train", "../../../../../up.txt", "https://example.org",
    ]
    #expect(expected.filter { !links.contains($0) } == [])
  }

  /// A folder that somebody has sent must not show what is on the reader's disk.
  @Test func noFileIsReadForASavedRun() throws {
    var (_, saved) = try save(showsTimings: false)
    saved.images = [:]
    saved.notebook.path = folder.appending(path: "notebooks/n.md").path
    #expect(!Report.render(saved, metadata: metadata).contains("data:image/gif"))
  }
}
