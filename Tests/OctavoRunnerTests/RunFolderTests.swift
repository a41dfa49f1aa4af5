import Foundation
import OctavoResults
import OctavoRunner
import Testing

/// A run's folder in which another report takes the place of the run's.
@Suite final class RunFolderTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private var outputs: URL { folder.appending(path: "outputs") }
  private var toy: URL { outputs.appending(path: "toy") }

  init() throws {
    let outputWriter = try OutputWriter(notebook: "toy", in: outputs)
    let outcome = Runner.run(
      plan("```step one\nrun: toy.make\nnumber: 2\n```"), options: Runner.Options(),
      outputWriter: outputWriter)
    try outputWriter.finish(outcome.run, RunMetadata(octavo: "test", threads: 1, source: "")) {
      ("<p>first", saved(outcome.run, "text"))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func text(_ path: String) -> String? {
    try? String(contentsOf: toy.appending(path: path), encoding: .utf8)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: toy.appending(path: path))
  }

  /// What is said where the folder is refused.
  private func refusal(takesOver: Bool = false, of folder: URL? = nil) -> String? {
    do {
      _ = try RunFolder(at: folder ?? toy, takesOver: takesOver)
      return nil
    } catch { return "\(error)" }
  }

  private var isWhole: Bool {
    let inspection = OutputInspection(of: toy)
    return inspection.changed.isEmpty && inspection.missing.isEmpty
  }

  @Test func onlyTheReportIsReplaced() throws {
    try write("mine", to: "notes.txt")
    let results = text("results.json")
    let opened = try RunFolder(at: toy)
    #expect(opened.saved.notebook.text == "text")
    #expect(opened.saved.run.steps.map(\.name) == ["one"])
    #expect(opened.metadata.octavo == "test")
    try opened.replaceReport(with: "<p>second")
    #expect(text("index.html") == "<p>second")
    #expect(text("results.json") == results)
    #expect(text("artifacts/one/number/number.txt") == "2")
    #expect(text("notes.txt") == "mine")
    #expect(isWhole)
    #expect(try FileManager.default.contentsOfDirectory(atPath: outputs.path) == ["toy"])
    try RunFolder(at: toy).replaceReport(with: "<p>third")
    #expect(text("index.html") == "<p>third")
  }

  @Test func aReportThatIsMissingIsMadeAnew() throws {
    try FileManager.default.removeItem(at: toy.appending(path: "index.html"))
    try RunFolder(at: toy).replaceReport(with: "<p>second")
    #expect(text("index.html") == "<p>second")
  }

  @Test func aReportThatWasEditedStaysUnlessToldOtherwise() throws {
    try write("<p>edited", to: "index.html")
    #expect(refusal()?.contains("toy/index.html` has been changed") == true)
    #expect(text("index.html") == "<p>edited")
    try RunFolder(at: toy, takesOver: true).replaceReport(with: "<p>second")
    #expect(text("index.html") == "<p>second")
    #expect(isWhole)
  }

  @Test func filesThatWereEditedStayAsTheyAre() throws {
    try write("{}", to: "results.json")
    try RunFolder(at: toy).replaceReport(with: "<p>second")
    #expect(text("results.json") == "{}")
    #expect(OutputInspection(of: toy).changed == ["results.json"])
  }

  @Test func whatIsNotTheFolderOfARunIsRefused() throws {
    #expect(refusal(of: folder.appending(path: "gone"))?.contains("There is no folder") == true)
    #expect(refusal(of: toy.appending(path: "index.html"))?.contains("is a file") == true)
    #expect(refusal(of: folder)?.contains("has no `manifest.json`") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/.octavo-runs"))
    let link = folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: toy)
    #expect(refusal(of: link)?.contains("symbolic link") == true)
  }

  @Test(arguments: ["report.json", "run.json"])
  func whatIsDamagedIsRefused(name: String) throws {
    try write("{", to: name)
    #expect(refusal(takesOver: true)?.contains("toy/\(name)` is not as its run wrote it") == true)
    try FileManager.default.removeItem(at: toy.appending(path: name))
    #expect(refusal()?.contains("toy/\(name)` is missing") == true)
    #expect(text("index.html") == "<p>first")
  }

  @Test func aDamagedOrNewerManifestIsRefused() throws {
    try write("{", to: "manifest.json")
    #expect(refusal()?.contains("manifest.json` is not as a run writes it") == true)
    try write("{\"format\": 2}", to: "manifest.json")
    #expect(refusal()?.contains("has format 2") == true)
  }

  @Test func theFolderOfAnEarlierVersionIsRefused() throws {
    let manifest = try #require(text("manifest.json"))
    try write(
      manifest.replacing("\"report.json\"", with: "\"notes.json\""), to: "manifest.json")
    #expect(refusal()?.contains("has no `report.json`: an earlier version") == true)
  }

  @Test func waitsForARun() throws {
    let run = try OutputWriter(notebook: "toy", in: outputs)
    var note: String?
    #expect(throws: Interruption.self) {
      _ = try RunFolder(at: toy, isCancelled: { note != nil }, onNote: { note = $0 })
    }
    #expect(note?.contains("process \(getpid())") == true)
    withExtendedLifetime(run) {}
  }
}
