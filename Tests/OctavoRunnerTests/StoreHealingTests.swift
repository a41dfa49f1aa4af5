import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

/// What runs make of a store in which something else stands, or which cannot be written for a while.
@Suite final class StoreHealingTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var store: Store { Store(folder.appending(path: "store")) }

  private static let one = "```step one\nrun: toy.make\nnumber: 1\n```"
  private static let count = "```step count\nrun: toy.count\nto: 8\n```"

  private struct Observation {
    var outcome: Runner.Outcome
    var notes: [String]
    var computed: Int {
      outcome.metadata.values.count { !$0.cached }
    }
  }

  private func observe(
    _ text: String, isCancelled: @escaping () -> Bool = { false },
    onEvent: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> Observation {
    var notes: [String] = []
    var options = Runner.Options()
    options.store = store
    options.checkpointInterval = .zero
    options.isCancelled = isCancelled
    options.onEvent = { event in
      if case .note(_, let message) = event { notes.append(message) }
      onEvent(event)
    }
    let outputWriter = try OutputWriter(notebook: "toy", in: folder.appending(path: "outputs"))
    let outcome = Runner.run(plan(text), options: options, outputWriter: outputWriter)
    try outputWriter.finish()
    return Observation(outcome: outcome, notes: notes)
  }

  private func entries(_ part: String) -> [URL] {
    let url = store.folder.appending(path: part)
    return ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
      .map { url.appending(path: $0) }
  }

  enum Fault: CaseIterable { case folder, pipe, link, danglingLink, empty, short, nothing }

  private func put(_ fault: Fault, at url: URL) throws {
    try FileManager.default.removeItem(at: url)
    switch fault {
    case .folder:
      try FileManager.default.createDirectory(
        at: url.appending(path: "within"), withIntermediateDirectories: true)
    case .pipe: #expect(mkfifo(url.path, 0o600) == 0)
    case .link:
      try FileManager.default.createSymbolicLink(
        at: url, withDestinationURL: URL(filePath: "/dev/zero"))
    case .danglingLink:
      try FileManager.default.createSymbolicLink(
        at: url, withDestinationURL: folder.appending(path: "nowhere"))
    case .empty: try Data().write(to: url)
    case .short: try Data("0123".utf8).write(to: url)
    case .nothing: break
    }
  }

  @Test(arguments: Fault.allCases)
  func aResultIsHealed(_ fault: Fault) throws {
    let first = try observe(Self.one)
    try put(fault, at: try #require(entries("results").first))
    let second = try observe(Self.one)
    #expect(second.computed == 1)
    #expect(second.outcome.run == first.outcome.run)
    #expect(try observe(Self.one).computed == 0)
    #expect(entries("temporary").isEmpty)
  }

  @Test(arguments: Fault.allCases)
  func anArtifactIsHealed(_ fault: Fault) throws {
    _ = try observe(Self.one)
    try put(fault, at: try #require(entries("artifacts").first))
    let second = try observe(Self.one)
    #expect(second.computed == 1)
    #expect(second.notes.allSatisfy { $0.contains("computed again") })
    #expect(try observe(Self.one).computed == 0)
  }

  @Test(arguments: Fault.allCases)
  func anArtifactsFileIsHealed(_ fault: Fault) throws {
    _ = try observe(Self.one)
    let artifact = try #require(entries("artifacts").first)
    try put(fault, at: artifact.appending(path: "number.txt"))
    #expect(try observe(Self.one).computed == 1)
    #expect(try observe(Self.one).computed == 0)
  }

  @Test(arguments: Fault.allCases)
  func aStateIsHealed(_ fault: Fault) throws {
    var reached = 0
    let stop = { (event: RunEvent) in
      if case .progress(_, let progress) = event { reached = progress.completed }
    }
    _ = try observe(Self.count, isCancelled: { reached >= 4 }, onEvent: stop)
    try put(fault, at: try #require(entries("underway").first))
    reached = 0
    _ = try observe(Self.count, isCancelled: { reached >= 6 }, onEvent: stop)
    let last = try observe(Self.count)
    #expect(last.notes == ["resumes from where it was stopped"])
    #expect(last.outcome.run[step: "count"]?.values["sum"] == 36)
  }

  // MARK: A disk that is full for a while

  /// A file in the place of a folder, so that nothing can be kept there.
  private func block(_ part: String) throws {
    try FileManager.default.createDirectory(at: store.folder, withIntermediateDirectories: true)
    try Data().write(to: store.folder.appending(path: part))
  }

  private func unblock(_ part: String) throws {
    try FileManager.default.removeItem(at: store.folder.appending(path: part))
  }

  @Test func aStateIsTriedAgain() throws {
    try block("underway")
    var isUnblocked = false
    var reached = 0
    let stopped = try observe(
      Self.count, isCancelled: { reached >= 6 },
      onEvent: { event in
        guard case .progress(_, let progress) = event else { return }
        reached = progress.completed
        if reached == 4, !isUnblocked {
          isUnblocked = true
          try? self.unblock("underway")
        }
      })
    #expect(stopped.notes.count == 1)
    let resumed = try observe(Self.count)
    #expect(resumed.notes == ["resumes from where it was stopped"])
    #expect(resumed.outcome.run[step: "count"]?.values["sum"] == 36)
  }

  @Test func aResultIsTriedAgain() throws {
    try block("results")
    var isUnblocked = false
    let text = Self.one + "\n\n" + Self.count
    let first = try observe(
      text,
      onEvent: { event in
        guard case .progress = event, !isUnblocked else { return }
        isUnblocked = true
        try? self.unblock("results")
      })
    #expect(first.notes.count == 1)
    #expect(first.outcome.isEverythingKept)
    #expect(try observe(text).computed == 0)
  }

  @Test func whatCannotBeKeptIsTold() throws {
    try block("results")
    #expect(try !observe(Self.one).outcome.isEverythingKept)
  }

  // MARK: Leftovers

  @Test func leftoversOfAKillGo() throws {
    _ = try observe(Self.one)
    let leftovers = [
      "artifacts/.\(UUID().uuidString)", "temporary/\(UUID().uuidString)",
      "results/.\(String(repeating: "a", count: 64)).999999999",
    ]
    for path in leftovers {
      let url = store.folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.appending(path: "files"), withIntermediateDirectories: true)
    }
    _ = try observe(Self.one)
    for part in ["artifacts", "temporary", "results"] {
      #expect(entries(part).count == (part == "temporary" ? 0 : 1))
    }
  }

  // MARK: Cleaning

  @Test func onlyAStoreIsCleaned() throws {
    try FileManager.default.createDirectory(at: store.folder, withIntermediateDirectories: true)
    let file = store.folder.appending(path: "mine.txt")
    try Data("mine".utf8).write(to: file)
    #expect(throws: Store.NotAStore.self) { try store.removeAll() }
    #expect(throws: Store.NotAStore.self) { try store.removeAll(unusedSince: .now) }
    #expect(FileManager.default.fileExists(atPath: file.path))
    _ = try observe(Self.one)
    let cleaning = try store.removeAll()
    #expect(cleaning.bytes > 0)
    #expect(cleaning.foreign == ["mine.txt"])
    #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    #expect(entries("results").isEmpty)
  }

  @Test(arguments: ["", "Octavo keeps"])
  func aStoreWhoseMarkerWasCutShortIsCleaned(marker: String) throws {
    _ = try observe(Self.one)
    try Data(marker.utf8).write(to: store.folder.appending(path: "octavo-store"))
    try Data("mine".utf8).write(to: store.folder.appending(path: "mine.txt"))
    #expect(try store.removeAll().foreign == ["mine.txt"])
  }

  @Test func aStoreWithoutItsMarkerIsCleaned() throws {
    _ = try observe(Self.one)
    try FileManager.default.removeItem(at: store.folder.appending(path: "octavo-store"))
    #expect(try store.removeAll().bytes > 0)
    #expect(!FileManager.default.fileExists(atPath: store.folder.path))
    #expect(try store.removeAll().bytes == 0)
  }

  @Test func aLinkToAStoreIsNotCleaned() throws {
    _ = try observe(Self.one)
    let link = folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: store.folder)
    #expect(throws: Store.NotAStore.self) { try Store(link).removeAll() }
    #expect(entries("results").count == 1)
  }
}
