import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// A notebook of one step, `load`, that reads a file beside it.
struct FileStep {
  let operation: String
  var name = "data.jsonl"
  let content: Data
  var options = "validation-fraction: 0"

  init(_ operation: String, _ content: Data, options: String = "validation-fraction: 0") {
    self.operation = operation
    self.content = content
    self.options = options
  }

  init(_ operation: String, _ text: String, options: String = "validation-fraction: 0") {
    self.init(operation, Data(text.utf8), options: options)
  }

  /// What checking says, each message with its remedy.
  func problems() throws -> [String] {
    try withPlan { plan in
      plan.diagnostics.map { $0.message + ($0.remedy.map { "; \($0)" } ?? "") }
    }
  }

  /// The step's record, where checking finds nothing wrong.
  func record() throws -> StepRecord {
    try withPlan { plan in
      #expect(plan.diagnostics.map(\.message) == [])
      let run = Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
      return try #require(run[step: "load"])
    }
  }

  private func withPlan<Result>(_ body: (Plan) throws -> Result) throws -> Result {
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try content.write(to: folder.appending(path: name))
    let text = """
      ```step load
      run: \(operation)
      path: \(name)
      \(options)
      ```
      """
    return try body(
      Plan(Notebook.read(Source(path: "files.md", text: text)), catalogue: .octavo, folder: folder))
  }
}

extension StepRecord {
  var passages: [Passage] {
    guard case .figure(let figure)? = shownItems.first,
      case .passages(let passages) = figure.content
    else { return [] }
    return passages
  }
}
