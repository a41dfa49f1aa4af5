import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

/// What a program needs that runs a notebook again and again while it is written.
@Suite final class RepeatedRunTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static let chain = """
    ```step two
    run: toy.make
    number: 2
    ```

    ```step sum
    run: toy.add
    to: two
    plus: 1
    ```
    """

  @Test func theJournalTellsHowFarARunIs() {
    let plan = plan(Self.chain)
    let journal = RunJournal(plan)
    let before = journal.soFar()
    #expect(before.unfinished == ["two", "sum"])
    #expect(
      before.run.steps.map(\.status)
        == .init(repeating: .skipped(because: "it has not run yet"), count: 2))
    var between: [(run: Run, unfinished: Set<String>)] = []
    var options = Runner.Options()
    options.onEvent = { event in
      journal.note(event)
      if case .started(let task) = event, task.step == "sum" {
        let soFar = journal.soFar()
        between.append((soFar.run, soFar.unfinished))
      }
    }
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    #expect(between.map(\.unfinished) == [["sum"]])
    #expect(between.first?.run.steps.map(\.status) == [.done, .skipped(because: "it is running")])
    #expect(between.first?.run.steps.first == outcome.run.steps.first)
    #expect(journal.soFar().unfinished.isEmpty)
    #expect(journal.soFar().run == outcome.run)
  }

  @Test func aStoreThatRemembersNoticesWhatHappensToIt() throws {
    var options = Runner.Options()
    let store = Store(folder).remembering
    options.store = store
    let first = outcome(of: Self.chain, options: options)
    for _ in 0..<2 {
      let again = outcome(of: Self.chain, options: options)
      #expect(again.run == first.run)
      #expect(again.metadata.values.allSatisfy { $0.cached })
    }
    let results = folder.appending(path: "results")
    for name in try FileManager.default.contentsOfDirectory(atPath: results.path) {
      try Data("damage".utf8).write(to: results.appending(path: name))
    }
    let healed = outcome(of: Self.chain, options: options)
    #expect(healed.run == first.run)
    #expect(healed.metadata.values.allSatisfy { !$0.cached })
    try FileManager.default.removeItem(at: folder)
    #expect(outcome(of: Self.chain, options: options).metadata.values.allSatisfy { !$0.cached })
  }

  /// So that a notebook that misses a file can be checked again when the file comes.
  @Test func aMissingFileIsNamedInItsPlaces() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = "```step f\nrun: toy.make\nnumber: 1\nfile: gone.txt\n```\n"
    let missing = plan(text, folder: folder)
    #expect(missing.hasErrors)
    let place = folder.appending(path: "gone.txt").path
    #expect(missing.namedFiles.contains { $0.url.path == place })
    try Data("here".utf8).write(to: folder.appending(path: "gone.txt"))
    let present = plan(text, folder: folder)
    #expect(!present.hasErrors)
    #expect(present.namedFiles.map(\.url.path) == [place])
  }
}
