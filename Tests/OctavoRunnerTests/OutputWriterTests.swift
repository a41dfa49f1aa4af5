import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

/// What a run's folder holds, whatever was there before and whatever happens meanwhile.
@Suite final class OutputWriterTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var outputs: URL { folder.appending(path: "outputs") }

  private static func make(_ step: String, _ number: Int) -> String {
    "```step \(step)\nrun: toy.make\nnumber: \(number)\n```\n\n"
  }

  @discardableResult
  private func run(
    _ text: String, source: String? = nil, takesOver: Bool = false,
    before: (OutputWriter) throws -> Void = { _ in }
  ) throws -> [String] {
    var notes: [String] = []
    let outputWriter = try OutputWriter(
      notebook: "toy", in: outputs, source: source.map { folder.appending(path: $0) },
      takesOver: takesOver, onNote: { notes.append($0) })
    let outcome = Runner.run(plan(text), options: Runner.Options(), outputWriter: outputWriter)
    try before(outputWriter)
    let metadata = RunMetadata(octavo: "test", threads: 1, source: text)
    try outputWriter.finish(outcome.run, metadata) {
      ("<p>\(text.count)", saved(outcome.run, text))
    }
    return notes
  }

  private func write(_ text: String, to path: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func text(_ path: String) -> String? {
    try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  private func names(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path)) ?? [])
      .sorted()
  }

  private var isWhole: Bool {
    let inspection = OutputInspection(of: outputs.appending(path: "toy"))
    return inspection.changed.isEmpty && inspection.missing.isEmpty
  }

  // MARK: One run

  @Test func theFolderIsTheLastRunsAlone() throws {
    try run(Self.make("one", 1) + Self.make("two", 2))
    #expect(names("outputs") == ["toy"])
    #expect(
      names("outputs/toy")
        == ["artifacts", "index.html", "manifest.json", "report.json", "results.json", "run.json"])
    try run(Self.make("two", 3) + "```step bad\nrun: toy.fail\n```")
    #expect(names("outputs/toy/artifacts") == ["two"])
    #expect(text("outputs/toy/artifacts/two/number/number.txt") == "3")
    #expect(isWhole)
    #expect(names("outputs") == ["toy"])
  }

  @Test func untilTheEndTheFolderIsTheOneOfBefore() throws {
    try run(Self.make("one", 1))
    try run(Self.make("one", 2)) { _ in
      #expect(self.text("outputs/toy/artifacts/one/number/number.txt") == "1")
      #expect(self.isWhole)
    }
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "2")
  }

  @Test func whatIsRemovedMeanwhileIsDeliveredAgain() throws {
    try run(Self.make("one", 1)) { _ in try FileManager.default.removeItem(at: self.outputs) }
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "1")
    #expect(isWhole)
  }

  @Test func whatCannotBeWrittenLeavesTheFolderAsItWas() throws {
    struct Failure: Error {}
    try run(Self.make("one", 1))
    let outputWriter = try OutputWriter(notebook: "toy", in: outputs)
    let outcome = Runner.run(
      plan(Self.make("one", 2)), options: Runner.Options(), outputWriter: outputWriter)
    #expect(throws: Failure.self) {
      try outputWriter.finish(
        outcome.run, RunMetadata(octavo: "test", threads: 1, source: "")
      ) { throw Failure() }
    }
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "1")
    #expect(isWhole)
  }

  @Test func aSecondRunWaits() throws {
    var first: OutputWriter? = try OutputWriter(notebook: "toy", in: outputs)
    var note: String?
    #expect(throws: Interruption.self) {
      _ = try OutputWriter(
        notebook: "toy", in: outputs, isCancelled: { note != nil }, onNote: { note = $0 })
    }
    #expect(note?.contains("process \(getpid())") == true)
    let other = try OutputWriter(notebook: "other", in: outputs)
    #expect(other.folder.lastPathComponent == "other")
    withExtendedLifetime(first) {}
    first = nil
    try run(Self.make("one", 1))
    #expect(isWhole)
  }

  // MARK: What is not Octavo's

  @Test func whatOthersPutIntoTheFolderStays() throws {
    try run(Self.make("one", 1))
    let own = ["notes.txt", "artifacts/one/own.txt", "mine/deep/a.txt", "artifacts/mine/b.txt"]
    for path in own { try write(path, to: "outputs/toy/\(path)") }
    try FileManager.default.createDirectory(
      at: outputs.appending(path: "toy/empty"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: outputs.appending(path: "toy/link"), withDestinationURL: folder)
    for number in 2...3 {
      try run(Self.make("two", number))
      for path in own { #expect(text("outputs/toy/\(path)") == path) }
      #expect(names("outputs/toy").contains("empty"))
      #expect(names("outputs/toy").contains("link"))
      #expect(names("outputs/toy/artifacts/one") == ["own.txt"])
      #expect(text("outputs/toy/artifacts/two/number/number.txt") == "\(number)")
    }
    #expect(names("outputs") == ["toy"])
    #expect(isWhole)
  }

  @Test func aFolderOfOthersIsRefused() throws {
    try write("precious", to: "outputs/toy/artifacts/model/weights")
    #expect(throws: OutputRefusal.self) { try run(Self.make("one", 1)) }
    #expect(throws: OutputRefusal.self) {
      try OutputWriter.check(notebook: "toy", in: outputs)
    }
    try run(Self.make("one", 1), takesOver: true)
    #expect(text("outputs/toy/artifacts/model/weights") == "precious")
    #expect(isWhole)
    try run(Self.make("one", 2))
    #expect(text("outputs/toy/artifacts/model/weights") == "precious")
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "2")
  }

  @Test(arguments: ["index.html", "manifest.json", "results.json"])
  func aFileOfOthersInTheWayIsRefused(_ name: String) throws {
    try write("mine", to: "outputs/toy/\(name)")
    #expect(throws: OutputRefusal.self) { try run(Self.make("one", 1), takesOver: true) }
    #expect(text("outputs/toy/\(name)") == "mine")
  }

  @Test func anEmptyFolderIsUsed() throws {
    try FileManager.default.createDirectory(
      at: outputs.appending(path: "toy"), withIntermediateDirectories: true)
    try run(Self.make("one", 1))
    #expect(isWhole)
  }

  @Test(arguments: ["outputs/toy", "outputs/toy/artifacts", "outputs/toy/index.html"])
  func noLinkIsFollowed(_ path: String) throws {
    try write("precious", to: "elsewhere/one/file")
    try write("precious", to: "elsewhere/index.html")
    if path != "outputs/toy" {
      try run(Self.make("one", 1))
      try FileManager.default.removeItem(at: folder.appending(path: path))
    } else {
      try FileManager.default.createDirectory(at: outputs, withIntermediateDirectories: true)
    }
    let target = path.hasSuffix("html") ? "elsewhere/index.html" : "elsewhere"
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: path), withDestinationURL: folder.appending(path: target))
    for takesOver in [false, true] {
      #expect(throws: OutputRefusal.self) {
        try run(Self.make("one", 1), takesOver: takesOver)
      }
    }
    #expect(text("elsewhere/one/file") == "precious")
    #expect(text("elsewhere/index.html") == "precious")
    #expect(names("elsewhere") == ["index.html", "one"])
  }

  @Test func aLinkThatAppearsDuringTheRunIsNotReplaced() throws {
    try write("precious", to: "elsewhere/file")
    #expect {
      try run(Self.make("one", 1)) { _ in
        try FileManager.default.createSymbolicLink(
          at: self.outputs.appending(path: "toy"),
          withDestinationURL: self.folder.appending(path: "elsewhere"))
      }
    } throws: { error in
      "\(error)".contains("a symbolic link has been put in its place")
    }
    #expect(names("elsewhere") == ["file"])
    #expect(text("outputs/toy/file") == "precious")
  }

  @Test(arguments: [
    ("outputs", "file", "a file is in its place"),
    ("outputs", "link", "a symbolic link that leads nowhere is in its place"),
    ("outputs/.octavo-runs", "file", "a part of its path is a file, not a folder"),
  ])
  func whatIsInTheWayOfAFolderIsNamed(path: String, kind: String, finding: String) throws {
    if kind == "file" {
      try write("", to: path)
    } else {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: path).path, withDestinationPath: "nowhere")
    }
    #expect { try run(Self.make("one", 1)) } throws: { "\($0)".contains(finding) }
  }

  @Test func theFolderOfALinkedOutputIsUsed() throws {
    let real = folder.appending(path: "disk/real")
    try FileManager.default.createDirectory(at: real, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: outputs, withDestinationURL: real)
    try write("", to: "toy.md")
    try run(Self.make("one", 1), source: "toy.md")
    #expect(try run(Self.make("one", 2), source: "toy.md").isEmpty)
    #expect(text("disk/real/toy/artifacts/one/number/number.txt") == "2")
  }

  @Test func aFolderOfAVersionWithoutManifestsIsUsed() throws {
    try run(Self.make("one", 1))
    for name in ["manifest.json", "report.json"] {
      try FileManager.default.removeItem(at: outputs.appending(path: "toy/\(name)"))
    }
    try write("mine", to: "outputs/toy/notes.txt")
    try run(Self.make("two", 2))
    #expect(names("outputs/toy/artifacts") == ["two"])
    #expect(text("outputs/toy/notes.txt") == "mine")
  }

  // MARK: Whose folder it is

  @Test func aFolderBelongsToOneNotebook() throws {
    try write("", to: "d1/toy.md")
    try write("", to: "d2/toy.md")
    try run(Self.make("one", 1), source: "d1/toy.md")
    try run(Self.make("one", 1), source: "d1/toy.md")
    #expect { try run(Self.make("one", 2), source: "d2/toy.md") } throws: { error in
      "\(error)".contains("d1/toy.md") && "\(error)".contains("--take-over")
    }
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "1")
    try run(Self.make("one", 2), source: "d2/toy.md", takesOver: true)
    try run(Self.make("one", 2), source: "d2/toy.md")
    #expect(throws: OutputRefusal.self) { try run(Self.make("one", 1), source: "d1/toy.md") }
  }

  @Test func theResultsOfStandardInputAreNotTakenOver() throws {
    try write("", to: "toy.md")
    try run(Self.make("one", 1))
    try run(Self.make("one", 2))
    #expect { try run(Self.make("one", 3), source: "toy.md") } throws: {
      "\($0)".contains("a notebook from standard input")
    }
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "2")
  }

  @Test func aNotebookMayMove() throws {
    try write("", to: "d1/toy.md")
    try run(Self.make("one", 1), source: "d1/toy.md")
    try FileManager.default.moveItem(
      at: folder.appending(path: "d1"), to: folder.appending(path: "d2"))
    #expect(try run(Self.make("one", 2), source: "d2/toy.md").count == 1)
    #expect(try run(Self.make("one", 2), source: "d2/toy.md").isEmpty)
  }

  // MARK: After a kill

  private let killed = UUID().uuidString

  @Test func whatAKilledRunHasBuiltIsRemoved() throws {
    try run(Self.make("one", 1))
    try write("half", to: "outputs/.octavo-runs/toy/\(killed)/artifacts/one/number.txt")
    try write("", to: "outputs/.octavo-runs/toy/lock")
    try run(Self.make("one", 2))
    #expect(names("outputs") == ["toy"])
    #expect(isWhole)
  }

  /// The run was killed after it had put its outputs in place and before it had brought what is not
  /// Octavo's.
  @Test(arguments: ["", ".old"])
  func whatAKilledRunHasReplacedGivesBackWhatIsNotOctavos(_ suffix: String) throws {
    try run(Self.make("one", 1))
    try write("mine", to: "outputs/toy/notes.txt")
    let old = "outputs/.octavo-runs/toy/\(killed)\(suffix)"
    try FileManager.default.createDirectory(
      at: folder.appending(path: "outputs/.octavo-runs/toy"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: outputs.appending(path: "toy"), to: folder.appending(path: old))
    try write(#"{"format": 1, "run": "\#(killed)", "files": {}}"#, to: "outputs/toy/manifest.json")
    try run(Self.make("one", 2))
    #expect(text("outputs/toy/notes.txt") == "mine")
    #expect(names("outputs") == ["toy"])
    #expect(isWhole)
  }

  /// Where the file system cannot exchange folders, the folder is missing for a moment.
  @Test func aFolderThatIsMissingComesBack() throws {
    try run(Self.make("one", 1))
    try write("mine", to: "outputs/toy/notes.txt")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "outputs/.octavo-runs/toy"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: outputs.appending(path: "toy"),
      to: folder.appending(path: "outputs/.octavo-runs/toy/\(killed).old"))
    let outputWriter = try OutputWriter(notebook: "toy", in: outputs)
    #expect(text("outputs/toy/artifacts/one/number/number.txt") == "1")
    #expect(text("outputs/toy/notes.txt") == "mine")
    withExtendedLifetime(outputWriter) {}
  }

  // MARK: Inspecting

  @Test func aFolderThatIsNotWholeIsNoticed() throws {
    try run(Self.make("one", 1))
    try write("2", to: "outputs/toy/artifacts/one/number/number.txt")
    try FileManager.default.removeItem(at: outputs.appending(path: "toy/index.html"))
    let inspection = OutputInspection(of: outputs.appending(path: "toy"))
    #expect(inspection.changed == ["artifacts/one/number/number.txt"])
    #expect(inspection.missing == ["index.html"])
  }
}
