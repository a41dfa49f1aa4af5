import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// With a store, and after any interruption, runs come to what they come to without.
@Suite(.serialized) final class StoredRunTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  private struct Observation: Equatable {
    /// The bytes of `results.json`.
    var results: Data
    /// A step's key tells the content of all artifacts that it takes.
    var keys: [String: String?]
  }

  private func observe(
    _ text: String, store: Store?, onEvent: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> Observation {
    let plan = Plan(
      Notebook.read(Source(path: "small.md", text: text)), catalogue: .octavo,
      folder: .temporaryDirectory)
    var options = Runner.Options()
    options.store = store
    options.checkpointInterval = .zero
    options.onEvent = onEvent
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    return Observation(
      results: try ResultsFile(outcome.run).encoded(),
      keys: outcome.metadata.mapValues(\.key))
  }

  @Test(arguments: SmallNotebooks.all.indices)
  func aRunFromTheStoreIsTheSame(_ index: Int) throws {
    let text = SmallNotebooks.all[index]
    let store = Store(folder.appending(path: "store"))
    let plain = try observe(text, store: nil)
    #expect(try observe(text, store: store) == plain)
    var computed: [String] = []
    let stored = try observe(text, store: store) { event in
      if case .finished(_, let record, let how) = event, !how.cached {
        computed.append(record.name)
      }
    }
    #expect(stored == plain)
    #expect(computed.isEmpty)
  }

  /// Takes the results of all steps that leave no artifacts out of the store, so that they are computed
  /// again from what the others have left.
  @Test(arguments: SmallNotebooks.all.indices)
  func artifactsAreReadFromTheStore(_ index: Int) throws {
    let text = SmallNotebooks.all[index]
    let store = Store(folder.appending(path: "store"))
    let whole = try observe(text, store: store)
    // Equal steps share a key.
    for key in Set(whole.keys.values.compactMap { $0 }) {
      let file = store.folder.appending(path: "results/\(key)")
      if try !leavesArtifacts(file) { try FileManager.default.removeItem(at: file) }
    }
    var computed: [String] = []
    var notes: [String] = []
    let again = try observe(text, store: store) { event in
      switch event {
      case .finished(_, let record, let how) where !how.cached: computed.append(record.name)
      case .note(let task, let message): notes.append("\(task.step): \(message)")
      default: break
      }
    }
    #expect(again == whole)
    #expect(!computed.isEmpty)
    #expect(notes == [])
  }

  private func leavesArtifacts(_ file: URL) throws -> Bool {
    struct Kept: Decodable { let artifacts: [String: String] }
    let data = try Data(contentsOf: file)
    let start = try #require(data.firstIndex(of: UInt8(ascii: "\n"))) + 1
    return try !JSONDecoder().decode(Kept.self, from: data[start...]).artifacts.isEmpty
  }

  /// Copies the store in the middle of every training, which is what a killed run leaves behind, and
  /// goes on from each copy.
  @Test(arguments: SmallNotebooks.all.indices)
  func aKilledRunGoesOnToTheSameBits(_ index: Int) throws {
    let text = SmallNotebooks.all[index]
    let store = Store(folder.appending(path: "store"))
    var copies: [String: Store] = [:]
    let whole = try observe(text, store: store) { event in
      guard case .progress(let task, let progress) = event, progress.unit == "iterations",
        progress.completed == (progress.total + 1) / 2
      else { return }
      let copy = Store(self.folder.appending(path: task.step))
      try? FileManager.default.copyItem(at: store.folder, to: copy.folder)
      copies[task.step] = copy
    }
    #expect(!copies.isEmpty)
    for (step, copy) in copies {
      var notes: [String] = []
      let resumed = try observe(text, store: copy) { event in
        if case .note(let task, let message) = event { notes.append("\(task.step): \(message)") }
      }
      #expect(notes == ["\(step): resumes from where it was stopped"])
      #expect(resumed == whole, "\(step)")
    }
  }
}
