import Foundation
import OctavoNotebook
import OctavoResults
import OctavoRunner
import Testing

/// What the store makes of runs, judged by what is computed and what comes out.
@Suite final class StoreTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var store: Store { Store(folder.appending(path: "store")) }

  private static let chain = """
    ```step two
    run: toy.make
    number: 2
    warns: true
    ```

    ```step sum
    run: toy.add
    to: two
    plus: ${two.number-value}
    ```

    ```step total
    run: toy.add
    to: sum
    and: two
    ```
    """

  private struct Observation {
    var outcome: Runner.Outcome
    var notes: [String] = []

    /// The steps that were computed, and not taken from the store.
    var computed: [String] {
      outcome.run.steps.map(\.name).filter { outcome.metadata[$0]?.cached == false }
    }
  }

  private func observe(
    _ text: String, cancelled isCancelled: @escaping (RunEvent) -> Bool = { _ in false },
    onEvent: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> Observation {
    var notes: [String] = []
    var wasCancelled = false
    var options = Runner.Options()
    options.store = store
    options.checkpointInterval = .zero
    options.isCancelled = { wasCancelled }
    options.onEvent = { event in
      if case .note(let task, let message) = event { notes.append("\(task.step): \(message)") }
      wasCancelled = wasCancelled || isCancelled(event)
      onEvent(event)
    }
    let plan = plan(text)
    let outputWriter = try OutputWriter(
      notebook: "toy", in: folder.appending(path: "outputs"))
    let outcome = Runner.run(plan, options: options, outputWriter: outputWriter)
    try outputWriter.finish()
    return Observation(outcome: outcome, notes: notes)
  }

  private func files(_ name: String) -> [URL] {
    let within = store.folder.appending(path: name)
    let paths = FileManager.default.enumerator(atPath: within.path)?.allObjects as? [String] ?? []
    return paths.sorted().map { within.appending(path: $0) }.filter { !$0.hasDirectoryPath }
      .filter { (try? Data(contentsOf: $0)) != nil }
  }

  /// Changes one byte of every file.
  private func damage(_ name: String) throws {
    for file in files(name) {
      var data = try Data(contentsOf: file)
      data[data.count - 1] ^= 1
      try data.write(to: file)
    }
  }

  private func delivered() throws -> [String: Data] {
    let outputs = folder.appending(path: "outputs/toy")
    let paths = FileManager.default.enumerator(atPath: outputs.path)?.allObjects as? [String] ?? []
    return Dictionary(
      uniqueKeysWithValues: paths.filter { $0 != "manifest.json" }.compactMap { path in
        (try? Data(contentsOf: outputs.appending(path: path))).map { (path, $0) }
      })
  }

  @Test func whatIsKnownIsNotComputedAgain() throws {
    let first = try observe(Self.chain)
    let outputs = try delivered()
    #expect(first.computed == ["two", "sum", "total"])
    let second = try observe(Self.chain)
    #expect(second.computed.isEmpty)
    #expect(second.outcome.run == first.outcome.run)
    #expect(second.notes.isEmpty)
    #expect(try delivered() == outputs)
    #expect(outputs.keys.contains("artifacts/two/number/number.txt"))
  }

  @Test func aChangeComputesOnlyWhatItReaches() throws {
    _ = try observe(Self.chain)
    let prose = try observe("# Title\n\nProse.\n\n" + Self.chain + "\n\nMore.")
    #expect(prose.computed.isEmpty)
    let added = try observe("```step one\nrun: toy.make\nnumber: 1\n```\n\n" + Self.chain)
    #expect(added.computed == ["one"])
    // `two` is computed again and comes to the same number, so nothing below it is.
    let same = try observe(Self.chain.replacing("number: 2", with: "number: 2\nsize: large"))
    #expect(same.computed == ["two"])
    let other = try observe(Self.chain.replacing("number: 2", with: "number: 3"))
    #expect(other.computed == ["two", "sum", "total"])
    #expect(other.outcome.run[step: "total"]?.values["sum"] == 9)
    #expect(try observe(Self.chain).computed.isEmpty)
  }

  @Test func aCaptionIsShownWithoutComputing() throws {
    _ = try observe(Self.chain)
    let text = Self.chain.replacing("warns: true", with: "warns: true\nshow: [dots]\ncaption: New.")
    let captioned = try observe(text)
    #expect(captioned.computed.isEmpty)
    #expect(
      captioned.outcome.run[step: "two"]?.shownItems == [
        .figure(Figure(.passages([Passage(text: "dots")]), caption: "New."))
      ])
  }

  @Test func anInputThatCountsByNameIsPartOfTheKey() throws {
    func text(_ name: String) -> String {
      """
      ```step a
      run: toy.constant
      ```

      ```step b
      run: toy.constant
      ```

      ```step label
      run: toy.label
      number: \(name)
      ```
      """
    }
    #expect(try observe(text("a")).outcome.run[step: "label"]?.values["label"] == "a.number")
    let other = try observe(text("b"))
    #expect(other.computed == ["label"])
    #expect(other.outcome.run[step: "label"]?.values["label"] == "b.number")
  }

  @Test func damagedResultsAreComputedAgain() throws {
    let first = try observe(Self.chain)
    try damage("results")
    let second = try observe(Self.chain)
    #expect(second.computed == ["two", "sum", "total"])
    #expect(second.outcome.run == first.outcome.run)
    #expect(second.notes.count == 3)
    #expect(second.notes.allSatisfy { $0.contains("is damaged: its content has changed") })
    #expect(try observe(Self.chain).computed.isEmpty)
  }

  @Test func damagedArtifactsAreComputedAgain() throws {
    let first = try observe(Self.chain)
    try damage("artifacts")
    let second = try observe(Self.chain)
    #expect(second.outcome.run == first.outcome.run)
    #expect(!second.notes.isEmpty)
    #expect(try observe(Self.chain).computed.isEmpty)
  }

  /// Only the last step has to be computed, and what it takes has been lost.
  @Test func aLostInputIsComputedAgain() throws {
    _ = try observe(Self.chain)
    try FileManager.default.removeItem(at: store.folder.appending(path: "artifacts"))
    let text = Self.chain.replacing("and: two", with: "and: two\nplus: 5")
    var options = Runner.Options()
    options.store = store
    let run = Runner.run(plan(text), options: options, outputWriter: nil).run
    #expect(run[step: "total"]?.values["sum"] == 11)
  }

  @Test func onlySuccessesAreKept() throws {
    let text = "```step bad\nrun: toy.fail\n```"
    #expect(try observe(text).computed == ["bad"])
    #expect(try observe(text).computed == ["bad"])
    #expect(files("results").isEmpty)
  }

  @Test func aFileThatChangesMeanwhileIsNotTrusted() throws {
    let file = folder.appending(path: "data.txt")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("one".utf8).write(to: file)
    let text = "```step two\nrun: toy.make\nnumber: 2\nwarns: true\nfile: \(file.path)\n```"
    let first = try observe(
      text,
      onEvent: { event in
        if case .warning = event { try? Data("two".utf8).write(to: file) }
      })
    #expect(first.notes.count == 1)
    #expect(try observe(text).computed == ["two"])
    #expect(try observe(text).computed.isEmpty)
  }

  @Test func aStoreThatCannotBeWrittenStopsNothing() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: store.folder)
    let run = try observe(Self.chain)
    #expect(run.outcome.run[step: "total"]?.values["sum"] == 6)
    #expect(run.notes.allSatisfy { $0.contains("cannot be kept") })
    #expect(run.notes.count == 3)
  }

  // MARK: Going on

  private static let count = "```step count\nrun: toy.count\nto: 8\n```"

  @Test func aStoppedStepGoesOnWhereItWas() throws {
    let stopped = try observe(Self.count) { event in
      if case .progress(_, let progress) = event { progress.completed == 5 } else { false }
    }
    #expect(stopped.outcome.wasInterrupted)
    var counted: [Int] = []
    let resumed = try observe(
      Self.count,
      onEvent: { event in
        if case .progress(_, let progress) = event { counted.append(progress.completed) }
      })
    #expect(counted == [7, 8])
    #expect(resumed.notes == ["count: resumes from where it was stopped"])
    #expect(resumed.outcome.run[step: "count"]?.values["sum"] == 36)
    #expect(files("underway").isEmpty)
  }

  @Test func anotherStepsStateIsNotTakenUp() throws {
    _ = try observe(Self.count) { event in
      if case .progress(_, let progress) = event { progress.completed == 5 } else { false }
    }
    let other = try observe(Self.count.replacing("8", with: "9"))
    #expect(other.notes.isEmpty)
    #expect(other.outcome.run[step: "count"]?.values["sum"] == 45)
  }

  @Test func aDamagedStateStartsAnew() throws {
    _ = try observe(Self.count) { event in
      if case .progress(_, let progress) = event { progress.completed == 5 } else { false }
    }
    try damage("underway")
    let anew = try observe(Self.count)
    #expect(anew.notes.count == 1)
    #expect(anew.notes.first?.contains("so the step starts again") == true)
    #expect(anew.outcome.run[step: "count"]?.values["sum"] == 36)
  }

  // MARK: Housekeeping

  private func forecast(of text: String) -> [StepForecast] {
    plan(text).forecast(with: store).flatMap(\.points)
  }

  @Test func planTellsWhatIsThere() throws {
    #expect(forecast(of: Self.chain) == [.computed, .computed, .computed])
    _ = try observe(Self.chain)
    let forecasts = forecast(of: Self.chain)
    #expect(forecasts.allSatisfy { if case .stored = $0 { true } else { false } })
    let changed = forecast(of: Self.chain.replacing("and: two", with: "plus: 1"))
    #expect(changed.last == .computed)
    _ = try observe(Self.count) { event in
      if case .progress(_, let progress) = event { progress.completed == 5 } else { false }
    }
    #expect(forecast(of: Self.count) == [.resumes])
  }

  @Test func cleaningKeepsWhatWasUsed() throws {
    _ = try observe(Self.chain)
    #expect(try store.removeAll(unusedSince: .now.addingTimeInterval(-60)).bytes == 0)
    #expect(try observe(Self.chain).computed.isEmpty)
    // What `other` alone needs grows old.
    _ = try observe("```step other\nrun: toy.make\nnumber: 77\n```")
    let old = Date.now.addingTimeInterval(-3600)
    for file in files("results")
    where try String(contentsOf: file, encoding: .utf8).contains("\"number-value\":77") {
      try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file.path)
    }
    let artifacts = store.folder.appending(path: "artifacts")
    for name in try FileManager.default.contentsOfDirectory(atPath: artifacts.path) {
      try FileManager.default.setAttributes(
        [.modificationDate: old], ofItemAtPath: artifacts.appending(path: name).path)
    }
    #expect(try store.removeAll(unusedSince: .now.addingTimeInterval(-60)).bytes > 0)
    #expect(try observe(Self.chain).computed.isEmpty)
    #expect(try observe("```step other\nrun: toy.make\nnumber: 77\n```").computed == ["other"])
    #expect(try store.removeAll().bytes > 0)
    #expect(try observe(Self.chain).computed.count == 3)
  }

  @Test func valuesSurviveAsTheyAre() throws {
    let text = "```step odd\nrun: toy.odd\n```"
    let first = try observe(text).outcome.run
    let second = try observe(text)
    #expect(second.computed.isEmpty)
    let values = second.outcome.run[step: "odd"]?.values
    #expect(values?["whole"] == .number(2))
    #expect(values?["negative-zero"].map { String(describing: $0) } == "-0.0")
    #expect(values?["nan"]?.double?.isNaN == true)
    #expect(values?["text"] == "#1")
    #expect(values?["tenth"] == first[step: "odd"]?.values["tenth"])
    #expect(
      second.outcome.run[step: "odd"]?.tables["cells"] == first[step: "odd"]?.tables["cells"])
  }
}
